"""Errors in AWS Backup's own words, each with the public record that shows it.

Programs compare these texts. Every error that is not here is worded by this package: `errors.refusal`.
"""

from typing import Any, NamedTuple

from .errors import (
    AccessDeniedException,
    AlreadyExistsException,
    BackupException,
    InvalidParameterValueException,
    InvalidRequestException,
    MissingParameterValueException,
    ResourceNotFoundException,
)


class RecordedError(NamedTuple):
    """An error that AWS Backup was seen to answer.

    text: with {names} for the parts that differ from request to request.
    number: the Code in the body, where one was seen; the name of the error is in a header.
    """

    kind: type[BackupException]
    text: str
    number: str | None = None

    def error(self, **values: Any) -> BackupException:
        """The error, to be raised. values: those of its text; what the text does not name is a member."""
        members = {name: value for name, value in values.items() if f"{{{name}}}" not in self.text}
        error = self.kind(self.text.format(**values), **members)
        error.is_recorded = True
        if self.number is not None:
            error.members["Code"] = self.number
        return error


# Vaults.

# Output of Terraform in several public repositories, 2025 and 2026; moto's own text too.
VAULT_EXISTS = RecordedError(
    AlreadyExistsException, "Backup vault with the same name already exists"
)
# The tests of Gruntwork's Terraform module for data storage retry on it, while a new vault is not yet known.
VAULT_NOT_FOUND = RecordedError(
    ResourceNotFoundException, "A Backup vault with ARN {arn} does not exist."
)
# gruntwork-io/cloud-nuke#730 (2024-06), go-to-k/delstack#370, aws/aws-cdk#33711 (2025-03). The text of 2020
# had their number: hashicorp/terraform-provider-aws#13247.
VAULT_NOT_EMPTY = RecordedError(
    InvalidRequestException,
    "Backup vault cannot be deleted because it contains recovery points.",
    "ERROR_9101",
)
# Of an absent vault, by DescribeRecoveryPoint: Elastio's documentation of its connector (2023); by
# DescribeBackupVault: hashicorp/terraform-provider-aws#11840; by DeleteBackupVault: alchemy-run/alchemy
# (2026); by PutBackupVaultLockConfiguration, of one that is new: the manuals of several Terraform modules.
# That any denial has this text: prowler-cloud/prowler#4576; alchemy saw none.
VAULT_DENIED = RecordedError(
    AccessDeniedException, "Insufficient privileges to perform this action."
)
# aws/aws-sdk-go-v2#1885 (2022-10), turbot/steampipe-plugin-aws#2032 (2023-12), pulumi/pulumi-aws#2571.
NO_NOTIFICATIONS = RecordedError(
    ResourceNotFoundException,
    "Failed reading notifications from database for Backup vault {vault}",
    "ERROR_2106",
)
# aws-cloudformation/cloudformation-coverage-roadmap#1188 (2022-05), whose list lacks the deprecated events.
UNKNOWN_EVENT = RecordedError(
    InvalidParameterValueException,
    "Please select from the following list of notifications {accepted}",
)
# turbot/steampipe-plugin-aws#2032 (2023-12).
NO_POLICY = RecordedError(ResourceNotFoundException, "Backup Vault {arn} has no associated POLICY")
# rebuy-de/aws-nuke PR 1150 (2023-11), ekristen/aws-nuke#604 (2025-03), of DeleteBackupVaultAccessPolicy.
POLICY_DENIES = RecordedError(
    AccessDeniedException,
    "User: {caller} is not authorized to perform: backup:{operation} on resource: {resource} with an "
    "explicit deny in a resource-based policy",
)
# rebuy-de/aws-nuke PR 1150 (2023-11), of an Allow for everybody on EFS's own vault; a deployment of 2026 that
# allowed restores to another account.
POLICY_SHARES = RecordedError(
    AccessDeniedException,
    "The specified policy cannot be added to the vault due to cross-account sharing restrictions. "
    "Amend the policy or the vault's settings, then retry request",
)
# hashicorp/terraform-provider-aws looks for the first five words, and repeats the call.
PRINCIPAL_INVALID = RecordedError(
    InvalidParameterValueException, "Provided principal is not valid: {principal}"
)

# Plans and their selections.

