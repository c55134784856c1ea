"""Forms for people, made from the same bodies that the API takes."""
