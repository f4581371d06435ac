"""What may be given to load_jobs(): documents, reports and events, told apart by what is in them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from .. import timestamps
from ..aws.account_sections import HEADER
from ..aws.errors import refusal, shown
from ..aws.job_kinds import ALL_KINDS, KINDS, JobKind
from .event_archives import WRAPPED, Event, JobHistory, is_event, jobs_of, time_of, wrapped_texts
from .job_columns import Row, are_in_columns, column_rows
from .json_texts import FROM_AWS, text_of, values_of
from .member_names import MemberNames, members_of_answers
from .printed_lists import PrintedList, printed_list
from .problems import Problems
from .report_files import ITEMS, is_csv, job_of, kind_of, period_end, table_of
from .rows import JobList
from .source_rows import (
    Address,
    LinesOfRows,
    SourceFile,
    SourceRows,
    address_in_list,
    chosen_address,
    event_address,
)
from .sources import ACCEPTED, Pages, Piece, Pieces, Source, not_nested_too_deeply, pieces_of

EVENTS = "events"
# The lists of a document, with the kind of job.
LISTS: Mapping[str, JobKind] = {
    member: kind for kind in ALL_KINDS for member in (kind.jobs_member, kind.summaries_member)
}

_ITEM = 'a page, an event or a job with its id; a list of jobs goes into {"BackupJobs": […]}, or the like'
_REPORTED = "a row of a report of jobs, with backupJobId or the like"


class Document:
    """All that a source holds.

    arguments: what may be beside the lists of a document.
    progress: is called with the number of rows that have been read, from time to time.
    forgets_rows: whether the rows of a long list go into `read_lists` at once, and are not kept as they came.
    """

    def __init__(
        self,
        source: Source | Pages | Pieces,
        names: MemberNames,
        problems: Problems,
        arguments: Collection[str] = (),
        progress: Callable[[int], None] = lambda number: None,
        *,
        forgets_rows: bool = False,
    ) -> None:
        self.read_lists: dict[str, JobList] = {}
        self._progress = progress
        self._forgets_rows = forgets_rows
        self._names = names
        self._problems = problems
        self._accepted = {*LISTS, *members_of_answers(), *WRAPPED, *arguments}
        self._lists: dict[str, SourceRows] = {}
        self._reported: dict[str, list[tuple[str, Row, Address, int]]] = {}
        self._events: list[Event] = []
        self._addresses_of_events: list[str] = []
        for page in source.pages if isinstance(source, Pages) else ():
            self._add_page(*page)
        for piece in () if isinstance(source, Pages) else pieces_of(source):
            with not_nested_too_deeply(piece.name or "the document"):
                self._read(piece)
            self._tell_progress()
        self._choose_latest_of_reports()

    def _tell_progress(self) -> None:
        self._progress(sum(map(len, self._lists.values())) + len(self._events))

    def _read(self, piece: Piece) -> None:
        file = SourceFile(piece.name)
        if piece.name is None:
            self._add(piece.value, file, 1, "")
            return
        blocks = piece.blocks()
        first_block = next(blocks, b"")
        members = [kind.jobs_member for kind in KINDS]
        printed = printed_list(members, first_block, blocks) if self._forgets_rows else None
        if printed is not None:
            values = self._read_printed(printed, file)
        else:
            text = text_of(first_block + b"".join(blocks), piece.name)
            if is_csv(text):
                self._add_csv(text, file)
                return
            values = values_of(text, piece.name)
        for number, (line, value) in enumerate(values, 0 if printed is None else 1):
            file.has_lines = number > 0
            self._add(value, file, line, "")

    def _read_printed(self, printed: PrintedList, file: SourceFile) -> Iterator[tuple[int, Any]]:
        """Read the rows of a long list and forget them; the values behind the document that has it."""
        member = printed.member
        for rows in printed.parts():
            self._add_page({member: rows}, file, 1, "")
            file.read[member] += len(rows)
            source = self._list(member)
            if member in self.read_lists:
                self.read_lists[member].read()
            else:
                self.read_lists[member] = JobList(
                    LISTS[member], source, self._names, self._problems
                )
            source.forget()
            self._tell_progress()
        values = printed.rest(str(file.name))
        line, document = next(values)
        self._add_object(document, file, line, "")
        file.read.clear()
        return values

    def _add(self, value: Any, file: SourceFile, line: int, where: str) -> None:
        """Add what a value holds. where: it stands in its file, such as `[3]` in a list."""
        if isinstance(value, Mapping):
            self._add_object(value, file, line, where)
        elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and not where:
            if not value:
                self._refuse(value, file)
            begin = "source" if file.name is None else ""
            for index, item in enumerate(value):
                self._add(item, file, line, f"{begin}[{index}]")
        else:
            self._refuse(value, file)

    def _refuse(self, value: object, file: SourceFile) -> None:
        if file.name is None:
            raise ValueError(refusal("source", value, ACCEPTED))
        raise ValueError(
            f"{file.name} does not contain a JSON object but {shown(value)}; load_jobs accepts {ACCEPTED}"
        )

    def _add_object(
        self, value: Mapping[str, Any], file: SourceFile, line: int, where: str
    ) -> None:
        if HEADER in value:
            place = self._where(where or "the document", file, line)
            raise ValueError(f"{place} is of a whole account; load_account() loads it")
        if is_event(value):
            self._add_event(value, self._where(where or "the event", file, line))
        elif ITEMS in value:
            self._add_report(value[ITEMS], file, line, where)
        elif LISTS.keys() & value.keys() or self._add_wrapped(value, file, line):
            self._add_page(value, file, line, where)
        elif (job := _single_job(value)) is not None:
            kind, row = job
            self._add_single(kind, row, file, line, where)
        elif where:
            self._problems.refuse_value(self._where(where, file, line), value, _ITEM)
        else:
            self._add_page(value, file, line, where)

    def _where(self, where: str, file: SourceFile, line: int) -> str:
        return f"{where}{file.suffix(line)}"

    def _add_event(self, event: Event, address: str) -> None:
        try:
            time_of(event)
        except ValueError:
            self._problems.refuse_value(
                f"time of {address}", event.get("time"), timestamps.ACCEPTED
            )
        else:
            self._events.append(event)
            self._addresses_of_events.append(address)

    def _add_single(self, kind: JobKind, row: Row, file: SourceFile, line: int, where: str) -> None:
        rows = self._list(kind.jobs_member)
        if where or file.name is None:
            said, suffix = where or kind.jobs_member, file.suffix(line)
            rows.extend([row], lambda _, name: (f"{said}.{name}" if name else said) + suffix)
        else:
            rows.append(row, file, line)

    def _list(self, member: str) -> SourceRows:
        return self._lists.setdefault(member, SourceRows(member))

    def _add_page(self, page: Mapping[str, Any], file: SourceFile, line: int, where: str) -> None:
        """Add the lists of an answer of a list operation, or of several."""
        prefix = f"{where}." if where else ""
        self._names.check(page, self._accepted, lambda name: f"{prefix}{name}{file.suffix(line)}")
        if not (LISTS.keys() | WRAPPED.keys()) & page.keys():
            has = f"it has {shown(list(page))}" if page else "it is empty"
            place = self._where("the document", file, line)
            raise ValueError(f"{place} has none of {', '.join(LISTS)}; {has}; {FROM_AWS}")
        for member in LISTS:
            if member in page:
                address = address_in_list(f"{prefix}{member}", file, line, file.read[member])
                rows = self._rows_of(page[member], f"{prefix}{member}{file.suffix(line)}", address)
                if rows:
                    self._list(member).extend(rows, address)

    def _rows_of(self, rows: Any, where: str, address: Address) -> Sequence[Row]:
        if are_in_columns(rows):
            return column_rows(rows, where)
        if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
            raise ValueError(refusal(where, rows, "a list"))
        if all(issubclass(row_type, Mapping) for row_type in set(map(type, rows))):
            return rows
        for index, row in enumerate(rows):
            if not isinstance(row, Mapping):
                self._problems.refuse_value(address(index, ""), row, "an object")
        return [row for row in rows if isinstance(row, Mapping)]

    def _add_wrapped(self, document: Mapping[str, Any], file: SourceFile, line: int) -> bool:
        """Add the events that a queue, a topic or a log holds; whether the document may have some."""
        for member in WRAPPED.keys() & document.keys():
            if not isinstance(document[member], list):
                place = self._where(member, file, line)
                raise ValueError(refusal(place, document[member], "a list"))
        for where, held in wrapped_texts(document):
            place = self._where(where, file, line)
            values = (
                [held]
                if isinstance(held, Mapping)
                else [each for _, each in values_of(str(held), place)]
            )
            for value in values:
                if isinstance(value, Mapping) and is_event(value):
                    self._add_event(value, place)
                else:
                    self._problems.refuse_value(place, value, "an event of EventBridge")
        return bool(WRAPPED.keys() & document.keys())

    def _add_report(self, items: Any, file: SourceFile, line: int, where: str) -> None:
        prefix = f"{where}.{ITEMS}" if where else ITEMS
        address = address_in_list(prefix, file, line)
        rows = self._rows_of(items, f"{prefix}{file.suffix(line)}", address)
        for number, item in enumerate(rows):
            kind = kind_of(item)
            if kind is None:
                self._problems.refuse_value(address(number, ""), item, _REPORTED)
            else:
                self._report(kind, item, address, number)

    def _add_csv(self, text: str, file: SourceFile) -> None:
        table = table_of(text, str(file.name), self._names, self._problems)
        address = LinesOfRows(file, table.heads)
        address.lines = table.lines
        for number, item in enumerate(table.items):
            self._report(table.kind, item, address, number)

    def _report(self, kind: JobKind, item: Row, address: Address, number: int) -> None:
        reported = self._reported.setdefault(kind.jobs_member, [])
        reported.append((period_end(item), job_of(kind, item), address, number))

    def _choose_latest_of_reports(self) -> None:
        """Add each job of reports once: as the report of the latest period tells it that says most of it."""
        for member, reported in self._reported.items():
            id_member = LISTS[member].id_member
            latest: dict[str, tuple[str, int, Address]] = {}
            for end, job, address, _ in reported:
                job_id = str(job.get(id_member))
                if job_id not in latest or (end, len(job)) > latest[job_id][:2]:
                    latest[job_id] = (end, len(job), address)
            chosen = [
                (end, job, address, number)
                for end, job, address, number in reported
                if id_member not in job or address is latest[str(job[id_member])][2]
            ]
            addresses = [(address, number) for _, _, address, number in chosen]
            self._list(member).extend(
                [job for _, job, _, _ in chosen], partial(chosen_address, addresses)
            )

    def as_members(self) -> dict[str, Any]:
        """What it holds as one document, for a server."""
        document: dict[str, Any] = {member: [*rows.rows] for member, rows in self._lists.items()}
        if self._events:
            document[EVENTS] = self._events
        # An empty list is a document, and an empty object is none.
        return document or {KINDS[0].jobs_member: []}

    def lists(self) -> tuple[dict[str, SourceRows], dict[str, Mapping[int, JobHistory]], int]:
        """The rows of each list; what events say of those that come from events; and how many say nothing."""
        jobs, other_events = jobs_of(self._events)
        histories: dict[str, Mapping[int, JobHistory]] = {}
        lists = {member: rows for member, rows in self._lists.items() if len(rows)}
        for kind in KINDS:
            of_kind = [(number, job) for number, job in jobs if job.kind is kind]
            if not of_kind:
                continue
            rows = lists.setdefault(kind.jobs_member, SourceRows(kind.jobs_member))
            first = len(rows)
            addresses = [self._addresses_of_events[number] for number, _ in of_kind]
            rows.extend([job.members for _, job in of_kind], partial(event_address, addresses))
            histories[kind.jobs_member] = {
                first + index: job for index, (_, job) in enumerate(of_kind)
            }
        in_order = {member: lists[member] for member in LISTS if member in lists}
        return in_order, histories, other_events


def document_of(source: Pieces, problems: Problems) -> Mapping[str, Any]:
    """One document of all that a source holds, as JSON has it but for its dates."""
    first, *others = source.pieces
    if not others and isinstance(first.value, Mapping) and LISTS.keys() & first.value.keys():
        return first.value
    return Document(source, MemberNames(), problems).as_members()


def _single_job(value: Mapping[str, Any]) -> tuple[JobKind, Row] | None:
    """The job that an object is, or that the answer of a Describe operation has."""
    for kind in ALL_KINDS:
        inner = value.get(f"{kind.title}Job")
        if isinstance(inner, Mapping):
            return kind, inner
        if kind.id_member in value:
            return kind, value
    return None
