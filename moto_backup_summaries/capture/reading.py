"""Reads the jobs of an account, page by page, by list operations only."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from botocore.exceptions import ClientError

from ..backup.aws.job_kinds import KIND_NAMED, KINDS, JobKind

# All that is ever called. README has them as a policy of IAM.
OPERATIONS = tuple(kind.list_operation for kind in KINDS)
_MOST_ROWS = 1_000
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")


class ListedJobs:
    """client: of AWS Backup in one region. days: how long ago the oldest job was created, or None.

    denied: the operations that the caller may not call, each with what AWS says of it.
    """

    def __init__(self, client: Any, days: float | None = None) -> None:
        self._client = client
        self._since = None
        if days is not None:
            self._since = datetime.now(timezone.utc) - timedelta(days=days)
        self.denied: dict[str, str] = {}

    def pages(self, names: Sequence[str]) -> Iterator[Mapping[str, Sequence[Mapping[str, Any]]]]:
        """Documents for load_jobs(), each with some of the jobs of one kind.

        names: of the kinds of job. A kind whose jobs may not be listed is in `denied` after that.
        Raises botocore's ClientError for what AWS refuses for another reason, also after retries.
        """
        for name in names:
            kind = KIND_NAMED[name]
            try:
                yield from self._pages_of(kind)
            except ClientError as error:
                response: Any = error.response
                if response["Error"]["Code"] not in _DENIED:
                    raise
                self.denied[kind.list_operation] = str(error)

    def _pages_of(self, kind: JobKind) -> Iterator[Mapping[str, Sequence[Mapping[str, Any]]]]:
        request: dict[str, Any] = {"MaxResults": _MOST_ROWS}
        while True:
            answer = getattr(self._client, f"list_{kind.name}_jobs")(**request)
            jobs = [job for job in answer[kind.jobs_member] if self._is_wanted(job)]
            if jobs:
                yield {kind.jobs_member: jobs}
            if not answer.get("NextToken"):
                return
            request["NextToken"] = answer["NextToken"]

    def _is_wanted(self, job: Mapping[str, Any]) -> bool:
        # Not every kind has a filter of its creation.
        return self._since is None or bool(job["CreationDate"] >= self._since)
