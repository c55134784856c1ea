"""The web app: the API for hospitals, families and staff, and the pages that anyone may read."""
