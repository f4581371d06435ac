"""Who sees whose jobs.

https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
"""


def visible_accounts(caller: str, account_id: str | None) -> dict[str, str]:
    """The accounts whose jobs a caller sees when it asks for `account_id`, each with what its rows show.

    A caller sees its own jobs whatever it asks for.
    """
    return {caller: caller}
