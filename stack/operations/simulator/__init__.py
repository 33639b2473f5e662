"""Kinesis and Lambda's event source mapping in one process, as their documentation describes them.

No Kinesis-compatible server runs Lambda's poller, and the poller is where records are lost: it
decides what is retried, what is split and what is given up. This package replays its contract
against the real handler. Where the documentation is silent it takes the reading that is harder
on the function.

Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html and the pages below it.
"""
