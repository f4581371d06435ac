"""AWS Backup with jobs, laid out as moto lays out a service."""

from importlib import import_module

# First of all, since importing it registers the modules here.
import_module("moto.backup.models")
