"""The rows of recovery points, and what is asked of no other rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..kit.table import Table
from ..views import PointTraits
from .point_rows import ARN, LIFECYCLE, PARENT, TAGS, VAULT

# Of which `PointTraits.of` makes the traits of a row.
_TRAITS = ("ResourceType", "IsEncrypted", LIFECYCLE, TAGS)


class PointTable(Table):
    """Rows as point_rows.py says."""

    def by_vault(self, rows: Sequence[int]) -> Mapping[str, list[int]]:
        in_vaults = defaultdict[str, list[int]](list)
        for row, vault_name in zip(rows, self.values(VAULT, rows), strict=True):
            in_vaults[vault_name].append(row)
        return in_vaults

    def parts(self, vault_name: str, arn: str) -> list[int]:
        """The rows of what a composite recovery point is made of."""
        return [
            row
            for row in self.find(PARENT, arn)
            if self.member(row, VAULT) == vault_name and self.member(row, ARN) != arn
        ]

    def has_parts(self, row: int) -> bool:
        # An ARN that nobody has seen is that of no parent.
        arn = self.member(row, ARN)
        return bool(arn and self.parts(self.member(row, VAULT), arn))

    def number_by_traits(self) -> Mapping[PointTraits, int]:
        """How many rows have which traits."""
        return self.groups(_TRAITS, PointTraits.of)
