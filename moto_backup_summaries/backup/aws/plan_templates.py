"""AWS's own templates of backup plans, by name: a fixed list, which no operation changes.

AWS CLI's example of get-backup-plan-from-template has the id and the rule of the first. CDK makes plans
of these names, which have the other rules: https://github.com/aws/aws-cdk, aws-backup/lib/rule.ts. The ids
of the others are in no public record: these are made up, and stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_MONTH, _YEAR = 30, 365


class PlanTemplate(NamedTuple):
    """A template, and the rules of its plan."""

    id: str
    name: str
    rules: Sequence[Mapping[str, Any]]

    @property
    def document(self) -> Mapping[str, Any]:
        return {"BackupPlanName": self.name, "Rules": self.rules}


def _rule(name: str, schedule: str, **lifecycle: int) -> Mapping[str, Any]:
    return {
        "RuleName": name,
        "TargetBackupVaultName": "Default",
        "ScheduleExpression": schedule,
        "StartWindowMinutes": 480,
        "Lifecycle": lifecycle,
    }


def _monthly(cold_after: int, kept_for: int) -> Mapping[str, Any]:
    days = {"MoveToColdStorageAfterDays": cold_after, "DeleteAfterDays": kept_for}
    return _rule("MonthlyBackups", "cron(0 5 1 * ? *)", **days)


_DAILY = _rule("DailyBackups", "cron(0 5 ? * * *)", DeleteAfterDays=35)
_WEEKLY = _rule("WeeklyBackups", "cron(0 5 ? * SAT *)", DeleteAfterDays=3 * _MONTH)
PLAN_TEMPLATES: Sequence[PlanTemplate] = (
    PlanTemplate("87c0c1ef-254d-4180-8fef-2e76a2c38aaa", "Daily-35day-Retention", (_DAILY,)),
    PlanTemplate(
        "2f8b6f0e-7c3d-4d0a-9b55-6a1e0c9f4d21",
        "Daily-Monthly-1yr-Retention",
        (_DAILY, _monthly(_MONTH, _YEAR)),
    ),
    PlanTemplate(
        "b4a1d9c7-3e58-4f62-8a0b-d27c5e91f683",
        "Daily-Weekly-Monthly-5yr-Retention",
        (_DAILY, _WEEKLY, _monthly(3 * _MONTH, 5 * _YEAR)),
    ),
    PlanTemplate(
        "e03c7a52-91fd-4b8e-a6d4-58b2f17c06e9",
        "Daily-Weekly-Monthly-7yr-Retention",
        (_DAILY, _WEEKLY, _monthly(3 * _MONTH, 7 * _YEAR)),
    ),
)
