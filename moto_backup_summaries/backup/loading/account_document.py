"""Documents of accounts, as moto_backup_capture writes them: parts of sections of rows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from botocore.model import ListShape, Shape, StructureShape
from moto.utilities.utils import get_partition

from ..aws.account_sections import (
    ACCOUNT_ID,
    HEADER,
    HEADER_MEMBERS,
    JOB_SECTIONS,
    KNOWN_SECTIONS,
    REGION,
    VERSION,
    VERSION_MEMBER,
    Section,
)
from ..aws.account_shapes import row_members
from ..aws.arns import Arn, parsed
from ..aws.errors import BackupException, refusal
from ..aws.gate import Constraints, Reader
from ..aws.regions import REGION as ANY_REGION
from ..aws.regions import check_account_id, is_region
from ..kit.account_rows import AccountRow
from .job_columns import Row
from .json_texts import text_of, values_of
from .member_names import MemberNames
from .placement import AccountKey, StatedKey, moved_arn
from .source_rows import SourceFile, address_in_list
from .sources import Pages, Pieces, PlacedPage, Source, pieces_of

_ACCEPTED = (
    f'a document of moto_backup_capture: {{"{HEADER}": {{"{REGION}": …}}, "BackupVaults": […]}}'
)
_OF_BOTO3 = "ResponseMetadata"
# An ARN as far as its resource, or a pattern of them.
_ARN = re.compile(r"\barn:[a-z*-]+:[a-z0-9-]*:[a-z0-9*-]*:(?:[0-9]{12}|\*|):")
# A pattern of all that a service has.
_OF_SERVICE = re.compile(r"arn:[a-z-]+:([a-z0-9-]+:\*)")


class _AnyWord(Constraints):
    """What AWS has answered is accepted, words that are newer than botocore's model too."""

    def __init__(self) -> None:
        super().__init__("")

    def check(self, shape: Shape, value: Any, name: str, where: str) -> None:
        if "enum" not in shape.metadata:
            Reader().value(shape, value, where, name)


_READER = Reader(_AnyWord())


class Part(NamedTuple):
    """One object of a document. key: the account and region that it says it is of."""

    value: Row
    key: StatedKey
    file: SourceFile
    line: int
    where: str


class AccountSections(NamedTuple):
    """What a document has of one account and region: rows by section, and pages of jobs."""

    key: AccountKey
    rows: Mapping[str, Sequence[AccountRow]]
    pages: Pages


def is_part(value: object) -> bool:
    """Whether an object is a part of the document of an account."""
    return isinstance(value, Mapping) and HEADER in value


def parts_of(source: Source | Pieces) -> Iterator[Part]:
    """The parts of a source; raises ValueError for what is none."""
    for piece in pieces_of(source):
        file = SourceFile(piece.name)
        if piece.name is None:
            is_list = not isinstance(piece.value, Mapping)
            values = [(1, value) for value in (piece.value if is_list else [piece.value])]
        else:
            values = list(values_of(text_of(piece.content(), piece.name), piece.name))
        file.has_lines = piece.name is not None and len(values) > 1
        for number, (line, value) in enumerate(values):
            where = f"source[{number}]." if piece.name is None and len(values) > 1 else ""
            yield _part(value, file, line, where)


def _part(value: Any, file: SourceFile, line: int, where: str) -> Part:
    suffix = file.suffix(line)
    if not is_part(value):
        raise ValueError(
            refusal(f"{where.rstrip('.') or 'the document'}{suffix}", value, _ACCEPTED)
        )
    header, name = value[HEADER], f"{where}{HEADER}"
    if not isinstance(header, Mapping):
        raise ValueError(refusal(f"{name}{suffix}", header, "an object"))
    for member in header:
        if member not in HEADER_MEMBERS:
            accepted = ", ".join(HEADER_MEMBERS)
            raise ValueError(refusal(f"{name}{suffix}", member, accepted))
    if header.get(VERSION_MEMBER) != VERSION:
        told = f"{name}.{VERSION_MEMBER}{suffix}"
        raise ValueError(refusal(told, header.get(VERSION_MEMBER), str(VERSION)))
    account_id, region = header.get(ACCOUNT_ID), header.get(REGION)
    check_account_id(f"{name}.{ACCOUNT_ID}{suffix}", account_id)
    if not isinstance(region, str) or not is_region(region):
        raise ValueError(refusal(f"{name}.{REGION}{suffix}", region, ANY_REGION))
    return Part(value, (account_id or _account_of(value), region), file, line, where)


def _account_of(value: Any) -> str | None:
    """The account of the first ARN of AWS Backup, of a part that does not say it otherwise."""
    values = [value]
    for each in values:
        if isinstance(each, Mapping):
            values += each.values()
        elif isinstance(each, (list, tuple)):
            values += each
        elif isinstance(each, str) and each.startswith("arn:"):
            arn = parsed(each)
            if arn is not None and arn.service == "backup" and arn.account_id:
                return arn.account_id
    return None


