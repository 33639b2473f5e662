"""What is known of the provider's types: one table a family, read by the row-driven controls.

A row says that one property of one type must be so. The tables are data; `rows` reads them,
`judging` judges a resource by its rows, `control` makes a control of all rows that name it.
"""
