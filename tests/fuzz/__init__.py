"""Requests of every kind for AWS Backup here, and judges of what comes back. See README.rst."""
