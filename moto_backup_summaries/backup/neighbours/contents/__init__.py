"""What backups have of moto's resources, and leave in moto's services, and what restores make of it."""
