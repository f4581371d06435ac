"""How many jobs there were: ListBackupJobSummaries and its siblings."""
