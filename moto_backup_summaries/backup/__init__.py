"""AWS Backup with jobs, laid out as moto lays out a service."""

import moto.backup.models

# First of all, since importing it registers the modules here.
FIRST = moto.backup.models
