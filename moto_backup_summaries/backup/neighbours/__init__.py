"""Moto's other services, as AWS Backup sees them."""
