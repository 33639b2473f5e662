"""Diagrams drawn from the topology in the evidence, so that they are never stale."""
