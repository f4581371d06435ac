"""What an account sets for AWS Backup."""
