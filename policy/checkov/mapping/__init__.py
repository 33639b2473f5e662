"""How Pulumi's types and properties are called in Terraform.

`names.json` is made by `python -m policy.checkov.mapping DIR` from the installed SDK and from the
unpacked npm package `@cdktf/provider-aws` in DIR; `overrides.toml` holds what it cannot know.
"""
