"""Files from the outside: taken or refused, kept, and shown page by page."""
