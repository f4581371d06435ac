"""AWS Backup with jobs, laid out as moto lays out a service."""
