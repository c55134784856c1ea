"""Remembers: SQLModel tables, one noun a file."""
