"""What was read off papers, and what does not fit in it."""
