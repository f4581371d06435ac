"""The events inside AWS Backup: families react to them instead of importing each other.

A family publishes an event where it happens. Reactions run at once; what the world outside hears of each kind
of event is in publishing/table.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from .neighbours.resources import Resource
from .views import AccessedPoint, BackupIndex, JobBatch, JobView, PointView


class JobChanged(NamedTuple):
    """A job entered these states, each at its moment, one after the other.

    job: as it was after the last of them. was_loaded: whether it was loaded in these states.
    """

    job: JobView
    entered: Sequence[tuple[str, float]]
    was_loaded: bool = False


class JobEnded(NamedTuple):
    """A job has entered its last state; published behind the JobChanged that says so."""

    job: JobView
    moment: float


class JobsStored(NamedTuple):
    """Jobs were stored in their final states: loaded, or made by runs of a plan.

    kept_for: how many seconds after their creation their recovery points are deleted, or None if they stay.
        The jobs are then in the order of their creation.
    is_published: whether the world outside hears of them.
    is_listed: whether lists have the jobs, and not only their recovery points.
    final_state_only: whether only their last states are published, and no recovery points.
    leaves_points: whether they leave recovery points.
    """

    jobs: JobBatch
    kept_for: float | None
    is_published: bool
    is_listed: bool = True
    final_state_only: bool = False
    leaves_points: bool = True


class Target(NamedTuple):
    """A resource that a run of a plan backs up, and the role of its job."""

    resource: Resource
    role_arn: str


class RunsDue(NamedTuple):
    """The clock has reached runs of a plan's rule, for these resources.

    moments: of the runs, in order. now: when they are made, which may be later.
    created_by: of their jobs. backup_options: of their jobs, by resource type.
    """

    moments: Sequence[float]
    now: float
    rule: Mapping[str, Any]
    created_by: Mapping[str, Any]
    targets: Sequence[Target]
    backup_options: Mapping[str, Mapping[str, str]]


class RestoreTest(NamedTuple):
    """A recovery point that a restore test restores.

    job_id: of the job that is to do it. role_arn, metadata: its IamRoleArn and Metadata.
    """

    job_id: str
    point: PointView
    role_arn: str
    metadata: Mapping[str, str]


class RestoreTestsDue(NamedTuple):
    """The clock has reached a time of a restore testing plan.

    start_by: the moment by which its jobs have to start.
    """

    plan_arn: str
    moment: float
    start_by: float
    tests: Sequence[RestoreTest]


class RestoreValidated(NamedTuple):
    """Somebody has put the final result of a restore job's validation."""

    job: JobView


class PointChanged(NamedTuple):
    """A recovery point took on a status, or was deleted.

    point: as it was then.
    deleted_by: who deleted it, unless its lifecycle did.
    number: differs between events of one moment.
    """

    point: PointView
    status: str
    moment: float
    deleted_by: str | None = None
    number: int = 0


class PointsExpired(NamedTuple):
    """Recovery points of jobs that were stored together were deleted at the end of their lifecycle.

    changes: the deletion of each, made when somebody reads it.
    """

    changes: Iterable[PointChanged]


class LifecycleChanged(NamedTuple):
    """The lifecycle of a recovery point was changed."""

    point: PointView
    moment: float


class IndexChanged(NamedTuple):
    """The index of a recovery point is ACTIVE, has FAILED, or was DELETED.

    point, backup_index: as they were then. number: differs between events of one moment.
    """

    point: PointView
    backup_index: BackupIndex
    status: str
    moment: float
    number: int = 0


class AccessPointChanged(NamedTuple):
    """An access point to a recovery point took on a status, or was DELETED.

    vault_name: of the vault that the owner of the access point knows the recovery point by.
    created: when the access point was made.
    """

    arn: str
    point: AccessedPoint
    vault_name: str
    created: float
    status: str
    moment: float


class VaultChanged(NamedTuple):
    """A vault was CREATED, MODIFIED or DELETED.

    is_locked: whether it is locked now, if its lock was changed.
    number: differs between events of one moment.
    """

    name: str
    arn: str
    state: str
    moment: float
    is_locked: bool | None = None
    number: int = 0


class VaultDeleted(NamedTuple):
    """A vault goes, with what is kept of it; published behind the VaultChanged that says so."""

    name: str
    moment: float


class PlanChanged(NamedTuple):
    """A plan was CREATED, MODIFIED, which makes a version, or DELETED.

    number: differs between events of one moment.
    """

    plan_id: str
    arn: str
    version_id: str
    state: str
    moment: float
    number: int = 0


class SettingsChanged(NamedTuple):
    """An account changed which types of resource are backed up in a region.

    number: differs between events of one moment.
    """

    opt_in: Mapping[str, bool]
    moment: float
    number: int = 0


class OperationAnswered(NamedTuple):
    """An operation answers with these members; published only while nobody has requested loaded jobs."""

    operation: str
    members: Mapping[str, Any]


Event: TypeAlias = (
    JobChanged
    | JobEnded
    | JobsStored
    | RunsDue
    | RestoreTestsDue
    | RestoreValidated
    | PointChanged
    | PointsExpired
    | LifecycleChanged
    | IndexChanged
    | AccessPointChanged
    | VaultChanged
    | VaultDeleted
    | PlanChanged
    | SettingsChanged
    | OperationAnswered
)


class Publish(Protocol):
    """Lets whoever reads such events read these, at once."""

    def __call__(self, *events: Event) -> None: ...


# Events that nothing but a number tells apart while the clock stands still.
NUMBERED = (PointChanged, IndexChanged, VaultChanged, PlanChanged, SettingsChanged)
