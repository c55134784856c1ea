"""Speaking to a bank: orders as pain.001, answers as pain.002, money that came in."""
