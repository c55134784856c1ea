"""Money out and in: who is paid what, who must agree, what is owed to us (domain 5.5, 5.6, L-26, L-28)."""
