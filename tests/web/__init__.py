"""Tests of the web app, over HTTP, on the running stack."""
