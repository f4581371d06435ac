"""Tiering configurations: after how many days backups move to a low-cost tier."""
