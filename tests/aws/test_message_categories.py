"""MessageCategory of a message, and the ways in which a category is written."""

import pytest
from truth.message_table import GUIDE

from moto_backup_summaries.backup.aws.message_categories import (
    category_of,
    comparable,
    upper_case_form,
)

# In the two ways in which AWS writes each: in answers, and in its guide's examples of filters.
CATEGORIES = [
    ("ACCESS_DENIED", "AccessDenied"),
    ("ACCESS_KEY_ERROR", "AccessKeyError"),
    ("CONCURRENT_JOB", "ConcurrentJob"),
    ("FATAL_ERROR", "FatalError"),
    ("FEATURE_NOT_ENABLED", "FeatureNotEnabled"),
    ("HYPERVISOR_OFFLINE", "HypervisorOffline"),
    # Of the service model only, which has it as an example.
    ("INVALID_PARAMETERS", "InvalidParameters"),
    ("INVALID_LIFECYCLE", "InvalidLifecycle"),
    ("INVALID_STATE", "InvalidState"),
    ("JOB_EXPIRED", "JobExpired"),
    ("KMS_KEY_ERROR", "KmsKeyError"),
    ("LIMIT_EXCEEDED", "LimitExceeded"),
    ("MISCELLANEOUS", "Miscellaneous"),
    ("RESOURCE_NOT_FOUND", "ResourceNotFound"),
    ("RESOURCE_NOT_SUPPORTED", "ResourceNotSupported"),
    ("SUCCESS", "Success"),
    ("TAG_COPY_ERROR", "TagCopyError"),
    ("TOKEN_EXPIRED", "TokenExpired"),
    ("UNSUPPORTED_OPERATION", "UnsupportedOperation"),
    ("VSS_ERROR", "VssError"),
]


@pytest.mark.parametrize(("category", "how", "text"), GUIDE)
def test_a_message_of_the_guide_has_its_category_whatever_its_case(
    category: str, how: str, text: str
) -> None:
    del how
    assert [category_of(text), category_of(text.upper()), category_of(text.lower())] == (
        [category] * 3
    )


@pytest.mark.parametrize(
    ("message", "category"),
    [
        (None, "SUCCESS"),
        ("", "SUCCESS"),
        ("Nobody knows", "MISCELLANEOUS"),
        # One full stop at the end makes no difference, two do.
        ("Token expired. Try again", "TOKEN_EXPIRED"),
        ("Token expired. Try again.", "TOKEN_EXPIRED"),
        ("Token expired. Try again..", "MISCELLANEOUS"),
        # A whole message is no fragment of another.
        ("It said: Token expired. Try again.", "MISCELLANEOUS"),
        ("Table not found. Or was it?", "MISCELLANEOUS"),
        # A fragment is found at the beginning, in the middle and at the end.
        ("Access denied", "ACCESS_DENIED"),
        ("The access denied you is another's", "ACCESS_DENIED"),
        ("The volume does not exist", "RESOURCE_NOT_FOUND"),
        # A fragment keeps its full stop.
        ("Feature is not supported for provided resource type", "MISCELLANEOUS"),
        # Of two fragments the one that the table has first.
        ("Access denied: the role does not exist", "ACCESS_DENIED"),
        ("The role does not exist: access denied", "ACCESS_DENIED"),
        ("The kms key does not exist", "KMS_KEY_ERROR"),
        # A whole message goes before the fragments in it.
        ("Given key ID does not exist", "RESOURCE_NOT_FOUND"),
        (
            "KMS key is either disabled or pending deletion or access to KMS key is denied",
            "KMS_KEY_ERROR",
        ),
        ("Windows VSS Backup Job Error encountered, trying for regular backup", "VSS_ERROR"),
    ],
)
def test_any_message_has_one_category(message: str | None, category: str) -> None:
    assert category_of(message) == category


@pytest.mark.parametrize(
    ("near", "category"),
    [
        ("The role does not have sufficient permissions to do it", "ACCESS_DENIED"),
        ("The role does not have the required permissions to do it", "ACCESS_DENIED"),
        ("The role doesn't have permission to do it", "ACCESS_DENIED"),
        ("The role doesn\u2019t have enough permissions to do it", "ACCESS_DENIED"),
        ("You do not have permissions to do it", "ACCESS_DENIED"),
        ("The role isn't authorized to perform: s3:GetObject", "ACCESS_DENIED"),
        ("The role can't be assumed by AWS Backup", "ACCESS_DENIED"),
        ("The role can not be assumed by AWS Backup", "ACCESS_DENIED"),
        ("Missing the necessary permissions", "ACCESS_DENIED"),
        ("Customer credential misses permission to get the tags", "ACCESS_DENIED"),
        ("Encrypted snapshots with Amazon EBS default key can't be shared", "ACCESS_DENIED"),
        ("The volume doesn't exist", "RESOURCE_NOT_FOUND"),
        ("Couldn't find the resource", "RESOURCE_NOT_FOUND"),
        ("The resource was not found", "RESOURCE_NOT_FOUND"),
        ("Can't find the recovery point", "RESOURCE_NOT_FOUND"),
        ("The database isn't in an available state", "INVALID_STATE"),
        ("Can't snapshot volume vol-1", "INVALID_STATE"),
        ("The KMS CMK is gone", "KMS_KEY_ERROR"),
        # Not near enough: other words, or the same in another order.
        ("The role has no permission", "MISCELLANEOUS"),
        ("The role does not have cats, dogs and permissions", "MISCELLANEOUS"),
        ("Sufficient permissions", "MISCELLANEOUS"),
        ("The volume was not found", "MISCELLANEOUS"),
    ],
)
def test_a_sentence_that_says_the_same_has_the_same_category(near: str, category: str) -> None:
    assert [category_of(near), category_of(near.upper())] == [category] * 2


@pytest.mark.parametrize(("category", "in_camel_case"), CATEGORIES)
def test_every_way_to_write_a_category_is_shown_in_one(category: str, in_camel_case: str) -> None:
    written = (category, category.lower(), in_camel_case, in_camel_case.lower())
    assert [upper_case_form(form) for form in written] == [category] * 4


def test_the_categories_are_all_those_of_the_guide_and_two_for_the_rest() -> None:
    assert {category for category, _ in CATEGORIES} == (
        {category for category, _, _ in GUIDE} | {"SUCCESS", "MISCELLANEOUS", "INVALID_PARAMETERS"}
    )


FORMS = [
    # Of the table, with capitals and underscores as nobody else has them.
    ("KMSKey_Error", "KMS_KEY_ERROR"),
    ("TAG_copyERROR", "TAG_COPY_ERROR"),
    ("InvalidParameters", "INVALID_PARAMETERS"),
    ("INVALIDPARAMETERS", "INVALID_PARAMETERS"),
    ("Http2Error", "HTTP2_ERROR"),
    ("unheardOf", "UNHEARD_OF"),
    ("unheard_of", "UNHEARD_OF"),
    ("UNHEARDOF", "UNHEARDOF"),
    ("Odd", "ODD"),
]


@pytest.mark.parametrize(("written", "shown"), FORMS)
def test_categories_compare_without_case_and_underscores(written: str, shown: str) -> None:
    assert [comparable(written), comparable(shown)] == [shown.replace("_", "")] * 2


@pytest.mark.parametrize(("written", "shown"), FORMS)
def test_any_category_has_the_same_form(written: str, shown: str) -> None:
    assert upper_case_form(written) == shown
