"""A day of a Japanese shop: ordinary customers with their oddities, and fraud that is labelled.

Everything derives from one seed. No name, address, mail, telephone or card number exists here:
only tokens. Fraud is planted by pattern; the labels stay outside the records.
"""
