"""load_jobs(): jobs that others had, out of a document."""
