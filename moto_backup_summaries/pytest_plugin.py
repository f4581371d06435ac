"""Under pytest nothing needs to be imported: pytest loads this, and the package registers itself."""
