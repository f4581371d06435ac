"""What stacks export."""

from typing import Any

from moto.cloudformation.models import cloudformation_backends


def follow_exports(stack: Any) -> None:
    """Let the exports of a stack be those of its outputs now; moto keeps those of its creation."""
    exports = cloudformation_backends[stack.account_id][stack.region_name].exports
    for name in [*exports]:
        if exports[name].exporting_stack_id == stack.stack_id:
            del exports[name]
    exports.update({export.name: export for export in stack.exports})
