"""BackupJobsBackend: moto's vaults and plans of one account and region, and their jobs."""

from collections.abc import Iterator, Mapping, Sequence
from threading import RLock
from typing import Any

from moto.backup.models import BackupBackend, Vault, backup_backends
from moto.core.config import default_user_config

from . import checks, jobs, listing, parameters, resource_types, summaries, timestamps
from .exceptions import InvalidRequestException, ResourceNotFoundException
from .job_store import JobStore
from .jobs import BACKUP, KINDS, Job, JobKind, Members
from .message_categories import upper_case_form
from .paging import query_of
from .recovery_points import RecoveryPointStore
from .visibility import visible_accounts

Parameters = Mapping[str, Any]

SUMMARIES_PER_PAGE = 500
JOBS_PER_PAGE = 1000
DEFAULT_START_WINDOW = 480
IDEMPOTENT_SECONDS = 3600
MINUTE = 60
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
    backend = backup_backends[account_id][region]
    if not isinstance(backend, BackupJobsBackend):
        raise RuntimeError("moto_backup_summaries is unregistered; call its register() first")
    return backend


def advance_jobs() -> float:
    """Let every job go as far as it is by moto's clock, and tell the clock's time."""
    now = timestamps.now()
    for backend in existing_backends():
        backend.advance(now)
    return now