# ministryofjustice/modernisation-platform PR 4909 (2023-08); moto's own text too.
PLAN_EXISTS = RecordedError(
    AlreadyExistsException, "Backup plan with the same plan document already exists"
)
# The AWS CLI's output, as moto's author of GetBackupPlan kept it; moto's own text too.
PLAN_NOT_READ = RecordedError(
    ResourceNotFoundException, "Failed reading Backup plan with provided version"
)
# turbot/steampipe-plugin-aws and hashicorp/terraform-provider-aws compare it, of GetBackupSelection.
PLAN_OF_SELECTION_NOT_FOUND = RecordedError(
    InvalidParameterValueException, "Cannot find Backup plan with ID {plan_id}"
)
# hashicorp/terraform-provider-aws#10414, which compares it; the guide's page on the deletion of plans.
PLAN_HAS_SELECTIONS = RecordedError(
    InvalidRequestException,
    "Related backup plan selections must be deleted prior to backup plan deletion",
)
# hashicorp/terraform-provider-aws PR 34994 (2024-01) and logs of deployments of 2025. Until 2022 it was
# "Error in rule NAME : …": lgallard/terraform-aws-backup#40.
IN_RULES = RecordedError(InvalidParameterValueException, "Error in some rules due to : {reason}")
# hashicorp/terraform-provider-aws PR 7350 (2019-03), and logs of deployments of 2025.
LIFECYCLE_TOO_CLOSE = RecordedError(
    InvalidParameterValueException,
    "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from "
    "MoveToColdStorageAfterDays",
)
# hashicorp/terraform-provider-aws#24960 and lgallard/terraform-aws-backup#61 (2022-05): these bounds are
# in the refusal of a continuous rule's 84 days too.
LIFECYCLE_OUT_OF_RANGE = RecordedError(
    InvalidParameterValueException,
    "Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days",
)
# lgallard/terraform-aws-backup#40 (2021-06): a continuous rule with 730 and 2555 days; this error comes
# before that of the range.
LIFECYCLE_WITHOUT_COLD = RecordedError(
    InvalidParameterValueException,
    "Invalid lifecycle. MoveToColdStorageAfterDays is unavailable",
)
# aws/aws-cdk PR 17602 (2021-11), in the words of its author.
LIFECYCLE_MISSING = RecordedError(
    InvalidParameterValueException,
    "Lifecycle must be specified for backup rule enabled continuous backup",
)
# The log of a CloudFormation stack of 2025: a rule that ran each five minutes.
RUNS_TOO_CLOSE = RecordedError(
    InvalidParameterValueException,
    "The interval between backup jobs shouldn't be less than 60 minutes.",
)
# aws/aws-tools-for-powershell#236 (2021-10).
ADVANCED_TYPE_UNKNOWN = RecordedError(
    InvalidParameterValueException, "Invalid Resource Type : {resource_type}"
)

# Recovery points and tags.

# cloudquery/cloudquery compares the number, of ListTags of a snapshot; Elastio's documentation of its
# connector (2023) has the text of DescribeRecoveryPoint.
POINT_NOT_FOUND = RecordedError(
    ResourceNotFoundException, "Cannot find recovery point.", "ERROR_2603"
)
# An AWS workshop on vault locks, and three public logs of DeleteRecoveryPoint of 2026.
POINT_LOCKED = RecordedError(
    InvalidRequestException,
    "RecoveryPoint cannot be deleted or updated (Backup vault configured with Lock)",
)
# aws/aws-sdk-go-v2#1904 and #1912 (2022-11): ListRecoveryPointsByBackupVault of a snapshot's ARN.
TYPE_UNSUPPORTED = RecordedError(InvalidParameterValueException, "Unsupported resource type: {arn}")

# Frameworks and report plans.

# A comment in the code of Terraform's aws_backup_framework, of an empty name, without the error's name.
CONTROL_NAME_MISSING = RecordedError(MissingParameterValueException, "A control name is required.")
# hashicorp/terraform-provider-aws#23382 (2022-02).
CONTROLS_EXIST = RecordedError(
    AlreadyExistsException,
    "Controls in framework {framework} from account {account} already exist.",
)
# hashicorp/terraform-provider-aws#32235 (2023-06), of a plan with frameworks and accounts.
FRAMEWORKS_OF_SEVERAL = RecordedError(
    InvalidParameterValueException,
    "Invalid parameter: For multi-account, multi-Region reports, use Accounts, OrganizationUnits "
    "and Regions",
)

# Settings.

# boto/boto3#3758 (2023-06), hashicorp/terraform-provider-aws#21801 (2021-11).
OPT_IN_UNKNOWN = RecordedError(
    InvalidParameterValueException,
    "Element present in resource type opt in preference has invalid values. Please use "
    "describeRegionSettings API to know the supported resource types",
)
# cloudquery/cq-provider-aws#817 (2022-05), of DescribeGlobalSettings; a log of Terraform has it of
# UpdateGlobalSettings.
NO_ORGANIZATION = RecordedError(
    InvalidRequestException, "Your account is not a member of an organization.", "ERROR_9601"
)
