"""BackupJobsBackend: moto's vaults and plans of one account and region, and their jobs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from threading import RLock
from typing import Any

from moto.backup.models import Vault, backup_backends
from moto.core.config import default_user_config
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.utilities.utils import get_partition

from .aws import checks, resource_types, service_model, timestamps
from .aws.errors import InvalidRequestException, ResourceNotFoundException
from .aws.job_kinds import BACKUP, COPY, KINDS, RESTORE, JobKind
from .aws.message_categories import upper_case_form
from .jobs import listing, summaries
from .jobs.columns import Batch
from .jobs.job import Job, Members
from .jobs.starts import STARTS, copy_jobs
from .jobs.store import JobStore
from .listing import parameters
from .listing.conditions import conditions_of
from .neighbours.organizations import management_account, organization_of, visible_accounts
from .plans.backend import PlansBackend
from .plans.runs import make_due_runs
from .recovery_points.store import RecoveryPoint, RecoveryPointStore
from .scenario.rules import Scenario
from .settings.settings import Settings
from .vaults.backend import ITEMS_PER_PAGE, LEAVE_RECOVERY_POINTS, Page, Parameters

SUMMARIES_PER_PAGE = 500
HOME_REGION = "us-east-1"
IDEMPOTENT_SECONDS = 3600
# How a job goes on when it is stopped.
ABORTION = ("ABORTING", "ABORTED")

# Held by every request: jobs move, are listed and leave recovery points in other regions under it.
lock = RLock()


def existing_backends() -> Iterator["BackupJobsBackend"]:
    """The backends that were used already; asking for another would create all regions of its account."""
    for of_account in list(backup_backends.values()):
        yield from list(of_account.values())  # type: ignore[misc]


def existing_backend(account_id: str, region: str) -> "BackupJobsBackend | None":
    of_account = backup_backends.get(account_id)
    return of_account.get(region) if of_account else None  # type: ignore[return-value]


def backend_of(account_id: str, region: str) -> "BackupJobsBackend":
    check_registered()
    return backup_backends[account_id][region]  # type: ignore[return-value]


def check_registered() -> None:
    """Raise RuntimeError where moto's backends are its own."""
    if backup_backends.backend is not BackupJobsBackend:
        raise RuntimeError("moto_backup_summaries is unregistered; call its register() first")


def current_scenario() -> Scenario:
    """What a test has said will happen; it is kept with moto's default account, for all accounts."""
    home = existing_backend(DEFAULT_ACCOUNT_ID, HOME_REGION)
    return home.scenario if home else Scenario()


def new_rules() -> Scenario:
    """The same, to put rules in."""
    return backend_of(DEFAULT_ACCOUNT_ID, HOME_REGION).scenario


def advance_jobs() -> float:
    """Let every job go as far as it is by moto's clock, and tell the clock's time."""
    now = timestamps.now()
    for backend in existing_backends():
        backend.advance(now)
    return now


