"""The code that runs in Lambda.

It imports nothing of Pulumi, and itself only relatively, so that the bundle can carry it.
"""
