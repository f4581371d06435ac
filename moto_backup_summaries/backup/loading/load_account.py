"""load_account(): all of an account of AWS Backup, as moto_backup_capture has written it."""

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...warning import BackupSummariesWarning
from .. import timestamps
from ..account import account_at, check_registered
from ..aws.account_sections import JOB_SECTIONS, SECTIONS
from ..config import check_settings
from ..frame.transactions import exclusive
from ..mocking import warn_without_mock
from ..paused_collector import paused_collector
from ..scenario.rule import SetAt, calling_line
from .account_document import AccountDocument, AccountSections
from .document import Document
from .load_jobs import check_arguments, read_jobs
from .member_names import MemberNames
from .placement import AccountKey, StatedKey, default_account
from .problems import Problems
from .remarks import left_out
from .shifts import Seconds, Shift, lists_of, shift_seconds
from .sources import Pages, Pieces, Source, not_nested_too_deeply
from .storing import Reading


def load_account(
    source: Source,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
) -> Mapping[str, int]:
    """Put an account into moto as it is in a document; how many rows of each section were loaded.

    source: the path of what moto_backup_capture has written, or such a document as a mapping, or its parts
        as a list of mappings. A part has a header, which says version, account and region, and sections of
        rows as AWS Backup answers them:
        `{"BackupAccount": {"Version": 1, "Region": "us-east-1"}, "BackupVaults": [{…}]}`.
        The sections are BackupVaults, RegionSettings, GlobalSettings, BackupPlans, BackupJobs, CopyJobs,
        RestoreJobs, ScanJobs, RecoveryPoints, BackupAccessPoints, LegalHolds, Frameworks, ReportPlans,
        ReportJobs, RestoreTestingPlans and TieringConfigurations. What is not there is not loaded.
    account_id, region_name: where it is put, with all that it names of its own account and region. Else it is
        where the header says, or its ARNs. Only a document of one account, or of one region, takes them.

    shift_to_now: whether all of its dates are moved alike, by those of its jobs, as load_jobs() moves these.

    Afterwards lists, descriptions and summaries answer what the account answered: ids, ARNs, dates, versions,
    tags, policies, locks and states. Nothing is started by that, and nobody hears of it. Jobs stay as they
    are; they leave recovery points only where the document has no section RecoveryPoints. Plans run by their
    schedules from now on. A recovery point whose days were over before it was loaded stays.

    Raises ValueError for a mistake, naming file, section, row, member, what it is and what it may be, and for
    a vault, plan or job that is there already; then nothing is loaded.
    Warns with BackupSummariesWarning of what was left out, as load_jobs() does, and of words of AWS in jobs
    that botocore does not know, such as a newer State: these are kept.
    """
    reading = read_account(
        source, account_id=account_id, region_name=region_name, shift_to_now=shift_to_now
    )
    warn_without_mock("load_account")
    set_at = calling_line()
    for remark in reading.remarks:
        warnings.warn_explicit(remark, BackupSummariesWarning, *set_at)
    return reading.store(set_at)


@dataclass(frozen=True)
class AccountReading:
    """Accounts of a document, ready to be stored. remarks: what is odd about them."""

    remarks: Sequence[str]
    _accounts: Sequence[tuple[AccountSections, Reading]]

    @property
    def regions(self) -> list[str]:
        """Where they are put."""
        return sorted({sections.key[1] for sections, _ in self._accounts})

    @property
    def account_ids(self) -> list[str]:
        """Whose they are then."""
        return sorted({sections.key[0] for sections, _ in self._accounts})

    @exclusive
    def store(self, loaded_by: SetAt) -> Mapping[str, int]:
        """Store all of it, or nothing; the number of rows of each section.

        loaded_by: the line that says so.
        """
        numbers = Counter[str]()
        are_jobs_stored = False
        for section in SECTIONS:
            if section.name in JOB_SECTIONS:
                for sections, reading in () if are_jobs_stored else self._accounts:
                    reading.store(loaded_by, leaves_points="RecoveryPoints" not in sections.rows)
                    numbers.update(reading.numbers)
                are_jobs_stored = True
                continue
            for sections, _ in self._accounts:
                rows = sections.rows.get(section.name)
                if rows is not None:
                    account_at(*sections.key).load(section.name, rows)
                    numbers[section.name] += len(rows)
        return {name: number for name, number in numbers.items() if number}


def read_account(
    source: Source | Pieces,
    *,
    account_id: str | None = None,
    region_name: str | None = None,
    shift_to_now: Shift = False,
) -> AccountReading:
    """Read and check a document of accounts, without storing them."""
    check_registered()
    check_arguments(account_id, region_name, shift_to_now)
    check_settings()
    names, to = MemberNames(), (account_id, region_name)
    with paused_collector(), not_nested_too_deeply("the document"):
        document = AccountDocument(source, names, to)
        shift = _shift(document.pages, shift_to_now) if shift_to_now else Seconds()
    accounts: list[tuple[AccountSections, Reading]] = []
    remarks: list[str] = []
    for own in document.keys:
        key = _key(own, to)
        sections = document.sections(own, key, shift)
        reading = read_jobs(
            sections.pages, account_id=key[0], region_name=key[1], shift_to_now=shift
        )
        remarks += reading.remarks
        accounts.append((sections, replace(reading, named_account=to)))
    remark = left_out(names, "load_account")
    return AccountReading([*([remark] if remark else []), *dict.fromkeys(remarks)], accounts)


def _shift(pages: Pages, shift_to_now: Shift) -> Seconds:
    """How many seconds later all dates are by which the newest job is shifted to now."""
    names, problems = MemberNames(), Problems(keeps_words=True)
    sources, _, _ = Document(pages, names, problems).lists()
    lists = list(lists_of(sources, {}, names, problems))
    return Seconds(shift_seconds(lists, timestamps.now(), shift_to_now))


def _key(own: StatedKey, to: StatedKey) -> AccountKey:
    return to[0] or own[0] or default_account(), str(to[1] or own[1])
