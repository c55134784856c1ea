"""What can go wrong with the one-machine stack."""


class StackError(Exception):
    """The stack cannot do what was asked; the message is a sentence for a person."""


class PartNotReadyError(StackError):
    """A part was started and did not serve, or died."""
