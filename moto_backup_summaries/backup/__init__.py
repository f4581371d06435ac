"""AWS Backup with jobs, laid out as moto lays out a service."""

# First of all, since importing it registers the modules here.
import moto.backup.models  # noqa: F401  # pyright: ignore[reportUnusedImport]
