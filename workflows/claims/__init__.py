"""What the processes with a claim do alike: judge it, decide it, order its payment."""
