"""Absurd requests: what no SDK sends. Each is a right request with something done to its bytes."""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from random import Random
from typing import Any

from .right import Known
from .wire import MODEL, Request, encoded, signed
from .wrong import JUNK, LINE_BREAK, mutated, shown

NESTED = b"[" * 10_000 + b"]" * 10_000
BODIES: dict[str, bytes] = {
    "an empty body": b"",
    "a body of white space": b" \n",
    "a body that is null": b"null",
    "a body that is a list": b"[]",
    "a body that is a string": b'"x"',
    "a body that is a number": b"5",
    "half a body": b'{"BackupVaultName": "nigh',
    "a body with more behind it": b"{} {}",
    "a body with a BOM": b"\xef\xbb\xbf{}",
    "a body in UTF-16": "{}".encode("utf-16"),
    "a body that is no UTF-8": b'{"BackupVaultName": "\xff\xfe"}',
    "an encoded surrogate": b'{"BackupVaultName": "\xed\xa0\x80"}',
    "a body nested 10,000 deep": NESTED,
    "a member nested 10,000 deep": b'{"BackupVaultTags": ' + NESTED + b"}",
    "an open nest of 100,000": b'{"a":' * 100_000,
    "a number of 5,000 digits": b'{"StartWindowMinutes": ' + b"9" * 5000 + b"}",
    "an exponent of a million": b'{"StartWindowMinutes": 1e1000000}',
    "a number that is NaN": b'{"StartWindowMinutes": NaN}',
    "members twice": b'{"ResourceArn": "a", "ResourceArn": null}',
    "a body of NUL": b"\x00" * 9,
    "a form": b"Action=ListBackupJobs&Version=2018-11-15",
    "XML": b"<?xml version='1.0'?><a/>",
    "a million characters": b'{"BackupVaultName": "' + b"a" * 1_000_000 + b'"}',
}
HEADERS: dict[str, dict[str, str]] = {
    "no content type": {"Content-Type": ""},
    "a form's content type": {"Content-Type": "application/x-www-form-urlencoded"},
    "a file's content type": {"Content-Type": "multipart/form-data; boundary=x"},
    "a broken file's content type": {"Content-Type": "multipart/form-data"},
    "JSON 1.1": {"Content-Type": "application/x-amz-json-1.1"},
    "CBOR": {"Content-Type": "application/cbor"},
    "XML's content type": {"Content-Type": "text/xml"},
    "an unknown charset": {"Content-Type": "application/json; charset=none"},
    "gzip that is none": {"Content-Encoding": "gzip"},
    "an unknown encoding": {"Content-Encoding": "zstd, none"},
    "a target of another protocol": {"X-Amz-Target": "AWSBackup.ListBackupJobs"},
    "an empty account": {"x-moto-account-id": ""},
    "an account of letters": {"x-moto-account-id": "me"},
    "an account of unicode digits": {"x-moto-account-id": "١٢٣٤٥٦٧٨٩٠١٢"},
    "a short account": {"x-moto-account-id": "12"},
    "an account with a path": {"x-moto-account-id": "../../etc/passwd"},
    "a region in the user agent": {"User-Agent": "x region/mars-1"},
    "an expectation": {"X-HTTP-Method-Override": "DELETE"},
    "a chunked body": {"Transfer-Encoding": "chunked"},
}
_TEN_MEGABYTES = gzip.compress(b" " * 10_000_000, mtime=0)
REGIONS = ["mars-1", "us-gov-mars-1", "cn-north-9", "US-EAST-1", "aws", "x" * 60]
# Moto's server refuses all others with its own page, before anybody is asked.
METHODS = ["HEAD", "OPTIONS", "PATCH", "DELETE", "POST", "PUT", "GET"]
PATHS = [
    "/",
    "//",
    "/no/such/path",
    "/backup-vaults/%00",
    "/backup-vaults/a%0D%0AX-Injected:%20yes",
    "/backup-vaults/%0A",
    "/backup-vaults/%ff%fe",
    "/backup-vaults/%ED%A0%80",
    "/backup-vaults/%zz",
    "/backup-vaults/..%2f..%2fetc%2fpasswd",
    "/backup-vaults/" + "a" * 20_000,
    "/backup-jobs/%E2%80%A8",
    "/tags/%0D%0A",
    "/audit/backup-job-summaries%0d%0a",
    "/backup-jobs/a/b/c",
    "/backup/plans/%2F/selections/%2F",
    "/resources/%0a/recovery-points/",
]
QUERIES = ["%", "=", "&&&", "%ff=%fe", "a" * 20_000, "x[]=1", "State=%0D%0A", "%00=%00", "State"]


def _another_body(request: Request, random: Random, known: Known) -> Request:
    about, body = random.choice(list(BODIES.items()))
    return replace(request, body=body, about=about)


def _another_header(request: Request, random: Random, known: Known) -> Request:
    about, headers = random.choice(list(HEADERS.items()))
    return replace(request, headers={**request.headers, **headers}, about=about)


