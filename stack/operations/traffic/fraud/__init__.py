"""Fraud to be planted, one module a family, each pattern a function that yields one incident.

Sizes are drawn from ranges that begin below the rules' thresholds: a day holds incidents that a
threshold rule cannot see, as real days do.
"""
