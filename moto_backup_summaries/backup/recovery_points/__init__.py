"""What completed jobs leave in vaults."""