class BackupJobsBackend(BackupBackend):
    """Moto's backend, with jobs and the recovery points that they leave.

    Parameters of its methods are keyed by their names in AWS's model. Answers are keyed so too, with
    times in seconds since 1970.
    """

    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.start_without_jobs()

    def start_without_jobs(self) -> None:
        self.jobs = {kind.name: JobStore(kind) for kind in KINDS}
        self.recovery_points = RecoveryPointStore()
        self._first_answers: dict[tuple[str, str], tuple[float, Members]] = {}

    def forget_jobs(self) -> None:
        """Leave only what moto itself would have."""
        del self.jobs, self.recovery_points, self._first_answers
        for vault in self.vaults.values():
            vault.num_of_recovery_points = 0
            vars(vault).pop("number_of_recovery_points", None)

    def advance(self, now: float) -> None:
        for store in self.jobs.values():
            for job in store.advance(now):
                self.keep_recovery_point(job)

    def keep_recovery_point(self, job: Job) -> None:
        """Put what a COMPLETED job leaves into its vault, which may be of another region or account."""
        if job.state != "COMPLETED" or job.kind.recovery_point is None:
            return
        vault_arn, arn = (job.members.get(member) for member in job.kind.recovery_point)
        place = resource_types.Arn.parse(vault_arn or "")
        if place and arn:
            backend = backend_of(place.account_id, place.region)
            name = place.name
            vault = backend.vaults.get(name) or backend.create_backup_vault(name, {}, "", "")
            number = backend.recovery_points.add(name, arn, job)
            # moto renders a vault by either name, by the operation.
            vault.num_of_recovery_points = number
            vault.number_of_recovery_points = number  # type: ignore[attr-defined]

    def delete_backup_vault(self, backup_vault_name: str) -> None:
        number = self.recovery_points.number_in(backup_vault_name)
        if number:
            raise InvalidRequestException(
                f"Backup vault {backup_vault_name} cannot be deleted: it has {number} recovery points"
            )
        super().delete_backup_vault(backup_vault_name)

    def load(self, kind: JobKind, loaded: Sequence[Job]) -> None:
        """Add jobs as they are."""
        self.jobs[kind.name].add(loaded)
        for job in loaded:
            self.keep_recovery_point(job)

    def start_backup_job(self, request: Parameters) -> Members:
        checks.required(request, ("BackupVaultName", "ResourceArn", "IamRoleArn"))
        vault = self._vault(request["BackupVaultName"])
        arn, resource_type = checks.resource(
            "ResourceArn", request["ResourceArn"], self.region_name
        )
        checks.role(request)
        checks.windows(request)
        checks.lifecycle(request.get("Lifecycle"))
        earlier = self._first_answer("StartBackupJob", request)
        if earlier:
            return earlier
        now = timestamps.now()
        members = {
            "BackupJobId": resource_types.new_id(),
            "AccountId": self.account_id,
            "BackupVaultName": vault.backup_vault_name,
            "BackupVaultArn": vault.backup_vault_arn,
            "EncryptionKeyArn": vault.encryption_key_arn,
            "RecoveryPointArn": resource_types.new_recovery_point_arn(
                resource_type,
                request["ResourceArn"],
                region=self.region_name,
                account_id=self.account_id,
            ),
            "RecoveryPointLifecycle": request.get("Lifecycle"),
            "ResourceArn": request["ResourceArn"],
            "ResourceName": arn.name,
            "ResourceType": resource_type.name,
            "IamRoleArn": request["IamRoleArn"],
            "BackupOptions": request.get("BackupOptions"),
            "BackupSizeInBytes": 0,
            "BytesTransferred": 0,
            "InitiationDate": now,
            "StartBy": now + MINUTE * request.get("StartWindowMinutes", DEFAULT_START_WINDOW),
            "IsParent": False,
        }
        job = self._start(BACKUP, members, now)
        answer = {"BackupJobId": job.id, "CreationDate": job.created, "IsParent": False}
        if resource_type.arn_at_start:
            answer["RecoveryPointArn"] = job.members["RecoveryPointArn"]
        return self._remember("StartBackupJob", request, answer, now)

    def stop_backup_job(self, job_id: str) -> None:
        job = self._job(BACKUP, job_id)
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
        job = self._job(kind, job_id)
        if job.progress is not None:
            job.progress.advance()
            self.advance(timestamps.now())
        return job.members

    def list_jobs(self, kind: JobKind, request: Parameters) -> tuple[list[Members], str | None]:
        """A page of jobs, newest first, and the token of the next."""
        most = parameters.max_results(request, JOBS_PER_PAGE)
        query = query_of(
            kind.list_operation, self.account_id, self.region_name, request, timestamps.now()
        )
        passes = listing.matching(kind, query.filters)
        stores = self._stores(kind, query.filters.get("ByAccountId"))
        listed = listing.newest_first(
            [(backend.account_id, store) for _, backend, store in stores],
            query.after,
            query.asked_at,
        )
        page, token = query.page(((place, job) for place, job in listed if passes(job)), most)
        return [job.members for job in page], token

    def list_job_summaries(
        self, kind: JobKind, request: Parameters
    ) -> tuple[list[Members], str, str | None]:
        """A page of rows, the AggregationPeriod in force, and the token of the next page."""
        most = parameters.max_results(request, SUMMARIES_PER_PAGE)
        query = query_of(
            kind.summary_operation, self.account_id, self.region_name, request, timestamps.now()
        )
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
        for visible, shown in visible_accounts(self.account_id, account_id).items():
            backend = existing_backend(visible, self.region_name)
            if backend is not None:
                yield shown, backend, backend.jobs[kind.name]

    def _vault(self, name: str) -> Vault:
        vault = self.vaults.get(name)
        if vault is None:
            raise ResourceNotFoundException(f"Backup vault {name} not found")
        return vault

    def _job(self, kind: JobKind, job_id: str) -> Job:
        job = self.jobs[kind.name].get(job_id)
        if job is None:
            raise ResourceNotFoundException(f"{kind.title} job {job_id} not found")
        return job

    def _start(self, kind: JobKind, members: Members, now: float) -> Job:
        job = jobs.new_job(kind, members, now)
        self.jobs[kind.name].add([job])
        self.advance(now)
        return job

    def _first_answer(self, operation: str, request: Parameters) -> Members | None:
        """What the same IdempotencyToken was answered within the hour."""
        moment, answer = self._first_answers.get(
            (operation, request.get("IdempotencyToken", "")), (float("-inf"), None)
        )
        return answer if timestamps.now() < moment + IDEMPOTENT_SECONDS else None

    def _remember(
        self, operation: str, request: Parameters, answer: Members, now: float
    ) -> Members:
        token = request.get("IdempotencyToken")
        if token:
            self._first_answers[operation, token] = now, answer
        return answer


def _includes_today() -> bool:
    config: Mapping[str, Any] = default_user_config.get("backup", {})  # type: ignore[assignment]
    return bool(config.get("include_today", True))


def _summary_filters(filters: Mapping[str, str]) -> dict[str, str]:
    """The filters as they compare: the category in upper case."""
    compared = dict(filters)
    if "MessageCategory" in compared and compared["MessageCategory"] not in parameters.WORDS:
        compared["MessageCategory"] = upper_case_form(compared["MessageCategory"])
    return compared
