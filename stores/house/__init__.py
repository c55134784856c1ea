"""People, places and settings of the house, and the record of what was done to them."""
