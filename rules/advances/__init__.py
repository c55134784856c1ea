"""Hospital advances: who may have one, how much, and what becomes of the money (domain 5.4, 5.6)."""
