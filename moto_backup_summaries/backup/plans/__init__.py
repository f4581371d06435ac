"""Backup plans, their selections and their runs."""
