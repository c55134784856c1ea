"""The page of a case, the queue, and acts on cases."""