def _a_packed_body(request: Request, random: Random, known: Known) -> Request:
    packed = gzip.compress(request.body, mtime=0)
    body = random.choice((packed, packed, packed, packed[:-4], packed[4:], _TEN_MEGABYTES))
    headers = {**request.headers, "Content-Encoding": "gzip"}
    return replace(request, body=body, headers=headers, about="a packed body")


def _an_unknown_region(request: Request, random: Random, known: Known) -> Request:
    region = random.choice(REGIONS)
    headers = {**request.headers, **signed(request.service, region)}
    return replace(request, region=region, headers=headers, about=f"region {region}")


def _no_signature(request: Request, random: Random, known: Known) -> Request:
    headers = {name: text for name, text in request.headers.items() if name != "Authorization"}
    return replace(request, headers=headers, about="no Authorization")


def _another_method(request: Request, random: Random, known: Known) -> Request:
    method = random.choice(METHODS)
    return replace(request, method=method, operation=None, about=f"method {method}")


def _another_path(request: Request, random: Random, known: Known) -> Request:
    path = random.choice(PATHS)
    about = f"path {shown(path)}"
    return replace(request, target=path, service="backup", operation=None, about=about)


def _a_line_break_in_the_path(request: Request, random: Random, known: Known) -> Request:
    path, _, query = request.target.partition("?")
    parts = path.split("/")
    # What is not below the plugin's own path is moto's own to answer.
    first = 4 if request.target.startswith("/moto-api/static/backup/") else 1
    place = random.randrange(first, len(parts)) if len(parts) > first else len(parts) - 1
    parts[place] += encoded(LINE_BREAK)
    target = "/".join(parts) + (f"?{query}" if query else "")
    return replace(request, target=target, operation=None, about="a line break in the path")


def _an_odd_query(request: Request, random: Random, known: Known) -> Request:
    query = random.choice(QUERIES)
    join = "&" if "?" in request.target else "?"
    return replace(request, target=request.target + join + query, about=f"query {shown(query)}")


def _keys_twice(request: Request, random: Random, known: Known) -> Request:
    """Each parameter that the query may have, with two values."""
    pairs = [f"{name}={encoded(str(random.choice(JUNK)))}" for name in _query_keys(request)] * 2
    path = request.target.partition("?")[0]
    return replace(request, target=f"{path}?{'&'.join(pairs)}", about="every key twice")


def _junk_in_the_query(request: Request, random: Random, known: Known) -> Request:
    name, junk = random.choice(_query_keys(request)), str(random.choice(JUNK))
    path = request.target.partition("?")[0]
    about = f"{name} is {shown(junk)}"
    return replace(request, target=f"{path}?{name}={encoded(junk)}", about=about)


def _query_keys(request: Request) -> list[str]:
    shape = MODEL.operation_model(request.operation).input_shape if request.operation else None
    members = shape.members.values() if shape else ()
    places = [member.serialization for member in members]
    return [it["name"] for it in places if it.get("location") == "querystring"] or ["key"]


def _a_false_token(request: Request, random: Random, known: Known) -> Request:
    token = random.choice((forged, altered, str_of_junk))(request, random, known)
    path = request.target.partition("?")[0]
    target = f"{path}?nextToken={encoded(token)}&NextToken={encoded(token)}"
    return replace(request, target=target, about=f"NextToken {shown(token)}")


def forged(request: Request, random: Random, known: Known) -> str:
    """A token that somebody made who knows how they are made, but no key of the process."""
    fields: list[Any] = [request.operation, "123456789012", "us-east-1", {}, 1767225600.0, [0, "a"]]
    document, _ = mutated(fields, random)
    text = json.dumps(document, separators=(",", ":")).encode()
    digest = blake2b(text, digest_size=8).digest()
    return base64.urlsafe_b64encode(digest + text).decode()


def altered(request: Request, random: Random, known: Known) -> str:
    """A token that was given out, maybe to another operation, with a character changed or cut off."""
    tokens = [
        token for name in MODEL.operation_names for token in known.values(f"{name} NextToken")
    ]
    token = random.choice(tokens or ["AAAAAAAAAAAAAAAA"])
    place = random.randrange(len(token))
    return random.choice(
        (token[:place], token[:place] + "A" + token[place + 1 :], token, token * 2)
    )


def str_of_junk(request: Request, random: Random, known: Known) -> str:
    return str(random.choice(JUNK))


Absurdity = Callable[[Request, Random, Known], Request]
ABSURDITIES: list[Absurdity] = [
    _another_body,
    _another_body,
    _another_header,
    _another_header,
    _a_packed_body,
    _an_unknown_region,
    _no_signature,
    _another_method,
    _another_path,
    _a_line_break_in_the_path,
    _an_odd_query,
    _keys_twice,
    _junk_in_the_query,
    _junk_in_the_query,
    _a_false_token,
]


def absurd(request: Request, random: Random, known: Known) -> Request:
    return random.choice(ABSURDITIES)(request, random, known)
