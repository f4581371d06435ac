"""Reads an account, section by section and page by page, by ordinary read-only operations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import ClientError

from ..backup.aws import service_model
from ..backup.aws.account_sections import (
    ACCOUNT_ID,
    HEADER,
    JOB_SECTIONS,
    REGION,
    SECTIONS,
    VERSION,
    VERSION_MEMBER,
    Call,
    Section,
)
from ..backup.aws.account_shapes import row_members
from ..backup.loading.job_columns import in_columns

_OF_ORGANIZATION = "DescribeGlobalSettings"
_NOTHING: Mapping[str, Any] = MappingProxyType({})

Row = dict[str, Any]
Part = dict[str, Any]
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
# How services say that they do not have an operation.
_UNKNOWN = (
    *("UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented"),
    *("404", "405", "501"),
)
# A row has none of what is asked for, or is gone.
_ABSENT = ("ResourceNotFoundException",)
# What AWS says of a row that it does not tell more of.
_REFUSED = ("InvalidParameterValueException", "InvalidRequestException")


class Place(NamedTuple):
    """Where reading goes on, behind a page.

    section: that has the page. outer: the parameters that its list was asked for with.
    token: of the next page, or None where there is none.
    """

    section: str
    outer: Mapping[str, str]
    token: str | None


class PlaceGoneError(Exception):
    """Reading cannot go on at a place; says why."""


class AccountReader:
    """client: of AWS Backup in one region. account_id: whose it is, if that is known.

    days: how long ago the oldest job was created, or None.
    """

    def __init__(self, client: Any, account_id: str | None = None, days: float | None = None):
        self._client = client
        self._header = {VERSION_MEMBER: VERSION, REGION: client.meta.region_name}
        if account_id is not None:
            self._header[ACCOUNT_ID] = account_id
        self._since = None
        if days is not None:
            self._since = datetime.now(timezone.utc) - timedelta(days=days)
        self._rows_of: dict[str, list[Row]] = {}
        self._not_read: dict[tuple[str, str], str] = {}
        self._times = Counter[tuple[str, str]]()

    @property
    def not_read(self) -> list[str]:
        """What could not be read, with what AWS, or this botocore, says of it."""
        return [
            text if self._times[key] == 1 else f"{text} ({self._times[key]} times)"
            for key, text in self._not_read.items()
        ]

    def parts(
        self, what: Iterable[str], behind: Place | None = None
    ) -> Iterator[tuple[Part, Place]]:
        """Parts of a document for load_account(), each with rows of one section, those of jobs in columns.

        what: the words of the sections that are read. behind: a part that was read before, from which it goes
        on. Raises PlaceGoneError where it does not, and botocore's ClientError for what AWS refuses for
        another reason than that it is denied or not there, also after retries.
        """
        words = set(what)
        for section in SECTIONS:
            if section.what not in words or (behind and behind.section != section.name):
                continue
            if section.items:
                yield from self._parts_of_list(section, behind)
            elif behind is None:
                for answer in self.answers(section.listing, {}):
                    yield self._part(section, _members(answer)), Place(section.name, {}, None)
            behind = None

    def _parts_of_list(
        self, section: Section, behind: Place | None
    ) -> Iterator[tuple[Part, Place]]:
        is_written = behind is not None
        for rows, place in self._pages(section, behind):
            value = in_columns(rows) if section.name in JOB_SECTIONS else rows
            yield self._part(section, value), place
            is_written = True
        if not is_written and section.is_known and not self._was_refused(section.listing):
            # That there are none is told too.
            yield self._part(section, []), Place(section.name, {}, None)

    def _part(self, section: Section, value: Any) -> Part:
        return {HEADER: self._header, section.name: value}

    def _was_refused(self, call: Call) -> bool:
        return any(operation == call.operation for operation, _ in self._not_read)

    def _pages(self, section: Section, behind: Place | None) -> Iterator[tuple[list[Row], Place]]:
        """The rows of a section, a page each; those that others need are kept if they are all read."""
        if section.of_each is None:
            for rows, place in self._read_pages(section, {}, behind):
                yield rows, place
                if section.name not in JOB_SECTIONS and behind is None:
                    self._rows_of.setdefault(section.name, []).extend(rows)
            return
        outer_rows = [*filter(section.listing.is_asked, self._outer_rows(section.of_each))]
        if behind is not None:
            requests: list[Mapping[str, str]] = [*map(section.listing.request_of, outer_rows)]
            if behind.outer not in requests:
                raise PlaceGoneError(f"{behind.outer} is not there any more")
            outer_rows = outer_rows[requests.index(behind.outer) :]
        for outer in outer_rows:
            yield from self._read_pages(section, outer, behind)
            behind = None

    def _outer_rows(self, name: str) -> list[Row]:
        """The rows of a section, as far as a list tells them where they were not read yet."""
        if name not in self._rows_of:
            section = next(each for each in SECTIONS if each.name == name)
            answers = self.answers(section.listing, {}, section.parameters)
            self._rows_of[name] = [row for answer in answers for row in answer[section.items]]
        return self._rows_of[name]

    def _read_pages(
        self, section: Section, outer: Mapping[str, Any], behind: Place | None
    ) -> Iterator[tuple[list[Row], Place]]:
        if behind is not None and behind.token is None:
            return
        request = section.listing.request_of(outer)
        goes_on = {"NextToken": behind.token} if behind else {}
        for answer in self.answers(section.listing, outer, {**section.parameters, **goes_on}):
            listed: list[Row] = answer[section.items]
            if self._since is not None and section.name in JOB_SECTIONS:
                # Not every kind has a filter of its creation.
                listed = [row for row in listed if row["CreationDate"] >= self._since]
            if listed:
                place = Place(section.name, request, answer.get("NextToken"))
                yield _whole(section, [self._row(section, row) for row in listed]), place

    def _row(self, section: Section, item: Row) -> Row:
        """A row with what is asked of it, and its inner rows."""
        row = dict(item)
        for call in section.calls:
            for answer in self.answers(call, row, of_row=True):
                members = _members(answer.get(call.answer) or {} if call.answer else answer)
                tags = {**row.get("Tags", {}), **members.get("Tags", {})}
                row |= members
                if tags:
                    row["Tags"] = tags
        for inner in section.inner:
            if inner.is_known and inner.listing.is_asked(row):
                rows = [
                    self._inner_row(section, inner, inner.listing.request_of(row), each)
                    for answer in self.answers(inner.listing, row, of_row=True)
                    for each in answer[inner.items]
                ]
                row[inner.name] = _whole(inner, rows)
        return row

    def _inner_row(self, outer: Section, inner: Section, ids: Mapping[str, Any], item: Row) -> Row:
        """A row of a row. ids: of the outer one, which are parameters of what is asked of the inner one."""
        loaded = row_members(inner.name, outer.name)
        return {
            name: value
            for name, value in self._row(inner, {**ids, **item}).items()
            if name not in ids or name in loaded
        }

    def answers(
        self,
        call: Call,
        row: Mapping[str, Any],
        parameters: Mapping[str, Any] = _NOTHING,
        *,
        of_row: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """All pages of what an operation answers, or none where it is denied or not there.

        of_row: whether it is about a row, which may have nothing of that.
        """
        operation = call.operation
        if of_row and not call.is_asked(row):
            return
        if not service_model.knows(operation):
            self._note(operation, "", service_model.too_old_for(operation))
            return
        request = {**call.request_of(row), **parameters}
        shape: Any = service_model.operation(operation).input_shape
        if shape is not None and "MaxResults" in shape.members:
            request["MaxResults"] = shape.members["MaxResults"].metadata["max"]
        try:
            while True:
                answer = getattr(self._client, xform_name(operation))(**request)
                yield answer
                if not answer.get("NextToken"):
                    return
                request["NextToken"] = answer["NextToken"]
        except ClientError as error:
            token = parameters.get("NextToken")
            is_place = token is not None and request["NextToken"] == token
            self._note_error(operation, error, of_row=of_row, is_place=is_place)

    def _note_error(
        self, operation: str, error: ClientError, *, of_row: bool, is_place: bool
    ) -> None:
        """Note what is not read; raises an error where more than that is amiss.

        is_place: whether it is about a page that an earlier answer named. AWS does not say how long a
            NextToken is good for.
        """
        response: Any = error.response
        code = response["Error"]["Code"]
        if is_place and code in _REFUSED:
            raise PlaceGoneError(str(error)) from None
        # Only an organization's accounts have its settings.
        is_of_organization = operation == _OF_ORGANIZATION
        absent = (*_ABSENT, *_REFUSED) if is_of_organization else _ABSENT if of_row else ()
        if code in absent:
            return
        if code not in (*_DENIED, *_UNKNOWN, *(_REFUSED if of_row else ())):
            raise error
        self._note(operation, code, str(error))

    def _note(self, operation: str, code: str, text: str) -> None:
        self._not_read.setdefault((operation, code), text)
        self._times[operation, code] += 1


def _whole(section: Section, rows: list[Row]) -> list[Row]:
    """The rows of which so much could be read that they can be loaded."""
    return [row for row in rows if all(row.get(name) for name in section.required)]


def _members(answer: Mapping[str, Any]) -> Row:
    """The members of an answer without those of its page and of boto3."""
    return {
        name: value
        for name, value in answer.items()
        if name not in ("ResponseMetadata", "NextToken")
    }
