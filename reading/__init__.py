"""Reads papers: codes, printed text, pictures of text, and electronic invoices. Runs apart, in a child."""
