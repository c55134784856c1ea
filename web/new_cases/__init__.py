"""Requests on their way to become cases, and questions that record nothing."""
