"""What each letter says, from a case that really came to it."""
