"""Acts: one durable step each."""
