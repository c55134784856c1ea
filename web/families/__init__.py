"""What families ask about their children's data, beside cases."""
