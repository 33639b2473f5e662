"""Where the Pulumi CLI starts the policy pack."""

from policy.pack import main

main()
