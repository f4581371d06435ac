"""Events, messages and metrics for the world outside AWS Backup; table.py says which event gives which."""
