"""Tags, which moto keeps. It takes their paths apart in ways that differ between its versions."""

from ..account import Account
from ..members import Members
from ..operations import Request, operation


@operation("ListTags")
def list_tags(account: Account, request: Request) -> Members:
    return {"Tags": account.moto.list_tags(request["ResourceArn"])}


@operation("TagResource")
def tag_resource(account: Account, request: Request) -> Members:
    account.moto.tag_resource(request["ResourceArn"], request["Tags"])
    return {}


@operation("UntagResource")
def untag_resource(account: Account, request: Request) -> Members:
    account.moto.untag_resource(request["ResourceArn"], request["TagKeyList"])
    return {}
