"""An example of each act, for the reference."""
