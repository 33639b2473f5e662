"""What is known of the provider's types: one table a family, and the reading of the tables.

A row says that one property of one type must be so. The tables are data; `policy.demands` judges
resources by them, `policy.surface` proves that they are whole.
"""
