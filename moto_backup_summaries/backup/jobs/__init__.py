"""Jobs of the four kinds: started, loaded, listed, counted."""
