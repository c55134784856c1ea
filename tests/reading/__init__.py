"""Tests of the room that reads papers."""
