"""Receives: what a file is, whether it is whole and harmless to show, its pages as pictures and as text."""
