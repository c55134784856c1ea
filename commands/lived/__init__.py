"""Cases lived through on a running stack: people act, case time passes, the tables answer."""
