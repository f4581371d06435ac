"""What is changed in moto's Resource Groups Tagging API, for registration.py."""

from typing import Any

from .replacing import Change, Replaced, wrapping


def _tag_resources(*args: Any, **kwargs: Any) -> Any:
    from .backup.tagging_api import tag_resources

    return tag_resources(*args, **kwargs)


def _untag_resources(*args: Any, **kwargs: Any) -> Any:
    from .backup.tagging_api import untag_resources

    return untag_resources(*args, **kwargs)


def _resources(*args: Any, **kwargs: Any) -> Any:
    from .backup.tagging_api import resources_of_types

    return resources_of_types(*args, **kwargs)


def _tag_keys(*args: Any) -> Any:
    from .backup.tagging_api import tag_keys

    return tag_keys(*args)


def _tag_values(*args: Any) -> Any:
    from .backup.tagging_api import tag_values

    return tag_values(*args)


def _tagged_backups(self: Any) -> Any:
    from moto.backup.models import backup_backends

    backend: Any = backup_backends[self.account_id][self.region_name]
    return backend.all_as_vaults()


_API = "ResourceGroupsTaggingAPIBackend"
_TAGGING = Replaced(
    _API,
    {
        "tag_resources": wrapping(_tag_resources),
        "untag_resources": wrapping(_untag_resources),
        # For older versions of moto, which find only vaults; newer ones ask our backend themselves.
        "backup_backend": lambda original: property(_tagged_backups),
    },
)
# For older versions too.
_FINDING = Replaced(
    _API,
    {
        "_get_resources_generator": wrapping(_resources),
        "_get_tag_keys_generator": wrapping(_tag_keys),
        "_get_tag_values_generator": wrapping(_tag_values),
    },
)


def _apply(models: Any) -> None:
    _TAGGING.apply(models)
    if "iter_taggable_backends" not in models.__dict__:
        _FINDING.apply(models)


def _undo(models: Any) -> None:
    _TAGGING.undo(models)
    _FINDING.undo(models)


TAGGING_CHANGES = {"moto.resourcegroupstaggingapi.models": Change(_apply, _undo)}
