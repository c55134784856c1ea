"""Shows and asks: adjuster console, hospital desk, family portal, /api/v1."""
