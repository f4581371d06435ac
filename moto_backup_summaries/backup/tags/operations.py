"""Tags, which moto keeps. It takes their paths apart in ways that differ between its versions.

Those of recovery points are kept with these, so that a million of them cost nothing until one is looked at.
"""

from ..account import Account
from ..members import Members
from ..operations import Request, operation


@operation("ListTags")
def list_tags(account: Account, request: Request) -> Members:
    arn = request["ResourceArn"]
    tags = account.recovery_points.tags_of(arn)
    return {"Tags": account.moto.list_tags(arn) if tags is None else tags}


@operation("TagResource")
def tag_resource(account: Account, request: Request) -> Members:
    if not account.recovery_points.tag(request["ResourceArn"], request["Tags"]):
        account.moto.tag_resource(request["ResourceArn"], request["Tags"])
    return {}


@operation("UntagResource")
def untag_resource(account: Account, request: Request) -> Members:
    if not account.recovery_points.untag(request["ResourceArn"], request["TagKeyList"]):
        account.moto.untag_resource(request["ResourceArn"], request["TagKeyList"])
    return {}
