"""Of tiering configurations, for the tests that all families share."""

from itertools import count
from operator import itemgetter
from typing import Any

from family_examples import Listing

FILES = "arn:aws:s3:::files"


def selection(*resources: str, days: int = 60, resource_type: str = "S3") -> dict[str, Any]:
    """A ResourceSelection, by default of all buckets."""
    return {
        "Resources": list(resources) or ["*"],
        "TieringDownSettingsInDays": days,
        "ResourceType": resource_type,
    }


def document(vault: str = "nightly", *selections: dict[str, Any]) -> dict[str, Any]:
    return {"BackupVaultName": vault, "ResourceSelection": list(selections) or [selection()]}


def create(
    client: Any, name: str = "cheaper", body: dict[str, Any] | None = None, **parameters: Any
) -> Any:
    """Create a tiering configuration, by default of all buckets in `nightly`; the answer."""
    configuration = {"TieringConfigurationName": name, **(body or document())}
    return client.create_tiering_configuration(TieringConfiguration=configuration, **parameters)


def update(client: Any, name: str = "cheaper", body: dict[str, Any] | None = None) -> Any:
    return client.update_tiering_configuration(
        TieringConfigurationName=name, TieringConfiguration=body or document()
    )


def described(client: Any, name: str = "cheaper") -> Any:
    answer = client.get_tiering_configuration(TieringConfigurationName=name)
    return answer["TieringConfiguration"]


def listed(client: Any, **parameters: Any) -> list[Any]:
    return client.list_tiering_configurations(**parameters)["TieringConfigurations"]


def delete(client: Any, name: str = "cheaper") -> Any:
    return client.delete_tiering_configuration(TieringConfigurationName=name)


def _of_all(client: Any) -> Listing:
    numbers = count()

    def make() -> None:
        vault = f"vault{next(numbers)}"
        client.create_backup_vault(BackupVaultName=vault)
        create(client, vault, document(vault))

    name = itemgetter("TieringConfigurationName")
    return Listing(
        client.list_tiering_configurations,
        "TieringConfigurations",
        name,
        make,
        lambda name: delete(client, name),
    )


def _show(client: Any) -> None:
    create(client, TieringConfigurationTags={"a": "b"}, CreatorRequestId="token")
    create(client, "all", document("*"))
    update(client)
    described(client)
    client.list_tiering_configurations(MaxResults=1)
    delete(client)


def _prepare(client: Any) -> None:
    # An older botocore has none; what else there is must still be changed.
    if hasattr(client, "create_tiering_configuration"):
        create(client, "first", document("*"))


PREPARATIONS = {"a tiering configuration": _prepare}
CHANGES = {
    "CreateTieringConfiguration": create,
    "UpdateTieringConfiguration": lambda client: update(client, "first"),
    "DeleteTieringConfiguration": lambda client: delete(client, "first"),
}
LISTINGS = {"ListTieringConfigurations": _of_all}
ANSWERS = {"tiering configurations": _show}
