"""The case of whatever process, told apart by its process where it travels as data."""

from rules.preauthorization.case import PreAuthorizationCase

AnyCase = PreAuthorizationCase
"""A process adds its case here: ``Annotated[A | B, Field(discriminator="process")]``."""
