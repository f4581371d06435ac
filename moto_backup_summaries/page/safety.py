"""Whether a request comes from the page itself, and not from another site in the same browser.

moto's server lets every site read what it answers, so that the page has to refuse by itself.
"""

import os
from hashlib import blake2b
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

# Names that nobody can let another address answer for.
_LOCAL_SUFFIXES = (".localhost", ".internal", "motoapi.amazonaws.com")
_OWN_SITES = ("same-origin", "none")


# Of the process: a form that was served before it began is not accepted.
_KEY = os.urandom(32)


class RefusedError(Exception):
    """A request that the page does not answer; its text says why."""


def token() -> str:
    """What each form of the page holds, and no other site can read."""
    return sealed("form")


def check_token(value: str) -> None:
    if not has_seal("form", value):
        text = "The form is not of this page as it is now: load the page anew, and send it again."
        raise RefusedError(text)


def sealed(text: str) -> str:
    """What shows that this process wrote a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=32, key=_KEY).hexdigest()


def has_seal(text: str, seal: str) -> bool:
    return compare_digest(sealed(text).encode(), seal.encode("utf-8", "replace"))


def check_origin(method: str, host: str, headers: Any, server_name: str) -> None:
    """Raise RefusedError for a request under a foreign name, or from another site.

    A link from elsewhere is followed; what a script or a form of another site sends is not.
    host: of the request, with its port. server_name: the host that the server was started with.
    """
    if not _is_own(host, server_name):
        raise RefusedError(
            f"The page is not served as {host!r}: use an IP address, localhost, a name without dots, "
            "or the host that the server was started with (-H)."
        )
    origin = headers.get("Origin")
    if origin is not None and _host_of(origin) != host.lower():
        raise RefusedError("The page answers no other site.")
    site = headers.get("Sec-Fetch-Site", "none")
    is_link = method == "GET" and headers.get("Sec-Fetch-Mode") == "navigate"
    if site not in _OWN_SITES and not is_link:
        raise RefusedError("The page answers no other site.")


def _host_of(origin: str) -> str:
    """The host of an origin, with its port; empty where it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_own(host: str, server_name: str) -> bool:
    """Whether no name server of somebody else's can have led here by this name."""
    name = _without_port(host)
    return bool(name) and (
        "." not in name
        or _is_address(name)
        or name.endswith(_LOCAL_SUFFIXES)
        or name == server_name
    )


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.lower().partition(":")[0].rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
