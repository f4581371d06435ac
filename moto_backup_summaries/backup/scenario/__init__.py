"""What a test says will happen."""