class BackupJobsBackend(PlansBackend):
    """Moto's backend, with jobs and the recovery points that they leave.

    Parameters of its methods are keyed by their names in AWS's model. Answers are keyed so too, with
    times in seconds since 1970.
    """

    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.start_without_jobs()

    def reset(self) -> None:
        if self.scenario.clock is not None:
            self.scenario.clock.set_back()
        super().reset()

    def start_without_jobs(self) -> None:
        self.jobs = {kind.name: JobStore(kind) for kind in KINDS}
        self.recovery_points = RecoveryPointStore()
        self.settings = Settings(timestamps.now())
        self.scenario = Scenario()
        self._first_answers: dict[tuple[str, str], tuple[float, Members]] = {}
        self._copy_actions: dict[str, Sequence[Parameters]] = {}
        self.start_without_selections()

    @property
    def advanced_dynamodb(self) -> bool:
        """Whether AWS Backup manages the backups of DynamoDB fully here."""
        return self.settings.management["DynamoDB"]

    def forget_jobs(self) -> None:
        """Leave only what moto itself would have."""
        del self.jobs, self.recovery_points, self.settings, self.scenario
        del self._first_answers, self._copy_actions
        self.forget_selections()
        for vault in self.vaults.values():
            vault.num_of_recovery_points = 0
            vars(vault).pop("number_of_recovery_points", None)

    def advance(self, now: float) -> None:
        """Let plans, jobs and recovery points go as far as they are by now."""
        # All of this is asked of every account at every request.
        if self.runs and self.runs[0].moment <= now:
            make_due_runs(self, now)
        self.advance_jobs(now)

    def advance_jobs(self, now: float) -> None:
        """Let jobs and recovery points alone go as far as they are by now."""
        for store in self.jobs.values():
            for job in store.advance(now) if store.moving else ():
                self.keep_recovery_point(job)
                if job.kind is BACKUP:
                    self._copy(job)
        self.recovery_points.expire(now, self.tagger)

    def has_outcomes(self) -> bool:
        """Whether a test has said how any jobs end."""
        return bool(current_scenario().outcomes)

    def begin(self, kind: JobKind, jobs: Sequence[Job]) -> None:
        """Let new jobs go their way, which a test may have said."""
        for job in jobs:
            current_scenario().decide(job, self.account_id, self.region_name)
        self.jobs[kind.name].add(jobs)

    def copy_when_complete(self, job_id: str, actions: Sequence[Parameters]) -> None:
        """Copy what a backup job leaves, by the copy actions of the rule that made it."""
        self._copy_actions[job_id] = actions

    def _copy(self, job: Job) -> None:
        actions = self._copy_actions.pop(job.id, ())
        if job.state not in LEAVE_RECOVERY_POINTS:
            return
        origin = {"CreatedBy": job.members["CreatedBy"]} if actions else {}
        for action in actions:
            point = self.recovery_points.get(
                job.members["BackupVaultName"], job.members["RecoveryPointArn"]
            )
            assert point is not None
            request = {**action, "IamRoleArn": job.members["IamRoleArn"]}
            moment = job.members["CompletionDate"]
            self.begin(COPY, copy_jobs(self, point, request, moment, origin))

    def load(self, batch: Batch) -> None:
        """Add jobs as they are."""
        self.jobs[batch.kind.name].add_batch(batch)
        self.keep_recovery_points(batch)

    def start(self, operation: str, request: Parameters) -> Members:
        """Start what the operation asks for; the same IdempotencyToken within the hour starts nothing."""
        started = STARTS[operation](self, request)
        now = timestamps.now()
        token = request.get("IdempotencyToken")
        moment, first_answer = self._first_answers.get((operation, token or ""), (0.0, None))
        if first_answer is not None and now < moment + IDEMPOTENT_SECONDS:
            return first_answer
        self.begin(started.kind, started.jobs)
        self.advance(now)
        if token:
            self._first_answers[operation, token] = now, started.answer
        return started.answer

    def vault_at(self, arn: str) -> Vault:
        """The vault of an ARN, of whichever account and region."""
        place = checks.vault("DestinationBackupVaultArn", arn)
        backend = existing_backend(place.account_id, place.region)
        if backend is None:
            raise ResourceNotFoundException(f"Backup vault {arn} not found")
        return backend.vault(place.name)

    def children_of(self, point: RecoveryPoint) -> list[RecoveryPoint]:
        """The recovery points that a composite one is made of."""
        if not point.is_composite:
            return []
        in_vault = self.recovery_points.within(point.vault_name)
        return [other for other in in_vault if other.parent_arn == point.arn]

    def stop_backup_job(self, job_id: str) -> None:
        job = self.job(BACKUP, job_id)
        if job.is_final or job.state == ABORTION[0]:
            raise InvalidRequestException(
                f"Backup job {job_id} is {job.state}; only CREATED, PENDING and RUNNING jobs can be stopped"
            )
        resource_type = resource_types.BY_NAME.get(job.members["ResourceType"])
        if resource_type and not resource_type.stoppable:
            raise InvalidRequestException(f"Backup jobs of {resource_type.name} cannot be stopped")
        now = timestamps.now()
        self.jobs[BACKUP.name].redirect(job, ABORTION, now)
        self.advance(now)

    def describe_job(self, kind: JobKind, job_id: str) -> Members:
        """A job's members. Each look counts where moto's transition counts them."""
        job = self.job(kind, job_id)
        children = self.jobs[kind.name].children(job_id)
        for member_of_family in (*children, job):
            if member_of_family.progress is not None:
                member_of_family.progress.advance()
        self.advance(timestamps.now())
        if not job.members.get("IsParent"):
            return job.members
        return {**job.members, "ChildJobsInState": Counter(child.state for child in children)}

    def list_jobs(self, kind: JobKind, request: Parameters, operation: str | None = None) -> Page:
        """A page of jobs, newest first, and the token of the next.

        operation: what lists them, if not the list operation of their kind.
        """
        operation = operation or kind.list_operation
        most = parameters.max_results(request, ITEMS_PER_PAGE)
        query = self.query(operation, request)
        conditions = conditions_of(operation, kind.filters, query.filters)
        stores = self._stores(kind, query.filters.get("ByAccountId"))
        days = kind.listed_days
        listed = listing.newest_first(
            [(backend.account_id, store) for _, backend, store in stores],
            conditions,
            query.after,
            timestamps.FIRST if days is None else query.asked_at - days * timestamps.DAY,
        )
        return query.page(((place, job.members) for place, job in listed), most)

    def describe_global_settings(self) -> Members:
        settings = self._global_settings(organization_of(self.account_id, self.region_name))
        return {
            "GlobalSettings": settings.global_settings,
            "LastUpdateTime": settings.global_update_time,
        }

    def update_global_settings(self, request: Parameters) -> None:
        organization = organization_of(self.account_id, self.region_name)
        settings = self._global_settings(organization)
        if management_account(organization) != self.account_id:
            raise InvalidRequestException(
                f"Account {self.account_id} is not the management account of its organization"
            )
        settings.update_global(request, timestamps.now())

    def _global_settings(self, organization: Any | None) -> Settings:
        """An organization's settings, which are those of its management account's main region."""
        if organization is None:
            raise InvalidRequestException(
                f"Account {self.account_id} is not a member of an organization"
            )
        main_region = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
        region = main_region.get(get_partition(self.region_name), "us-east-1")
        return backend_of(management_account(organization), region).settings

    def copy_refusal(self, account_id: str) -> str | None:
        """Why AWS Backup would not copy to a vault of this account, or None."""
        if account_id == self.account_id:
            return None
        ours = organization_of(self.account_id, self.region_name)
        if ours is None or ours is not organization_of(account_id, self.region_name):
            return f"Access denied: account {account_id} is not in the organization"
        if self._global_settings(ours).global_settings["isCrossAccountBackupEnabled"] != "true":
            return "Cross-account copy is not enabled for the organization"
        return None

    def put_restore_validation_result(self, request: Parameters) -> None:
        checks.required(request, ("RestoreJobId", "ValidationStatus"))
        job = self.job(RESTORE, request["RestoreJobId"])
        accepted = service_model.enum("PutRestoreValidationResult", "ValidationStatus")
        checks.one_of("ValidationStatus", request["ValidationStatus"], accepted)
        if job.state != "COMPLETED":
            raise InvalidRequestException(
                f"Restore job {job.id} is {job.state}; only COMPLETED ones can be validated"
            )
        for name in ("ValidationStatus", "ValidationStatusMessage"):
            job.members[name] = request.get(name)

    def list_job_summaries(
        self, kind: JobKind, request: Parameters
    ) -> tuple[list[Members], str, str | None]:
        """A page of rows, the AggregationPeriod in force, and the token of the next page."""
        most = parameters.max_results(request, SUMMARIES_PER_PAGE)
        query = self.query(kind.summary_operation, request)
        parameters.check_summary_filters(kind.summary_operation, query.filters)
        period = query.filters.get("AggregationPeriod", summaries.DEFAULT_PERIOD)
        windows = summaries.buckets(period, timestamps.day_of(query.asked_at), _includes_today())
        dimensions = list(kind.dimensions)
        rows = summaries.summarize(
            self._counts(kind, query.filters.get("AccountId"), windows),
            windows,
            dimensions,
            _summary_filters(query.filters),
            query.after,
        )
        page, token = query.page(rows, most)
        wired = [dict(summaries.wire(row, dimensions, self.region_name)) for row in page]
        return wired, period, token

    def _counts(
        self, kind: JobKind, account_id: str | None, windows: list[summaries.Bucket]
    ) -> Iterator[tuple[str, int, summaries.Combination, int]]:
        for shown, _, store in self._stores(kind, account_id):
            for day, combination, number in store.counts(windows[0].start, windows[-1].end):
                yield shown, day, combination, number

    def _stores(
        self, kind: JobKind, account_id: str | None
    ) -> Iterator[tuple[str, "BackupJobsBackend", JobStore]]:
        """The stores that this account may see, each with the AccountId that its rows show."""
        for visible, shown in visible_accounts(
            self.account_id, self.region_name, account_id
        ).items():
            backend = existing_backend(visible, self.region_name)
            if backend is not None:
                yield shown, backend, backend.jobs[kind.name]

    def job(self, kind: JobKind, job_id: str) -> Job:
        job = self.jobs[kind.name].get(job_id)
        if job is None:
            raise ResourceNotFoundException(f"{kind.title} job {job_id} not found")
        return job


def _includes_today() -> bool:
    config: Mapping[str, Any] = default_user_config.get("backup", {})  # type: ignore[assignment]
    return bool(config.get("include_today", True))


def _summary_filters(filters: Mapping[str, str]) -> dict[str, str]:
    """The filters as they compare: the category in upper case."""
    compared = dict(filters)
    if "MessageCategory" in compared and compared["MessageCategory"] not in parameters.WORDS:
        compared["MessageCategory"] = upper_case_form(compared["MessageCategory"])
    return compared