class AccountDocument:
    """All that a source has of accounts. to: the account and region that it is loaded into, if they are said.

    Raises ValueError for what is wrong anywhere in it.
    """

    def __init__(self, source: Source | Pieces, names: MemberNames, to: StatedKey):
        self._names = names
        parts = list(parts_of(source))
        if not parts:
            raise ValueError(refusal("source", source, _ACCEPTED))
        known = {part.key[1]: part.key[0] for part in parts if part.key[0]}
        any_account = next(iter(known.values()), None)
        self._rows: dict[StatedKey, dict[str, list[AccountRow]]] = {}
        self._pages: dict[StatedKey, list[PlacedPage]] = {}
        for part in parts:
            account_id = part.key[0] or known.get(str(part.key[1])) or any_account
            self._add(part._replace(key=(account_id, part.key[1])), to)
        for name, number in (("account_id", 0), ("region_name", 1)):
            stated = sorted({str(key[number]) for key in self._rows})
            if to[number] is not None and len(stated) > 1:
                text = f"nothing for a document of several: {', '.join(stated)}"
                raise ValueError(refusal(name, to[number], text))

    @property
    def keys(self) -> list[StatedKey]:
        return list(self._rows)

    @property
    def pages(self) -> Pages:
        """The pages of jobs of all accounts."""
        return Pages([page for pages in self._pages.values() for page in pages])

    def sections(self, own: StatedKey, key: AccountKey, shift: float) -> AccountSections:
        """What it has of an account. shift: how many seconds later its dates are than the document says."""
        rows: Mapping[str, Sequence[AccountRow]] = self._rows[own]
        if shift:
            rows = {name: [row.later(shift) for row in each] for name, each in rows.items()}
        return AccountSections(key, rows, Pages(self._pages[own]))

    def _add(self, part: Part, to: StatedKey) -> None:
        rows = self._rows.setdefault(part.key, {})
        pages = self._pages.setdefault(part.key, [])
        suffix = part.file.suffix(part.line)
        sections = {name: value for name, value in part.value.items() if name != HEADER}
        accepted = {*KNOWN_SECTIONS, _OF_BOTO3}
        self._names.check(sections, accepted, lambda name: f"{part.where}{name}{suffix}")
        for name, value in sections.items():
            section = KNOWN_SECTIONS.get(name)
            if section is None:
                continue
            if name in JOB_SECTIONS:
                where = part.where.rstrip(".")
                pages.append(PlacedPage({name: value}, part.file, part.line, where))
            else:
                move = partial(moved, own=part.key, to=to) if any(to) else _as_it_is
                read = self._rows_of(section, value, part, move)
                rows.setdefault(name, []).extend(read)

    def _rows_of(
        self, section: Section, value: Any, part: Part, move: Callable[[Any], Any]
    ) -> Iterator[AccountRow]:
        suffix, name = part.file.suffix(part.line), f"{part.where}{section.name}"
        if not section.items:
            yield self._row(section, None, move(value), partial(_where, name, suffix))
            return
        if isinstance(value, (str, Mapping)) or not isinstance(value, Sequence):
            raise ValueError(refusal(f"{name}{suffix}", value, "a list"))
        address = address_in_list(name, part.file, part.line)
        for number, row in enumerate(value):
            yield self._row(section, None, move(row), partial(address, number))

    def _row(
        self, section: Section, outer: str | None, value: Any, where: Callable[[str], str]
    ) -> AccountRow:
        if not isinstance(value, Mapping):
            raise ValueError(refusal(where(""), value, "an object"))
        shapes = row_members(section.name, outer)
        inner_names = {inner.name: inner for inner in section.inner}
        self._names.check(value, {*shapes, *inner_names, _OF_BOTO3}, where)
        inner: dict[str, Sequence[AccountRow]] = {}
        for name, each in inner_names.items():
            rows = value.get(name)
            if rows is None:
                continue
            if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
                raise ValueError(refusal(where(name), rows, "a list"))
            inner[name] = [
                self._row(each, section.name, row, partial(_inner_where, where, name, number))
                for number, row in enumerate(rows)
            ]
        members = {
            name: self._member(shapes[name], member, where, name)
            for name, member in value.items()
            if name in shapes and member is not None
        }
        for name in section.required:
            if members.get(name) in (None, "") and name not in inner:
                raise ValueError(refusal(where(name), value.get(name), "what AWS Backup tells"))
        return AccountRow(members, where, inner)

    def _member(self, shape: Shape, value: Any, where: Callable[[str], str], name: str) -> Any:
        try:
            member = _READER.value(shape, value, where(name), name)
        except BackupException as error:
            raise ValueError(f"{where(name)}: {error.message}") from None
        self._note_unknown(shape, value, where(name))
        return member

    def _note_unknown(self, shape: Shape, value: Any, where: str) -> None:
        """Note the members of structures that botocore's model does not have."""
        if isinstance(shape, StructureShape):
            self._names.check(value, {*shape.members}, lambda name: f"{where}: {name}")
            for name in value.keys() & shape.members.keys():
                self._note_unknown(shape.members[name], value[name], where)
        elif isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
            for item in value:
                self._note_unknown(shape.member, item, where)


def _where(name: str, suffix: str, member: str) -> str:
    return name + (member and f".{member}") + suffix


def _inner_where(where: Callable[[str], str], list_name: str, number: int, name: str) -> str:
    return where(f"{list_name}[{number}]" + (name and f".{name}"))


def _as_it_is(value: Any) -> Any:
    return value


def moved(value: Any, own: StatedKey, to: StatedKey) -> Any:
    """A value with the ARNs and the ids of its own account and region moved to another one."""
    if isinstance(value, str):
        return _moved_text(value, own, to)
    if isinstance(value, Mapping):
        return {name: moved(each, own, to) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [moved(each, own, to) for each in value]
    return value


def _moved_text(text: str, own: StatedKey, to: StatedKey) -> str:
    if text == own[0] and to[0]:
        return to[0]
    of_service = _OF_SERVICE.fullmatch(text)
    if of_service and to[1]:
        return f"arn:{get_partition(to[1])}:{of_service[1]}"
    return _ARN.sub(partial(_moved_arn, own=own, to=to), text) if "arn:" in text else text


def _moved_arn(match: "re.Match[str]", own: StatedKey, to: StatedKey) -> str:
    return ":".join(("arn", *moved_arn(Arn.of(match[0]), own, to)))
