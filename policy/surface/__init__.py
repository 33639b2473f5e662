"""The input surface of the installed pulumi_aws SDK: which types exist, with which properties.

The SDK is read as text and never imported: importing all of it costs minutes and gigabytes, reading
it takes seconds. `python -m policy.surface` tells what an SDK version adds to the recorded one.
"""
