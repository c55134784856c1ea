"""The doors, and what people keep of their own keys."""
