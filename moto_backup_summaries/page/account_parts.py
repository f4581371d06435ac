"""What is there as a document of accounts, which load_account() takes."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.exceptions import ServiceException

from ..backup.account import Account, existing_accounts
from ..backup.aws.account_sections import SECTIONS
from ..backup.aws.service_model import operation_names
from ..backup.frame.transactions import exclusive
from ..backup.members import Members
from ..capture.reading import AccountReader
from .reading import ask


@exclusive
def account_parts() -> list[Members]:
    """The parts of a document of all accounts, as moto_backup_capture would write them, all of one moment."""
    words = [section.what for section in SECTIONS]
    accounts = sorted(existing_accounts(), key=lambda each: (each.id, each.region))
    return [
        part
        for account in accounts
        for part, _ in AccountReader(_AskedClient(account), account.id).parts(words)
    ]


class _AskedClient:
    """What AccountReader needs of a client of boto3, without HTTP."""

    def __init__(self, account: Account) -> None:
        self.meta = SimpleNamespace(region_name=account.region)
        self._account = account

    def __getattr__(self, method: str) -> Any:
        operation = _operations()[method]

        def answer(**request: Any) -> Members:
            try:
                return ask(self._account, operation, request)
            except ServiceException as error:
                told: Any = {"Error": {"Code": error.code, "Message": str(error.message)}}
                raise ClientError(told, operation) from None

        return answer


@cache
def _operations() -> dict[str, str]:
    """The operations by the names that boto3's methods have."""
    return {xform_name(name): name for name in operation_names()}
