"""What can be wrong with an operator's command: `OperatorError`, and nothing else, ends one."""


class OperatorError(Exception):
    """The command cannot do what was asked; the message is one sentence for the operator."""
