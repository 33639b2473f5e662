"""The controls: one package a family, one module a control."""
