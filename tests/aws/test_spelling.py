"""Which known names are near to one that is not known."""

import pytest

from moto_backup_summaries.backup.aws.spelling import did_you_mean, near_names

MEMBERS = ("State", "StatusMessage", "CreationDate", "CompletionDate", "ResourceArn")
TYPES = ("EBS", "EC2", "EKS", "S3", "RDS", "SAP HANA on Amazon EC2", "VirtualMachine")


@pytest.mark.parametrize(
    ("text", "known", "near"),
    [
        # In other letters and with other signs it is the same, and then no other is near.
        ("state", MEMBERS, ["State"]),
        ("STATUS_MESSAGE", MEMBERS, ["StatusMessage"]),
        ("creation date", MEMBERS, ["CreationDate"]),
        ("ebs", TYPES, ["EBS"]),
        ("s3", TYPES, ["S3"]),
        ("sap-hana-on-amazon-ec2", TYPES, ["SAP HANA on Amazon EC2"]),
        # A letter too many, too few, another, or two that are swapped.
        ("Statte", MEMBERS, ["State"]),
        ("Stae", MEMBERS, ["State"]),
        ("Statu", MEMBERS, ["State"]),
        ("Satte", MEMBERS, ["State"]),
        ("Tsate", MEMBERS, ["State"]),
        ("Staet", MEMBERS, ["State"]),
        ("EBSS", TYPES, ["EBS"]),
        ("BES", TYPES, ["EBS"]),
        # Two of these are too much for a short name, and not for a long one.
        ("Stattte", MEMBERS, []),
        ("Taste", MEMBERS, []),
        ("Stxtx", MEMBERS, []),
        ("CraetionDaet", MEMBERS, ["CreationDate"]),
        ("ResourcesArns", MEMBERS, ["ResourceArn"]),
        ("esourceAr", MEMBERS, ["ResourceArn"]),
        ("XesourceArX", MEMBERS, ["ResourceArn"]),
        ("XesourcXArX", MEMBERS, []),
        ("RResourcesArns", MEMBERS, []),
        ("rCaetoinDate", MEMBERS, []),
        ("vrtualMachin", TYPES, ["VirtualMachine"]),
        # Another letter makes another word of a short one, and of two letters nothing is near.
        ("EBX", TYPES, []),
        ("EXS", TYPES, []),
        ("S4", TYPES, []),
        ("SS3", TYPES, []),
        ("EBXX", TYPES, []),
        ("EFS", ("EFS1", "XFSX", "FSE"), ["EFS1"]),
        ("Nothing", MEMBERS, []),
        ("", MEMBERS, []),
        ("abcd", ("abcde", "abce", "xabcd"), ["abcde", "xabcd"]),
        ("abcde", ("abcdx", "abxde", "axxde"), ["abcdx", "abxde"]),
        ("abcdefg", ("abcdxfx",), []),
        ("abcdefgh", ("abcdxfxh", "abcxexxh"), ["abcdxfxh"]),
    ],
)
def test_a_name_is_near_that_differs_by_a_letter_or_two(
    text: str, known: tuple[str, ...], near: list[str]
) -> None:
    assert near_names(text, known) == near


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ([], ""),
        (["State"], "; did you mean State?"),
        (["State", "Status"], "; did you mean State or Status?"),
    ],
)
def test_what_was_meant_is_asked(near: list[str], said: str) -> None:
    assert did_you_mean(near) == said
