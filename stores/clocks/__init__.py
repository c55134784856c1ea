"""Calendars, clocks, and whom they tell."""
