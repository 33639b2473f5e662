"""The transaction monitoring system as a Pulumi program."""
