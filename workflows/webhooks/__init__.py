"""What is asked of webhooks beside the letters: a trial."""
