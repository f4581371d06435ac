"""Frameworks: controls that what an account backs up is audited by."""
