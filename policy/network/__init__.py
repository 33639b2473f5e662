"""Effective network exposure: what groups, ACLs, routes and addresses let through together.

`addresses` measures ranges, `ports` compares ports, `rules` reads security group rules in all
their forms, `routes` and `acls` judge subnets, `exposure` puts them together. Every claim has
three values.
"""
