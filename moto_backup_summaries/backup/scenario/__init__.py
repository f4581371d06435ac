"""The rules of a test: how jobs end and advance, which calls fail."""
