"""What a test suite is given: a fresh AWS for each test, clients, and one object for what a test says."""
