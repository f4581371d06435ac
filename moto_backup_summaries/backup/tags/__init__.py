"""Tags of vaults, plans and recovery points."""
