"""Filters, conditions and pages of list operations."""
