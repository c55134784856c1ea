"""The commands of `lipei`, one noun a file; `cli.py` composes them."""
