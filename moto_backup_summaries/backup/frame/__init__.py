"""The frame around every operation: a request is read, checked, authorized, done as a whole, and answered."""
