"""A bucket for reports, and what is read in it."""

import csv
import io
import json
from typing import Any

BACKUPS = "BACKUP_JOB_REPORT"


class Reports:
    """A bucket, and plans whose reports go there."""

    def __init__(self, backup: Any, s3: Any) -> None:
        self.backup, self.s3 = backup, s3
        s3.create_bucket(Bucket="reports")

    def plan(
        self, template: str = BACKUPS, *formats: str, name: str = "daily", **setting: Any
    ) -> None:
        self.backup.create_report_plan(
            ReportPlanName=name,
            ReportDeliveryChannel={
                "S3BucketName": "reports",
                "S3KeyPrefix": "audit",
                "Formats": list(formats or ["CSV"]),
            },
            ReportSetting={"ReportTemplate": template, **setting},
        )

    def run(self, name: str = "daily") -> Any:
        job_id = self.backup.start_report_job(ReportPlanName=name)["ReportJobId"]
        return self.backup.describe_report_job(ReportJobId=job_id)["ReportJob"]

    def keys(self) -> list[str]:
        return [it["Key"] for it in self.s3.list_objects_v2(Bucket="reports").get("Contents", [])]

    def text(self, key: str) -> str:
        return self.s3.get_object(Bucket="reports", Key=key)["Body"].read().decode()

    def rows(self, job: Any) -> list[dict[str, str]]:
        (key,) = job["ReportDestination"]["S3Keys"]
        return list(csv.DictReader(io.StringIO(self.text(key))))

    def items(self, job: Any) -> list[dict[str, Any]]:
        (key,) = job["ReportDestination"]["S3Keys"]
        found: list[dict[str, Any]] = json.loads(self.text(key))["reportItems"]
        return found
