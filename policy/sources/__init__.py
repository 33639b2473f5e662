"""Where graphs come from: each module translates one form of a Pulumi stack into a graph."""
