"""A real PostgreSQL and a real Redis in a temporary directory, from wheels that carry them.

They can be killed and started again, which is what the outage proofs do.
"""
