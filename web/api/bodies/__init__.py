"""What callers send: requests, acts and decisions, read strictly."""
