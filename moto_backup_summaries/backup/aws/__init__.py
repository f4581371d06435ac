"""Facts about AWS: tables, and functions of their arguments alone."""
