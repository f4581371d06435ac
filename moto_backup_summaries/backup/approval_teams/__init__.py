"""Approval teams, and vaults by which they give access to the recovery points behind an air gap."""
