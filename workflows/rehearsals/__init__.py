"""Acts thought through before they are done."""
