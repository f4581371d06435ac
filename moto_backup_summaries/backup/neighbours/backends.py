"""Finds moto's backends of other services, without making any."""

import sys
from typing import Any


def existing_backend(backends: str, account_id: str, place: str) -> Any | None:
    """The backend of an account and place, or None where nobody in this process has used it.

    backends: where in moto they are, such as "sqs.models.sqs_backends".
    """
    module, _, name = backends.rpartition(".")
    of_accounts: Any = getattr(sys.modules.get(f"moto.{module}"), name, {})
    # Asking a mapping of moto's for what it lacks would make it.
    return (of_accounts.get(account_id) or {}).get(place)
