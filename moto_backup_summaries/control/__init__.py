"""What a test says to moto, in Python and over HTTP."""
