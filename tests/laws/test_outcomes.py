"""The latest rule that matches decides how a job ends, and counts it."""

from calls import described, volume
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import client_of, examples

from moto_backup_summaries import clear_rules, set_job_outcome


@examples(0.4)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["FAILED", "ABORTED", "PARTIAL"]),
            st.sampled_from(["*", "*vol-1", "*vol-2", "arn:*:volume/vol-*"]),
            st.none() | st.integers(min_value=1, max_value=3),
        ),
        max_size=5,
    ),
    st.lists(st.sampled_from(["vol-1", "vol-2"]), max_size=6),
)
def test_the_last_rule_that_matches_wins(
    rules: list[tuple[str, str, int | None]], names: list[str]
) -> None:
    left = [[state, pattern, times] for state, pattern, times in rules]
    with mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        told = [
            set_job_outcome("backup", state=state, resource_arn=pattern, times=times)
            for state, pattern, times in rules
        ]
        used = [0] * len(rules)
        for name in names:
            expected = "COMPLETED"
            for number, rule in reversed(list(enumerate(left))):
                applies = rule[1] in ("*", f"*{name}", "arn:*:volume/vol-*")
                if applies and rule[2] != 0:
                    expected = rule[0]
                    rule[2] = None if rule[2] is None else rule[2] - 1
                    used[number] += 1
                    break
            assert described(client, ResourceArn=volume(name))["State"] == expected
        assert [rule.times_used for rule in told] == used
        clear_rules()
