"""Orders the acts: one file a process, and the case engine that they share."""
