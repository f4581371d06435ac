"""Where moto's own tests demand what AWS does not answer: all of it, in one list.

The setting `moto_compatible` keeps these answers, so that moto's suite passes; off, AWS's are given.
"""

from typing import NamedTuple

from .config import setting


class MotoAnswer(NamedTuple):
    """An answer that a test of moto's demands.

    operations: what is asked. asked: for what. of_aws, of_moto: what either answers.
    test: moto's, in its tests/test_backup.
    """

    operations: str
    asked: str
    of_aws: str
    of_moto: str
    test: str

    @property
    def is_wanted(self) -> bool:
        return setting("moto_compatible")


ABSENT_VAULT = MotoAnswer(
    "DescribeBackupVault",
    "an absent vault",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "test_delete_backup_vault",
)
ABSENT_VAULT_OF_LOCK = MotoAnswer(
    "PutBackupVaultLockConfiguration",
    "an absent vault",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "test_put_backup_vault_lock_configuration",
)
NO_FRAMEWORKS = MotoAnswer(
    "CreateReportPlan, UpdateReportPlan",
    "a compliance report without FrameworkArns that exist",
    "InvalidParameterValueException",
    "the report plan",
    "test_delete_report_plan",
)
NO_FORMATS = MotoAnswer(
    "DescribeReportPlan",
    "a channel that was given no Formats",
    "CSV",
    "no Formats",
    "test_create_report_plan",
)
MOTO_ANSWERS = (ABSENT_VAULT, ABSENT_VAULT_OF_LOCK, NO_FRAMEWORKS, NO_FORMATS)
