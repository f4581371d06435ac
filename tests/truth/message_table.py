"""The table of messages of the guide: category, how its text is compared, text."""

GUIDE = [
    (
        "VSS_ERROR",
        "exact",
        "Windows VSS Backup attempt failed because either Instance or SSM Agent has "
        "invalid state or insufficient privileges.",
    ),
    (
        "VSS_ERROR",
        "exact",
        "Windows VSS Backup attempt failed because of insufficient privileges to perform "
        "this operation",
    ),
    (
        "VSS_ERROR",
        "exact",
        "Windows VSS Backup attempt failed because ec2-vss-agent.exe is not installed in "
        "the Instance",
    ),
    ("VSS_ERROR", "exact", "Windows VSS Backup Job Error encountered, trying for regular backup"),
    (
        "VSS_ERROR",
        "exact",
        "Windows VSS Backup attempt failed because of timeout on VSS enabled snapshot creation",
    ),
    (
        "VSS_ERROR",
        "exact",
        "Windows VSS Backup attempt failed because of unsupported Windows Server "
        "version. Supported Versions are Windows Server 2012 or later.",
    ),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "Subscriber limit exceeded: You have reached the maximum concurrent number of "
        "backups, which is 300. Wait until other jobs finish, and try again. You can "
        "also reach out to Support to request a quota increase.",
    ),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "Maximum allowed in-progress snapshots for a single volume exceeded.",
    ),
    ("LIMIT_EXCEEDED", "exact", "Maximum allowed active snapshot limit exceeded."),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "Image creation throttled due to maximum number of concurrent snapshots on an EBS volume.",
    ),
    ("LIMIT_EXCEEDED", "exact", "Cannot create more than 20 user snapshots"),
    ("LIMIT_EXCEEDED", "exact", "The resultant tag set must not have more than 50 user tags."),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "You have reached the maximum supported backups for your account/database. See "
        "Quotas in the Timestream developer guide for additional information.",
    ),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "You have reached your quota of 50,000 for the number of public and private "
        "images allowed in this Region. Deregister unused images, or request an increase "
        "in your AMI quota.",
    ),
    (
        "LIMIT_EXCEEDED",
        "exact",
        "Your backup succeeded, but we were unable to persist NetworkInterfaces metadata "
        "as its size exceeded our internal limits.",
    ),
    ("LIMIT_EXCEEDED", "contains", "subscriber limit exceeded"),
    ("LIMIT_EXCEEDED", "contains", "More than 50 tags specified"),
    ("LIMIT_EXCEEDED", "contains", "can have at most"),
    ("ACCESS_DENIED", "exact", "You are not authorized to perform this operation."),
    ("ACCESS_DENIED", "exact", "Access Denied trying to call AWS Backup service"),
    (
        "ACCESS_DENIED",
        "exact",
        "Customer credential miss permission to get bucket versioning for bucket.",
    ),
    (
        "ACCESS_DENIED",
        "exact",
        "Images from AWS Marketplace cannot be copied to another AWS account.",
    ),
    (
        "ACCESS_DENIED",
        "exact",
        "Copy job failed because the destination Backup vault is encrypted with the "
        "default Backup service managed key. The contents of this vault cannot be "
        "copied. Only the contents of a Backup vault encrypted by an AWS KMS key may be "
        "copied.",
    ),
    (
        "ACCESS_DENIED",
        "exact",
        "Snapshots encrypted with the AWS managed key can't be shared. Specify another snapshot.",
    ),
    ("ACCESS_DENIED", "exact", "Encrypted snapshots with Amazon EBS default key cannot be shared"),
    (
        "ACCESS_DENIED",
        "exact",
        "Copy job failed. Both source and destination account must be a member of the "
        "same organization.",
    ),
    ("ACCESS_DENIED", "contains", "access denied"),
    ("ACCESS_DENIED", "contains", "not authorized to"),
    ("ACCESS_DENIED", "contains", "cannot be assumed by AWS Backup"),
    ("ACCESS_DENIED", "contains", "does not have permission"),
    ("ACCESS_DENIED", "contains", "missing permission"),
    (
        "CONCURRENT_JOB",
        "exact",
        "Backup job failed because there was a running job for the same resource.",
    ),
    ("CONCURRENT_JOB", "exact", "There are too many copy jobs running for resource."),
    (
        "FEATURE_NOT_ENABLED",
        "exact",
        "Copy job failed. Cross-account copy feature is not enabled for the current organization.",
    ),
    ("JOB_EXPIRED", "exact", "Backup job expired before completion."),
    (
        "INVALID_LIFECYCLE",
        "exact",
        "Copy job failed. The retention specified in the job is not within the range "
        "specified for the target Backup Vault.",
    ),
    (
        "INVALID_LIFECYCLE",
        "contains",
        "could not start because it is either inside or too close to the weekly "
        "maintenance window configured",
    ),
    (
        "INVALID_LIFECYCLE",
        "contains",
        "could not start because it is either inside or too close to the automated "
        "backup window configured",
    ),
    ("INVALID_STATE", "contains", "Instance is not in state"),
    ("INVALID_STATE", "contains", "not in the available state"),
    ("INVALID_STATE", "contains", "not in available state"),
    ("INVALID_STATE", "contains", "Cannot snapshot volume"),
    (
        "KMS_KEY_ERROR",
        "exact",
        "KMS key is either disabled or pending deletion or access to KMS key is denied",
    ),
    ("KMS_KEY_ERROR", "exact", "Given key ID is not accessible"),
    (
        "KMS_KEY_ERROR",
        "exact",
        "AMI snapshot copy failed with error: Given key ID is not accessible. You must "
        "have DescribeKey permissions on the default key",
    ),
    ("KMS_KEY_ERROR", "contains", "kms key"),
    ("ACCESS_KEY_ERROR", "exact", "The AWS Access Key Id needs a subscription for the service"),
    (
        "HYPERVISOR_OFFLINE",
        "exact",
        "This operation is not valid for the specified hypervisor because it is not online",
    ),
    ("RESOURCE_NOT_FOUND", "exact", "The specified volume was not found."),
    ("RESOURCE_NOT_FOUND", "exact", "The virtual machine is not found."),
    ("RESOURCE_NOT_FOUND", "exact", "Given key ID does not exist"),
    ("RESOURCE_NOT_FOUND", "exact", "Table not found."),
    ("RESOURCE_NOT_FOUND", "contains", "does not exist"),
    ("RESOURCE_NOT_FOUND", "contains", "Could not find resource"),
    ("RESOURCE_NOT_FOUND", "contains", "Could not find cryopod"),
    ("RESOURCE_NOT_FOUND", "contains", "Cannot find recovery point"),
    ("RESOURCE_NOT_FOUND", "contains", "resource not found"),
    ("RESOURCE_NOT_FOUND", "contains", "no longer available"),
    ("RESOURCE_NOT_FOUND", "contains", "is invalid"),
    ("RESOURCE_NOT_SUPPORTED", "contains", "unsupported resource type"),
    (
        "TAG_COPY_ERROR",
        "exact",
        "We are unable to copy resource tags to your backup because of the Internal Failure.",
    ),
    (
        "TAG_COPY_ERROR",
        "exact",
        "We are unable to copy resource tags to your backup because source or "
        "destination recovery point is unavailable",
    ),
    ("TOKEN_EXPIRED", "exact", "Token expired. Try again."),
    (
        "UNSUPPORTED_OPERATION",
        "exact",
        "CreateSnapshot method not supported on hypervisor during snapshot creation. "
        "Aborted backup job",
    ),
    (
        "UNSUPPORTED_OPERATION",
        "exact",
        "UnsupportedOperation : Storage Gateway backup copies require a user-created "
        "backup vault and key at destination.",
    ),
    ("UNSUPPORTED_OPERATION", "contains", "Feature is not supported for provided resource type."),
    ("FATAL_ERROR", "exact", "An internal error occurred."),
    (
        "FATAL_ERROR",
        "exact",
        "Copy job encountered a fatal error. Please contact AWS Support for further assistance.",
    ),
    ("FATAL_ERROR", "exact", "Copy job encountered a fatal error."),
    ("FATAL_ERROR", "contains", "Backup job encountered a fatal error"),
    ("VSS_ERROR", "contains", "Windows VSS Backup"),
    ("JOB_EXPIRED", "contains", "expired before completion"),
]
