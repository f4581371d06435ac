"""Access policies of vaults: who may do what with a vault and its recovery points."""
