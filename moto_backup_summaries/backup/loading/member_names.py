"""The names that documents have: near ones are refused, others are left out, and told of once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from ..aws import service_model
from ..aws.account_shapes import row_members
from ..aws.job_kinds import KINDS, JobKind
from ..aws.spelling import did_you_mean, near_names
from .problems import Problems
from .source_rows import SourceRows

# What kinds of job have different words for, as attributes of JobKind.
_ROLES = ("id_member", "state", "resource", "vault", "recovery_point")
# What boto3 puts beside the members of every answer.
_OF_BOTO3 = "ResponseMetadata"
# Reports say where a job is beside its ARNs.
REGION = "Region"
# Of many unknown members only the first are looked for.
MOST_NAMED = 5
_NO_WORDS: Mapping[str, Sequence[str]] = {}


class MemberNames:
    """left_out: tell where members are that AWS Backup does not have, nor any that is near."""

    def __init__(self) -> None:
        self.left_out: list[Callable[[], str]] = []

    def check(
        self,
        names: Iterable[str],
        accepted: Collection[str],
        where: Callable[[str], str],
        words: Mapping[str, Sequence[str]] = _NO_WORDS,
    ) -> None:
        """Raise ValueError for a name that is near an accepted one; note others that are not accepted.

        where: tells where the first of a name is. words: accepted names by what else they may be called.
        """
        for name in sorted(set(names).difference(accepted), key=str):
            near = words.get(name) or near_names(str(name), accepted)
            if near:
                raise ValueError(f"Unknown member {where(name)}{did_you_mean(near)}")
            self.left_out.append(partial(where, name))

    def check_rows(
        self,
        names: Iterable[str],
        accepted: Collection[str],
        source: SourceRows,
        problems: Problems,
        *,
        words: Mapping[str, Sequence[str]] = _NO_WORDS,
        outer: str = "",
    ) -> None:
        """The same for names of rows. outer: of the structure that has the members."""
        for name in sorted(set(names).difference(accepted), key=str):
            near = words.get(name) or near_names(str(name), accepted)
            path = f"{outer}.{name}" if outer else name
            if not near:
                is_looked_for = len(self.left_out) < MOST_NAMED
                rows = rows_with(source, name, outer) if is_looked_for else iter(())
                first = next(rows, source.forgotten)
                self.left_out.append(partial(source.where, first, path))
                continue
            for row in rows_with(source, name, outer):
                where = source.where(row, path)
                source.refuse(problems, row, f"Unknown member {where}{did_you_mean(near)}")


@cache
def members_of_jobs(kind: JobKind) -> frozenset[str]:
    """What ListBackupJobs, DescribeBackupJob and a capture tell of a job."""
    described = service_model.operation(f"Describe{kind.title}Job").output_shape
    described_members = service_model.structure(described).members
    captured_members = row_members(kind.jobs_member)
    return frozenset({*captured_members, *described_members, REGION, _OF_BOTO3})


@cache
def words_of_other_kinds(kind: JobKind) -> Mapping[str, Sequence[str]]:
    """A kind's members by what other kinds of job call the same."""
    words: dict[str, list[str]] = {}
    for role in _ROLES:
        for other_kind in KINDS:
            word = getattr(other_kind, role)
            same = [getattr(kind, role), *(name for name in kind.arns if name.endswith(word))]
            words.setdefault(word, list(dict.fromkeys(same)))
    return words


@cache
def members_of_answers() -> frozenset[str]:
    """What the list operations and the summaries answer."""
    operations = [name for kind in KINDS for name in (kind.list_operation, kind.summary_operation)]
    shapes = [
        service_model.operation(name).output_shape
        for name in operations
        if service_model.knows(name)
    ]
    members = (service_model.structure(shape).members for shape in shapes)
    return frozenset({_OF_BOTO3}.union(*members))


def names_in(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return set().union(*rows)


def rows_with(source: SourceRows, name: str, outer: str = "") -> Iterator[int]:
    """The numbers of the rows that have a member of this name, or whose structure `outer` has."""
    for index, row in enumerate(source.rows, source.forgotten):
        members = (row.get(outer) or {}) if outer else row
        if isinstance(members, Mapping) and name in members:
            yield index
