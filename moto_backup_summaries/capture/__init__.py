"""moto_backup_capture: the jobs of an account of AWS in a file for load_jobs()."""
