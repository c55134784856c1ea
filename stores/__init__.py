"""Keeps: the verbs over tables and objects."""
