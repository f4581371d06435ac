"""Jobs of the four kinds: started, stored, listed."""
