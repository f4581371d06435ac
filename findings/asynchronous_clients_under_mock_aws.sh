#!/usr/bin/env bash
# aioboto3 15.5.0, moto 5.2.5, aiomoto 0.5.8, aiobotocore 3.9.2: an asynchronous client under mock_aws
#
# Behaviour: moto's mock answers an asynchronous client of boto3 before its request is sent, with a body that is
# there at once. aiobotocore awaits it, so that every call is a TypeError. moto's server answers, in the same
# process too; and aiomoto's mock_aws, which takes moto up to 5.2.4, gives bodies that can be awaited.
#
# Output:
#   mock_aws: TypeError: object bytes can't be used in 'await' expression
#   ThreadedMotoServer: []
#   aiomoto: []
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing

python3 -m venv env
env/bin/pip install --quiet aioboto3==15.5.0 'moto[server]==5.2.5'
env/bin/python > seen 2> log <<'PYTHON'
import asyncio

import aioboto3
from moto import mock_aws
from moto.server import ThreadedMotoServer


async def vaults(**options):
    async with aioboto3.Session().client("backup", region_name="us-east-1", **options) as client:
        return (await client.list_backup_vaults())["BackupVaultList"]


with mock_aws():
    try:
        print("mock_aws:", asyncio.run(vaults()))
    except TypeError as error:
        print("mock_aws: TypeError:", error)
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
print("ThreadedMotoServer:", asyncio.run(vaults(endpoint_url=f"http://127.0.0.1:{port}")))
server.stop()
PYTHON

python3 -m venv other
other/bin/pip install --quiet aiomoto==0.5.8 aiobotocore==3.9.2
other/bin/python >> seen <<'PYTHON'
import asyncio

from aiobotocore.session import get_session
from aiomoto import mock_aws


async def vaults():
    async with mock_aws(), get_session().create_client("backup", region_name="us-east-1") as client:
        return (await client.list_backup_vaults())["BackupVaultList"]


print("aiomoto:", asyncio.run(vaults()))
PYTHON
diff <(echo "$expected") seen
