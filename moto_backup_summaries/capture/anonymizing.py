"""An account without what says whose it is: other ids and names of the same shape, the same ones alike.

All texts are replaced but for those that are known to be AWS's own: partitions, services, regions and types
in ARNs, words of botocore's model, resource types, message categories, schedules, dates, and names such as
`Default` and `aws/backup`. Numbers stay: sizes, times and counts make the summaries.
"""

import json
import re
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from ..backup.aws import service_model
from ..backup.aws.message_categories import category_of, known_texts
from ..backup.aws.regions import is_region
from .renaming import Renaming

# Members of texts that are AWS's, beside those for which botocore's model lists the values.
_OF_AWS = frozenset(
    (
        *("Action", "BackupRuleCron", "BackupRuleTimezone", "BackupType", "ControlName", "Effect"),
        *("ComplianceResourceTypes", "DeploymentStatus", "DestinationVaultLockState"),
        *("DestinationVaultType", "Formats", "FrameworkStatus", "MessageCategory", "NotAction"),
        *("ParameterName", "PercentDone", "ProtectedResourceType", "ReportTemplate"),
        *("ResourceType", "ResourceTypes", "ScheduleExpression", "ScheduleExpressionTimezone"),
        *("Status", "VaultLockState", "VaultType", "Version"),
    )
)
# Maps whose names are AWS's; words and short numbers are values of AWS's in them.
_SETTINGS = frozenset(
    (
        *("AccessPointMetadata", "BackupOptions", "GlobalSettings", "InferredMetadata", "Metadata"),
        *("ParameterValue", "RestoreMetadata", "RestoreMetadataOverrides"),
    )
)
_CONDITIONS_ON_TAGS = "ListOfTags"
_SETTING = re.compile(r"true|false|enabled|disabled|days|hours|[0-9]{1,5}", re.IGNORECASE)
_MESSAGE = re.compile(r"Message$|^Message|Reason$")
_NAMES_OF_AWS = re.compile(
    r"Default|awsbackup|ROOT|\*|(service-role|aws-service-role|aws)|[a-z0-9-]+\.amazonaws\.com(\.cn)?"
    r"|AWS(ServiceRoleFor\w+|BackupDefaultServiceRole)"
)
_PATHS_OF_AWS = re.compile(r"(alias/)?aws/[a-z0-9/-]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]+)?)?")
_TAG_OF_CONDITION = re.compile(r"(aws:(?:Resource|Request|Principal)Tag/)(.+)", re.DOTALL)
_ARN = re.compile(r"\barn:[a-z-]+:[a-z0-9-]*:[a-z0-9*-]*:[0-9*]*:[^\s,;\"'<>()\[\]{}]+")
# Words of a text, and of a path in an ARN.
_TOKEN = re.compile(r"[^\s:/,;\"'<>()\[\]{}=]+")
_END = ".!?"
# The types that the resources of ARNs begin with. Buckets, topics and queues have none.
_TYPES = frozenset(
    (
        *(
            "access-point",
            "accesspoint",
            "alias",
            "backup",
            "backup-plan",
            "backup-vault",
            "cluster",
            "continuous",
        ),
        *("cluster-snapshot", "composite", "database", "db", "eks", "file-system", "framework"),
        *("function", "gateway", "group", "hypervisor", "image", "instance", "key", "legal-hold"),
        *("namespace", "recovery-point", "report-plan", "restore-testing-plan", "role", "share"),
        *("scan-job", "snapshot", "stack", "stream", "table", "tiering-configuration", "user"),
        *("vm", "volume", "approval-team", "session", "report-job", "assumed-role", "root"),
    )
)
_WITHOUT_TYPE = ("sns", "sqs")


class Anonymizer:
    """Replaces what says whose an account is.

    key: what all replacements are made of. Whoever has it can tell the names, so that it is random, and is
    not to be kept.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self.key = key or token_bytes(32)
        self._renamed = Renaming(self.key, _is_of_aws).renamed
        # The members for which botocore's model lists the values.
        self._members_with_words = frozenset(service_model.members_with_enums())
        self._words_of_messages = _words_of_messages()

    def anonymized(self, value: Any, member: str = "") -> Any:
        """A part of a captured account, or any value in one. member: the name of the value."""
        if isinstance(value, str):
            return self._text(value, member)
        if isinstance(value, list):
            return [self.anonymized(item, member) for item in value]
        if not isinstance(value, Mapping):
            return value
        if member.endswith("Tags") and member != _CONDITIONS_ON_TAGS:
            return {self._tag_key(key): self.anonymized(item) for key, item in value.items()}
        return {
            self._condition_key(name): self.anonymized(item, _name_of_value(member, name))
            for name, item in value.items()
        }

    def _text(self, text: str, member: str) -> str:
        if member in _OF_AWS or member in self._members_with_words or _is_of_aws(text):
            return text
        if member in _SETTINGS and _SETTING.fullmatch(text):
            return text
        if _MESSAGE.search(member):
            return self._message(text)
        if text[:1] in ("{", "["):
            try:
                return json.dumps(self.anonymized(json.loads(text)))
            except ValueError:
                pass
        return self._words(self._condition_key(text))

    def _tag_key(self, key: str) -> str:
        return key if key.startswith("aws:") else self._words(key)

    def _condition_key(self, text: str) -> str:
        """A condition on a tag, with another tag."""
        match = _TAG_OF_CONDITION.fullmatch(text)
        return match[1] + self._words(match[2]) if match else text

    def _message(self, text: str) -> str:
        """A message of AWS with its words and other names, of the same category."""
        known = self._words(text, self._words_of_messages)
        candidates = (known, *known_texts(), self._words(text))
        category = category_of(text)
        return next((text for text in candidates if category_of(text) == category), candidates[-1])

    def _words(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """All words of a text replaced, but for AWS's, and those of ARNs by what they are there."""
        parts: list[str] = []
        position = 0
        for match in _ARN.finditer(text):
            parts += (self._tokens(text[position : match.start()], kept), self._arn(match[0]))
            position = match.end()
        return "".join([*parts, self._tokens(text[position:], kept)])

    def _arn(self, text: str) -> str:
        *beginning, account_id, resource = text.split(":", 5)
        is_object = beginning[2] == "s3" and not account_id
        if is_object or beginning[2] in _WITHOUT_TYPE or not re.search("[:/]", resource):
            path = self._tokens(resource)
        else:
            path = self._tokens(resource, _TYPES)
        return ":".join((*beginning, account_id and self._renamed(account_id), path))

    def _tokens(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        def replaced(match: re.Match[str]) -> str:
            word = match[0].rstrip(_END)
            end = match[0][len(word) :]
            is_kept = word.lower() in kept or _is_of_aws(word)
            return (word if is_kept or not word else self._renamed(word)) + end

        return _TOKEN.sub(replaced, text)


def _is_of_aws(text: str) -> bool:
    return bool(
        _NAMES_OF_AWS.fullmatch(text)
        or _PATHS_OF_AWS.fullmatch(text)
        or _DATE.fullmatch(text)
        or is_region(text)
    )


def _name_of_value(outer: str, name: str) -> str:
    """What the value of a member is called: in settings and in columns by what these are of."""
    if outer in _SETTINGS:
        return outer
    return outer if name in ("Values", "Rows") and outer else name


def _words_of_messages() -> frozenset[str]:
    """The words of all messages of AWS that have a category, in lower case."""
    texts = " ".join(known_texts()).lower()
    return frozenset(word.rstrip(_END) for word in _TOKEN.findall(texts))
