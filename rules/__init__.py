"""Decides: cover, adjudication, checklists, working-day arithmetic, authority. Values in, values out."""
