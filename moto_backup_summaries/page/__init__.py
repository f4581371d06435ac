"""The page at /moto-api/backup/, on which a person sees the jobs that are in moto now."""
