"""Clocks, calendars, boards and reports, as people see them."""
