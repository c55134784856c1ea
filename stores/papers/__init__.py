"""Files that came in, and letters that went out."""
