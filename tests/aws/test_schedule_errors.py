"""A schedule that cannot be read says what it accepts."""

import pytest

from moto_backup_summaries.backup.aws.schedules import schedule

CRON = "Invalid {} in cron(): got {!r}, accepts {}".format
NUMBERS = "{} with * , - /".format
MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
MONTH_DAYS = NUMBERS("1-31") + ", or one of ? L L-3 LW 15W"
WEEKDAYS = NUMBERS("1-7 or SUN|MON|TUE|WED|THU|FRI|SAT") + ", or one of ? L 6L 3#2"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("60 5 * * ? *", CRON("minutes", "60", NUMBERS("0-59"))),
        ("-1 5 * * ? *", CRON("minutes", "-1", NUMBERS("0-59"))),
        ("1, 5 * * ? *", CRON("minutes", "", NUMBERS("0-59"))),
        ("/5 5 * * ? *", CRON("minutes", "/5", NUMBERS("0-59"))),
        ("*-5 5 * * ? *", CRON("minutes", "*-5", NUMBERS("0-59"))),
        ("0/0 5 * * ? *", CRON("minutes", "0/0", NUMBERS("0-59"))),
        ("0/60 5 * * ? *", CRON("minutes", "0/60", NUMBERS("0-59"))),
        ("? 5 * * ? *", CRON("minutes", "?", NUMBERS("0-59"))),
        ("٣ 5 * * ? *", CRON("minutes", "٣", NUMBERS("0-59"))),
        ("0 8,24 * * ? *", CRON("hours", "24", NUMBERS("0-23"))),
        ("0 2-noon * * ? *", CRON("hours", "2-noon", NUMBERS("0-23"))),
        ("0 0000000005 * * ? *", CRON("hours", "0000000005", NUMBERS("0-23"))),
        ("0 5 0 * ? *", CRON("day-of-month", "0", MONTH_DAYS)),
        ("0 5 32W * ? *", CRON("day-of-month", "32W", MONTH_DAYS)),
        ("0 5 L-31 * ? *", CRON("day-of-month", "L-31", MONTH_DAYS)),
        ("0 5 1,L * ? *", CRON("day-of-month", "L", MONTH_DAYS)),
        ("0 5 1,15W * ? *", CRON("day-of-month", "15W", MONTH_DAYS)),
        ("0 5 W * ? *", CRON("day-of-month", "W", MONTH_DAYS)),
        ("0 5 * 13 ? *", CRON("month", "13", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 * Mai ? *", CRON("month", "Mai", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 * MON ? *", CRON("month", "MON", NUMBERS(f"1-12 or {MONTHS}"))),
        ("0 5 ? * 0 *", CRON("day-of-week", "0", WEEKDAYS)),
        ("0 5 ? * JUL *", CRON("day-of-week", "JUL", WEEKDAYS)),
        ("0 5 ? * 8L *", CRON("day-of-week", "8L", WEEKDAYS)),
        ("0 5 ? * 3#6 *", CRON("day-of-week", "3#6", WEEKDAYS)),
        # AWS's page: "3#1,6#3" is not valid, as it is two expressions.
        ("0 5 ? * 3#1,6#3 *", CRON("day-of-week", "3#1", WEEKDAYS)),
        ("0 5 * * ? 1969", CRON("year", "1969", NUMBERS("1970-2199"))),
        ("0 5 * * ? 2200", CRON("year", "2200", NUMBERS("1970-2199"))),
        ("0 5 * * ? 2030-2026", CRON("year", "2030-2026", NUMBERS("1970-2199"))),
        *(
            (
                f"0 5 {day} * {weekday} *",
                "Invalid day-of-month and day-of-week in cron(): "
                f"got {day!r} and {weekday!r}, accepts ? in exactly one of them",
            )
            for day, weekday in [("*", "*"), ("?", "?"), ("1", "*"), ("*", "MON"), ("1", "MON")]
        ),
        *(
            (
                fields,
                f"Invalid cron(): got {count} fields, accepts 6: "
                "minutes hours day-of-month month day-of-week year",
            )
            for fields, count in [("", 0), ("0 5 * * ?", 5), ("0 0 5 * * ? *", 7)]
        ),
    ],
)
def test_a_malformed_cron_says_what_it_accepts(fields: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^Invalid ") as refused:
        schedule(f"cron({fields})", "UTC", 0)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "0 5 * * ? *",
        "cron(0 5 * * ? *",
        "CRON(0 5 * * ? *)",
        "rate()",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 days)",
        "rate(-1 day)",
        "rate(1.5 hours)",
        "rate(05 minutes)",
        "rate(1000000 days)",
        "rate(2 weeks)",
        "rate(5minutes)",
        "at(2026-01-01T00:00:00)",
    ],
)
def test_any_other_expression_is_answered_with_the_forms_there_are(expression: str) -> None:
    with pytest.raises(ValueError, match=r"^Invalid ") as refused:
        schedule(expression, "UTC", 0)
    assert str(refused.value) == (
        f"Invalid schedule expression: got {expression!r}, accepts "
        "cron(minutes hours day-of-month month day-of-week year), rate(1 minute|hour|day) "
        "or rate(N minutes|hours|days) with N from 2 to 999999"
    )


@pytest.mark.parametrize("expression", ["cron(0 5 * * ? *)", "rate(1 day)"])
@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Berlim", "; did you mean Europe/Berlin?"),
        ("america/new_york!", "; did you mean America/New_York?"),
        ("Europe", "; did you mean Europe/Rome?"),
        ("", ""),
        ("../../etc", ""),
        ("x\0y", ""),
        ("x" * 1_000, ""),
    ],
)
def test_an_unknown_time_zone_is_refused_with_the_closest(
    expression: str, zone: str, hint: str
) -> None:
    with pytest.raises(ValueError, match=r"^Invalid time zone") as refused:
        schedule(expression, zone, 0)
    assert str(refused.value) == (
        f"Invalid time zone: got {zone!r}, accepts an IANA name such as Europe/Berlin{hint}"
    )
