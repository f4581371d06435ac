"""Runs of restore testing plans, and what becomes of what they have restored."""

from ..account import Account
from ..aws.identifiers import new_id
from ..aws.inferring import TEST_TAG, overridden
from ..aws.job_kinds import RESTORE
from ..events import JobEnded, RestoreTest, RestoreTestsDue, RestoreValidated
from ..frame.transactions import isolated
from ..neighbours.contents.deleting import delete_restored
from ..neighbours.resources import resource_at
from ..timestamps import HOUR
from ..views import JobView
from .choices import chosen_points, metadata_of
from .documents import POINT_SELECTION
from .state import RestoreTestingPlan


def advance_restore_tests(account: Account, now: float) -> None:
    """Run the plans that are due, and end the validations whose windows are over."""
    plans = account.restore_testing_plans
    for plan, moment in plans.pop_due(now):
        with isolated(f"the run of restore testing plan {plan.name}"):
            _run(account, plan, moment)
    for job_id in plans.pop_ended_validations(now):
        job = account.jobs.named(RESTORE, job_id)
        account.jobs.change(job, {"ValidationStatus": "TIMED_OUT"})
        _delete_restored(account, job)


def _run(account: Account, plan: RestoreTestingPlan, moment: float) -> None:
    """Let a recovery point of each resource that a plan tests be restored."""
    tests = []
    for selection in plan.selections.values():
        document = selection.document
        overrides = document.get("RestoreMetadataOverrides", {})
        for point in chosen_points(account, plan.document[POINT_SELECTION], document, moment):
            metadata = overridden(metadata_of(account, point), overrides)
            test = RestoreTest(new_id(), point, document["IamRoleArn"], metadata)
            account.restore_testing_plans.windows[test.job_id] = document["ValidationWindowHours"]
            tests.append(test)
    start_by = moment + plan.document["StartWindowHours"] * HOUR
    account.publish(RestoreTestsDue(plan.arn, moment, start_by, tests))


def validate_what_was_restored(account: Account, ended: JobEnded) -> None:
    """Open the window in which a restore test is validated; without one, delete what was restored."""
    job = ended.job
    hours = account.restore_testing_plans.windows.pop(job.id, None)
    if hours is None or job.state != "COMPLETED":
        return
    if hours:
        account.jobs.change(job, {"ValidationStatus": "VALIDATING"})
        account.restore_testing_plans.validate(job.id, ended.moment + hours * HOUR)
    else:
        _delete_restored(account, job)


def delete_what_was_validated(account: Account, validated: RestoreValidated) -> None:
    """Delete what a restore test has restored, once its result is known."""
    if account.restore_testing_plans.end_validation(validated.job.id):
        _delete_restored(account, validated.job)


def _delete_restored(account: Account, job: JobView) -> None:
    """Delete what a job has restored, unless somebody took away the tag by which AWS Backup knows it."""
    created_arn = job.member("CreatedResourceArn")
    type_name = job.member("ResourceType")
    resource = resource_at(created_arn, type_name, account.id, account.region)
    if TEST_TAG in resource.tags or not resource.is_there:
        delete_restored(created_arn, account.id, account.region)
        account.jobs.change(job, {"DeletionStatus": "SUCCESSFUL"})
    else:
        message = f"{created_arn} has no tag {TEST_TAG}: delete it yourself"
        deletion = {"DeletionStatus": "FAILED", "DeletionStatusMessage": message}
        account.jobs.change(job, deletion)
