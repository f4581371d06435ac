"""What AWS Backup documents, as tables and functions of their arguments."""
