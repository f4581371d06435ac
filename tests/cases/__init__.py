"""Recorded answers of AWS Backup, tried here; README.rst tells where they are from."""
