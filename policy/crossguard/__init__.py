"""The pack as the Pulumi CLI runs it: asked about each resource first, then about the stack."""
