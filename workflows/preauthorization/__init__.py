"""The moves of a pre-authorization, by where they belong: intake, review, guarantee, waiting."""
