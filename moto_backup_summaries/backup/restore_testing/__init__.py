"""Restore testing: plans that restore what was backed up, let it be validated, and delete it."""
