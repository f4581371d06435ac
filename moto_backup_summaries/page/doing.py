"""What a person does on the page: what a test does by HTTP, as forms."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_api._internal.models import moto_api_backend
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from ..backup.account import HOME_REGION, Account, account_at
from ..backup.aws.errors import error_statuses, refusal, unknown
from ..backup.aws.job_kinds import KIND_NAMED
from ..backup.aws.regions import check_account_id, check_region
from ..backup.aws.resource_types import BY_NAME
from ..backup.aws.service_model import operation_names
from ..backup.frame.incoming import AnyRequest, body_of
from ..backup.frame.operations import call
from ..backup.loading.load_file import has_account, load_account_of
from ..backup.loading.load_jobs import read_jobs
from ..backup.loading.problems import RefusedRow
from ..backup.loading.sources import Pieces, file_of
from ..backup.neighbours.resources import existing
from ..backup.scenario.rule import SetAt
from ..control.endpoints import Changeable, changed_by
from ..control.rules import clear_rules
from .filters import Query
from .reading import pages
from .safety import check_token, has_seal

# The vault that AWS's console makes.
_DEFAULT_VAULT = "Default"
_MOST_FIELDS = 100
# Of how many rows it is said at most what is wrong with them.
_MOST_ROWS = 20
_PAGE = SetAt("/moto-api/backup/do/load")
# What is chosen of jobs, and cannot be of an account.
_OF_JOBS = ("send_events", "leave_out")


class SentForm(NamedTuple):
    """A form as it was sent. fields: those that have a value. files: by
    their field, the name and the content of each."""

    request: AnyRequest
    fields: Mapping[str, str]
    files: Mapping[str, Sequence[tuple[str, bytes]]]

    def chosen(self, *names: str) -> dict[str, Any]:
        return {name: self.fields[name] for name in names if name in self.fields}

    def change(self, endpoint: Changeable, document: dict[str, Any]) -> dict[str, Any]:
        return changed_by(endpoint, document, self.request)


def sent_form(request: AnyRequest) -> SentForm:
    """The form in a request; raises RefusedError where it is none of this page's."""
    content_type, options = parse_options_header(request.headers.get("Content-Type"))
    body = body_of(request)
    parser = FormDataParser(stream_factory=_in_memory, max_form_parts=_MOST_FIELDS, silent=False)
    try:
        _, form, files = parser.parse(BytesIO(body), content_type, len(body), options)
    except (ValueError, LookupError):
        raise ValueError(refusal("the form", content_type, "one that a browser sends")) from None
    fields = {name: value for name, value in form.items() if value}
    check_token(fields.get("token", ""))
    contents = {
        field: [(file.filename or "", file.read()) for file in sent]
        for field, sent in files.lists()
    }
    return SentForm(request, fields, contents)


def _in_memory(*_: object, **__: object) -> BytesIO:
    """Where a file is kept that was in memory before, as all of a request is."""
    return BytesIO()


def done(name: str, form: SentForm) -> str:
    """Do what a form of this name is for; a sentence that says what was done."""
    if name not in _FORMS:
        raise ValueError(unknown("the form", name, _FORMS))
    return _FORMS[name](form)


def _load(form: SentForm) -> str:
    sent = form.files.get("document", [("", b"")])
    for name, content in sent:
        if not content:
            accepted = "one that holds jobs, events or accounts"
            raise ValueError(refusal("the file", name or None, accepted))
    pieces = Pieces([file_of(name, content) for name, content in sent])
    shift_to_now = "shift_to_now" in form.fields
    if has_account(pieces):
        return _load_account(form, pieces, shift_to_now=shift_to_now)
    reading = read_jobs(pieces, shift_to_now=shift_to_now, strict=False)
    refused = _by_row(reading.refused)
    if refused and "leave_out" not in form.fields:
        raise ValueError("\n".join(["Nothing was loaded. Wrong is:", *refused]))
    number = reading.store(_PAGE, send_events="send_events" in form.fields)
    regions = " and ".join(reading.regions) or "no region"
    loaded = "1 job was" if number == 1 else f"{number} jobs were"
    told = " ".join([f"{loaded} loaded into {regions}.", *reading.remarks])
    return "\n".join([told, "Left out was:", *refused] if refused else [told])


