"""Report plans."""
