"""An example of each answer, for the description of the API."""
