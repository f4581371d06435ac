"""The reference of the manual has all that is public, and what is public does not change by chance."""

import re
from collections.abc import Iterator

import public_api
import pytest
from documents import tree_of
from docutils import nodes
from support import ROOT

import moto_backup_summaries
from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.config import DEFAULTS, MOTO_ANSWERS
from moto_backup_summaries.control.endpoints import ENDPOINTS

REFERENCE = ROOT / "docs/reference"
# How an operation begins that changes nothing.
LOOKS = ("Describe", "Export", "Get", "List")
OF_LOOKS, OF_CHANGES = {"shows", "counts"}, {"makes jobs", "enforced", "stored"}


def rows_of(page: str) -> list[list[str]]:
    """The texts of all rows of the page's tables."""
    return [
        [" ".join(entry.astext().split()) for entry in row.findall(nodes.entry)]
        for row in tree_of(REFERENCE / page).findall(nodes.row)
    ]


def literals_of(page: str) -> Iterator[str]:
    return (node.astext() for node in tree_of(REFERENCE / page).findall(nodes.literal))


def test_what_is_public_is_as_it_was() -> None:
    """A change takes `python tests/public_api.py > tests/public_api.txt`, and a line of the changelog."""
    assert public_api.text() == (ROOT / "tests/public_api.txt").read_text(encoding="utf-8")


def test_each_operation_has_its_depth() -> None:
    depths = {
        name: depth
        for name, depth in (row for row in rows_of("operations.rst") if len(row) == 2)
        if name[0].isupper() and name not in ("Depth", "Operation")
    }
    assert sorted(depths) == sorted(service_model.operation_names())
    for name, depth in depths.items():
        assert depth in (OF_LOOKS if name.startswith(LOOKS) else OF_CHANGES), name
        assert (depth == "counts") == name.endswith("JobSummaries"), name


def test_the_words_of_depth_are_explained() -> None:
    rows = rows_of("operations.rst")
    first = rows.index(["Depth", "What it means"])
    assert {row[0] for row in rows[first + 1 : first + 6]} == OF_LOOKS | OF_CHANGES


def test_each_public_name_is_on_the_page_of_python() -> None:
    source = (REFERENCE / "python.rst").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\.\. (?:auto\w+|data):: (\w+)$", source, re.MULTILINE))
    assert shown == set(moto_backup_summaries.__all__)
    assert {row[0] for row in rows_of("python.rst")} == {"Type", *public_api.types()}


def test_each_member_of_rules_and_servers_is_on_the_page_of_python() -> None:
    source = (REFERENCE / "python.rst").read_text(encoding="utf-8")
    shown = re.findall(r"^ +\.\. (?:auto)?(?:attribute|method|property):: (\w+)$", source, re.M)
    listed = [name for of in ("Rule", "AwsServer") for name in public_api.MEMBERS[of]]
    assert sorted(shown) == sorted(listed)


def test_each_fixture_is_on_its_page() -> None:
    fixtures = {row[0] for row in rows_of("fixtures.rst")}
    assert fixtures == {"Fixture", *public_api.fixtures()}
    (marker,) = public_api.markers()
    assert f"@pytest.mark.{marker}" in [*literals_of("fixtures.rst")]


@pytest.mark.parametrize("name", ["moto_backup_capture", "moto_backup_proxy", "moto_backup_server"])
def test_each_flag_is_on_the_page_of_commands(name: str) -> None:
    shown = {flag for text in literals_of("commands.rst") for flag in text.split()}
    assert public_api.flags_of(name) <= shown


def test_each_endpoint_is_on_its_page_with_its_methods() -> None:
    shown = {row[0]: row[1].split(", ") for row in rows_of("http.rst")[1:]}
    assert shown == {name: public_api.methods_of(name) for name in ENDPOINTS}


def test_each_setting_is_on_its_page_with_its_default() -> None:
    rows = rows_of("settings.rst")
    first = rows.index(["Setting", "Default", "What it means"])
    shown = {row[0]: row[1] for row in rows[first + 1 : first + 1 + len(DEFAULTS)]}
    assert shown == {name: str(value).lower() for name, value in DEFAULTS.items()}


def test_each_transition_is_on_the_page_of_settings() -> None:
    shown = {text for text in literals_of("settings.rst") if text.startswith("backup::")}
    assert shown == set(public_api.transitions())


def test_what_is_kept_for_the_sake_of_motos_tests_is_on_the_page_of_settings() -> None:
    rows = rows_of("settings.rst")
    kept = [
        [answer.operations, answer.request, answer.aws_answer, answer.moto_answer]
        for answer in MOTO_ANSWERS
    ]
    first = rows.index(["Operations", "Asked for", "AWS answers", "With moto_compatible"])
    assert rows[first + 1 : first + 1 + len(kept)] == kept


def test_no_row_of_what_aws_says_lacks_a_cell() -> None:
    rows = rows_of("aws_and_ours.rst")
    assert len(rows) > 90
    assert [row for row in rows if len(row) != 3 or not all(row)] == []


def test_each_page_of_the_reference_is_in_its_index() -> None:
    index = (REFERENCE / "index.rst").read_text(encoding="utf-8")
    listed = set(re.findall(r"^    (\w+)$", index, re.MULTILINE))
    assert listed == {page.stem for page in REFERENCE.glob("*.rst")} - {"index"}
