"""AWS Backup's jobs and their summaries for moto. Importing this package registers it."""

from importlib import import_module

from .registration import register, unregister

# Imported when asked for: a test suite that never uses moto must not pay for it.
_LATER = {
    "fail_operation": "control.rules",
    "load_jobs": "backup.jobs.loading",
    "set_job_outcome": "control.rules",
}

__all__ = ["fail_operation", "load_jobs", "register", "set_job_outcome", "unregister"]

register()


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
