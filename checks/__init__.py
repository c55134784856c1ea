"""Proves: runs worked case files against the code that production uses."""
