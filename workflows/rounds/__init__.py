"""Rounds that Temporal starts again and again by a schedule."""
