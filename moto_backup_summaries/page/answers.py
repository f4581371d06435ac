"""A request for the page, from its address to its answer."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException

from ..backup import timestamps
from ..backup.account import existing_accounts
from ..backup.frame.incoming import AnyRequest
from ..backup.frame.transactions import exclusive
from ..backup.kit.state import changes
from ..backup.wiring import advance_everything
from ..control.endpoints import show_jobs
from .account_parts import account_parts
from .doing import done, sent_form
from .filters import address
from .safety import RefusedError, check_origin, sealed, token
from .views import VIEWS

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_ROOT = "/moto-api/backup/"
_DOING = "do/"
# So that an address is not longer than servers take.
_LONGEST_NOTICE = 4000
_FILES = {
    "style.css": "text/css",
    "page.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_HTML = "text/html; charset=utf-8"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["iso"] = timestamps.iso
    return environment


def respond(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """A page or a file of it. What is wrong with a request is said on the page, with HTTP 400 to 405."""
    url = urlparse(full_url)
    path = url.path.partition("/moto-api/backup")[2]
    try:
        method = request.method or ""
        check_origin(method, url.netloc, request.headers, _server_name(request))
        return _answer(request, path, url.query)
    except RefusedError as error:
        return _error(403, str(error))
    except ServiceException as error:
        return _error(400, f"AWS Backup answered {error.code}: {error.message}")
    except ValueError as error:
        return _error(400, str(error))
    except Exception:
        _LOG.exception("%s %s failed", request.method, full_url)
        return _error(500, "moto_backup_summaries failed: see the log of moto")


def _server_name(request: Any) -> str:
    environment: Mapping[str, str] = getattr(request, "environ", {})
    return environment.get("SERVER_NAME", "")


def _answer(request: AnyRequest, path: str, query: str) -> TYPE_RESPONSE:
    if not path:
        return 308, {**_HEADERS, "Location": _ROOT}, ""
    name = path.strip("/")
    if request.method == "POST" and name.startswith(_DOING):
        return _done(request, name.removeprefix(_DOING))
    if request.method not in ("GET", "HEAD"):
        return _error(405, f"{request.method} is not for this page")
    return _shown(name, query)


def _shown(name: str, query: str) -> TYPE_RESPONSE:
    if name in _DOCUMENTS:
        return _document(name)
    if name == "changes":
        return _written(200, "text/plain", _state())
    if name in _FILES:
        content = (_HERE / "static" / name).read_text(encoding="utf-8")
        return _written(200, _FILES[name], content)
    if name not in VIEWS:
        return _error(404, "There is no such page.")
    return _written(200, _HTML, _page(name, query))


def _done(request: AnyRequest, name: str) -> TYPE_RESPONSE:
    """Do what a form is for, and lead to the page that says so, or show the forms with what is wrong."""
    try:
        notice = done(name, sent_form(request))
    except ServiceException as error:
        return _written(400, _HTML, _page("do", "", alert=str(error.message)))
    except ValueError as error:
        return _written(400, _HTML, _page("do", "", alert=str(error)))
    # The address holds it, so that a reload does not do it again.
    notice = notice[:_LONGEST_NOTICE]
    location = _ROOT + address("do", {"notice": notice, "seal": sealed(notice)})
    return 303, {**_HEADERS, "Location": location}, ""


def _document(name: str) -> TYPE_RESPONSE:
    """What is there, as a document that can be loaded."""
    file_name, values = _DOCUMENTS[name]
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    text = "\n".join(json.dumps(value) for value in values())
    return 200, {**_HEADERS, **headers, "Content-Type": "application/json"}, text


# The file of each, and what gives the values in it: all jobs, or all that accounts have.
_DOCUMENTS: Mapping[str, tuple[str, Callable[[], list[Any]]]] = {
    "document": ("jobs.json", lambda: [show_jobs({})]),
    "account": ("account.json", account_parts),
}


@exclusive
def _state() -> str:
    """A text that differs as soon as something has changed, or another day has begun."""
    now = advance_everything()
    return f"{changes.number} {timestamps.day_of(now)}"


@exclusive
def _page(name: str, query: str, alert: str = "") -> str:
    """A page, all of it of one moment. alert: what is wrong with what was sent."""
    advance_everything()
    template, view = VIEWS[name]
    return _rendered(template, {"page": name, "alert": alert, **view(query)})


def _rendered(template: str, context: Mapping[str, Any]) -> str:
    accounts = list(existing_accounts())
    shared = {
        "as_of": _state(),
        "token": token(),
        "address": address,
        "now": timestamps.iso(timestamps.now()),
        "account_ids": sorted({account.id for account in accounts}),
        "regions": sorted({account.region for account in accounts}),
    }
    return _templates().get_template(template).render({**shared, **context})


def _error(status: int, text: str) -> TYPE_RESPONSE:
    return _written(status, _HTML, _rendered("error.html", {"page": None, "text": text}))


def _written(status: int, content_type: str, text: str) -> TYPE_RESPONSE:
    # A lone surrogate, which JSON may have, is no text of a page.
    body = text.encode("utf-8", "replace").decode("utf-8")
    return status, {**_HEADERS, "Content-Type": content_type}, body
