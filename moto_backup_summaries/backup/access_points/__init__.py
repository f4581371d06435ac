"""Access points: ways to read what a recovery point of S3 has, without a restore."""
