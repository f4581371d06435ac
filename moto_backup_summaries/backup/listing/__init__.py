"""Filters of lists, and things in the order of their creation."""
