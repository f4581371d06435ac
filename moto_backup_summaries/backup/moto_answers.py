"""All answers that moto's own tests demand and that AWS does not give.

With the setting `moto_compatible` we give them too, so that moto's suite passes; without it we give AWS's.
"""

from typing import NamedTuple

from .config import setting


class MotoAnswer(NamedTuple):
    """An answer that a test of moto demands.

    operations, request: which requests get it. aws_answer, moto_answer: of AWS and of moto.
    test: the name of moto's test, in its tests/test_backup.
    """

    operations: str
    request: str
    aws_answer: str
    moto_answer: str
    test: str

    @property
    def is_given(self) -> bool:
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
