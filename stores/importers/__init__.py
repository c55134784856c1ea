"""One file of rows each: its columns, and how a row is kept."""
