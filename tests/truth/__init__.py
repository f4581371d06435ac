"""What AWS documents of Backup, a test for each sentence."""
