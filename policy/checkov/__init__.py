"""Checkov as a second opinion: the graph as a Terraform plan, judged by the real Checkov."""
