"""MessageCategory: what a status message is about.

AWS documents the categories by the messages they stand for:
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
"""

import re
from functools import lru_cache

SUCCESS = "SUCCESS"
MISCELLANEOUS = "MISCELLANEOUS"

# The first category with a fragment in the message wins, so the order is meaning.
_FRAGMENTS = {
    "VSS_ERROR": r"Windows VSS",
    "LIMIT_EXCEEDED": r"subscriber limit exceeded|More than 50 tags specified|can have at most"
    r"|limit exceeded|throttl|quota",
    "ACCESS_DENIED": r"access denied|not authorized to|cannot be assumed by AWS Backup"
    r"|does not have permission|missing permission",
    "CONCURRENT_JOB": r"running job for the same resource|too many copy jobs",
    "FEATURE_NOT_ENABLED": r"cross-account copy.*not enabled|not enabled.*cross-account copy",
    "JOB_EXPIRED": r"expired before completion",
    "INVALID_LIFECYCLE": r"retention|(too close to|inside).*(weekly maintenance|automated backup) window",
    "INVALID_STATE": r"Instance is not in state|not in the available state|not in available state"
    r"|Cannot snapshot volume",
    "KMS_KEY_ERROR": r"kms key|key ID .*not accessible",
    "ACCESS_KEY_ERROR": r"access key.*subscription|subscription.*access key",
    "HYPERVISOR_OFFLINE": r"hypervisor.*(not online|offline)",
    "RESOURCE_NOT_FOUND": r"does not exist|Could not find resource|Cannot find recovery point"
    r"|resource not found|no longer available|is invalid",
    "RESOURCE_NOT_SUPPORTED": r"unsupported resource type",
    "TAG_COPY_ERROR": r"unable to copy resource tags",
    "TOKEN_EXPIRED": r"token expired",
    "UNSUPPORTED_OPERATION": r"Feature is not supported for provided resource type",
    "FATAL_ERROR": r"fatal error|internal error",
    "INVALID_PARAMETERS": r"invalid parameter",
}
_PATTERNS = [
    (category, re.compile(fragments, re.IGNORECASE | re.DOTALL))
    for category, fragments in _FRAGMENTS.items()
]
_KNOWN = {name.replace("_", ""): name for name in [*_FRAGMENTS, SUCCESS, MISCELLANEOUS]}


@lru_cache(maxsize=4096)
def category_of(status_message: str | None) -> str:
    """The MessageCategory of a StatusMessage; no message is SUCCESS, any other MISCELLANEOUS."""
    if not status_message:
        return SUCCESS
    found = (name for name, pattern in _PATTERNS if pattern.search(status_message))
    return next(found, MISCELLANEOUS)


@lru_cache(maxsize=4096)
def upper_case_form(category: str) -> str:
    """ACCESS_DENIED for every way in which AWS writes it: `AccessDenied`, `access_denied`, …"""
    known = _KNOWN.get(category.replace("_", "").upper())
    if known is None:
        known = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", category).upper()
    return known
