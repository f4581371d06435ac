"""The availability zones of a region, as moto's EC2 has them."""

from collections.abc import Sequence

from .backends import existing_backend


def zones_of(account_id: str, region: str) -> Sequence[str]:
    """Their names; the first of them where nobody has used EC2 there."""
    backend = existing_backend("ec2.models.ec2_backends", account_id, region)
    if backend is None:
        return [f"{region}a"]
    return [zone.name for zone in backend.describe_availability_zones()]
