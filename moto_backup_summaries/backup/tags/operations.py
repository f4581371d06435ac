"""Tags, which moto keeps. It takes their paths apart in ways that differ between its versions."""

from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException
from ..aws.recorded_errors import POINT_NOT_FOUND
from ..frame.operations import ITEMS_PER_PAGE, Request, operation
from ..frame.transactions import keep_tags
from ..members import Members
from .tagged import tags_of


@operation("ListTags")
def list_tags(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html"""
    query = account.query("ListTags", request)
    arn = query.filters["ResourceArn"]
    if _is_kept_elsewhere(arn):
        raise POINT_NOT_FOUND.error()
    tags = tags_of(account, arn)
    ahead = [
        (key, (key, tags[key])) for key in sorted(tags) if query.after is None or key > query.after
    ]
    shown, token = query.page(ahead, request.get("MaxResults", ITEMS_PER_PAGE))
    return {"Tags": dict(shown), "NextToken": token}


@operation("TagResource")
def tag_resource(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TagResource.html"""
    arn, tags = request["ResourceArn"], request["Tags"]
    _check_kept_here(arn)
    checks.tags("Tags", tags, tags_of(account, arn))
    if not account.recovery_points.tag(arn, tags):
        keep_tags(account.moto.tagger, arn)
        account.moto.tag_resource(arn, tags)
    return {}


@operation("UntagResource")
def untag_resource(account: Account, request: Request) -> Members:
    arn, keys = request["ResourceArn"], request["TagKeyList"]
    _check_kept_here(arn)
    tags_of(account, arn)
    if not account.recovery_points.untag(arn, keys):
        keep_tags(account.moto.tagger, arn)
        account.moto.untag_resource(arn, keys)
    return {}


def _is_kept_elsewhere(arn: str) -> bool:
    """Recovery points that another service keeps, such as snapshots of EBS, are tagged there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html
    """
    parsed = Arn.parse(arn)
    return parsed is not None and parsed.service != "backup"


def _check_kept_here(arn: str) -> None:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UntagResource.html"""
    if Arn.parse(arn) is None or _is_kept_elsewhere(arn):
        accepted = "an ARN of AWS Backup: arn:PARTITION:backup:…"
        raise InvalidParameterValueException.of("ResourceArn", arn, accepted)
