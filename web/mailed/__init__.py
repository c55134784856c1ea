"""Papers that come by mail: the door, what is done with a mail, and the answer to it."""
