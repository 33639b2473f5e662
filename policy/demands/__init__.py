"""What the tables demand: the words of their rows, and how a resource is judged by rows.

`words` names every expectation; the modules beside it hold those that need more than a value:
customer-managed keys, regions and zones, credentials, documents. `judging` judges a resource by
rows, `control` makes a control of all rows that name it.
"""