def _load_account(form: SentForm, pieces: Pieces, *, shift_to_now: bool) -> str:
    for name in _OF_JOBS:
        if name in form.fields:
            raise ValueError(refusal(name, form.fields[name], "nothing for a file of an account"))
    loaded = load_account_of(pieces, shift_to_now, _PAGE)
    told = f"{loaded.number} loaded into {' and '.join(loaded.regions)}."
    return " ".join([told, *loaded.remarks])


def _by_row(refused: Sequence[RefusedRow]) -> list[str]:
    """What is wrong with each of the first rows, a line each."""
    lines = [row.reason for row in refused[:_MOST_ROWS]]
    more = len(refused) - len(lines)
    return [*lines, f"… and {more} more"] if more else lines


def _advance(form: SentForm) -> str:
    return f"moto's clock is at {form.change('clock', form.chosen('advance', 'time'))['time']}."


def _set_outcome(form: SentForm) -> str:
    names = ("kind", "state", "status_message", "resource_type")
    form.change("outcomes", {"outcomes": [{**form.chosen(*names), **_times(form)}]})
    return f"The next {form.fields['kind']} jobs end {form.fields['state']}."


def _set_fault(form: SentForm) -> str:
    rule = {**form.chosen("operation", "code", "message"), **_times(form)}
    form.change("faults", {"faults": [rule]})
    return f"{form.fields['operation']} answers {form.fields['code']}."


def _times(form: SentForm) -> dict[str, Any]:
    """How often, or nothing where the form leaves it out."""
    text = form.fields.get("times")
    is_number = text is not None and text.isascii() and text.isdecimal()
    return {} if text is None else {"times": int(text[:9]) if is_number else text}


def _remove_rules(_: SentForm) -> str:
    clear_rules()
    return "No outcome and no fault is set."


def _start_backup(form: SentForm) -> str:
    account_id, region = form.fields.get("account"), form.fields.get("region")
    check_account_id("account", account_id)
    check_region("region", region)
    account = account_at(account_id or DEFAULT_ACCOUNT_ID, region or HOME_REGION)
    vault_name = form.fields.get("vault", _DEFAULT_VAULT)
    if vault_name == _DEFAULT_VAULT and vault_name not in _vault_names(account):
        call(account, "CreateBackupVault", {"BackupVaultName": vault_name})
    role = (
        f"arn:{account.partition}:iam::{account.id}:role/service-role/AWSBackupDefaultServiceRole"
    )
    request = {"BackupVaultName": vault_name, "IamRoleArn": role}
    resource = form.fields.get("resource")
    members = {**request, **({"ResourceArn": resource} if resource else {})}
    return f"Backup job {call(account, 'StartBackupJob', members)['BackupJobId']} has started."


def _vault_names(account: Account) -> list[str]:
    vaults = pages(account, "ListBackupVaults", "BackupVaultList", {})
    return [vault["BackupVaultName"] for vault in vaults]


def _reset(_: SentForm) -> str:
    moto_api_backend.reset()
    return "moto has forgotten everything."


_FORMS: Mapping[str, Callable[[SentForm], str]] = {
    "load": _load,
    "clock": _advance,
    "outcome": _set_outcome,
    "fault": _set_fault,
    "remove-rules": _remove_rules,
    "backup": _start_backup,
    "reset": _reset,
}


def forms(text: str) -> dict[str, Any]:
    """The choices of the forms, and what the last one has done."""
    query = Query(text, ("account", "region", "notice", "seal"))
    account_id, region = query.scope()
    account = account_at(account_id or DEFAULT_ACCOUNT_ID, region or HOME_REGION)
    notice = query.one("notice") or ""
    return {
        "account": account,
        "notice": notice if has_seal(notice, query.one("seal") or "") else "",
        "states": {name: sorted(kind.final_states) for name, kind in KIND_NAMED.items()},
        "types": [*BY_NAME],
        "operations": operation_names(),
        "codes": [*error_statuses()],
        "vaults": [*dict.fromkeys((_DEFAULT_VAULT, *_vault_names(account)))],
        "resources": existing(account.id, account.region),
    }
