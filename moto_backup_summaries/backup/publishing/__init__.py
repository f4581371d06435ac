"""What the world outside AWS Backup learns of what happened in it."""
