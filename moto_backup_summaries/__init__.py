"""AWS Backup's jobs and their summaries for moto. Importing this package registers it."""

from .registration import register, unregister

__all__ = ["load_jobs", "register", "unregister"]

register()


def __getattr__(name: str) -> object:
    # Imported when asked for: a test suite that never uses moto must not pay for it.
    if name == "load_jobs":
        from .loading import load_jobs

        return load_jobs
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
