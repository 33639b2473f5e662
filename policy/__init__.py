"""The policy pack: decides whether a Pulumi AWS program may run."""
