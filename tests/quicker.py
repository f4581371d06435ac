"""What the tests change in libraries for a whole run, so that it is shorter; README.rst says why for each.

With PLAIN_LIBRARIES in the environment nothing is changed: so CI runs the quick tests once.
"""

import os
import socketserver
from functools import cache, partialmethod
from pathlib import Path
from typing import Any

import botocore.session
import moto.core.models
import werkzeug.serving
from botocore.hooks import EventAliaser
from cryptography.hazmat.primitives.asymmetric import rsa


def change_libraries() -> None:
    botocore.session.create_loader = cache(botocore.session.create_loader)
    moto.core.models.CallbackResponse = cache(moto.core.models.CallbackResponse)
    _share_names_of_events()
    rsa.generate_private_key = cache(rsa.generate_private_key)
    for server_class in (socketserver.BaseServer, werkzeug.serving.BaseWSGIServer):
        serve_forever = partialmethod(server_class.serve_forever, poll_interval=0.01)
        server_class.serve_forever = serve_forever
    os.environ["MOTO_AMIS_PATH"] = str(Path(__file__).with_name("images.json"))
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / "build" / "bytecode")


def _share_names_of_events() -> None:
    """Let all clients share the names that events have in botocore, which are the same for each."""
    names: dict[str, str] = {}
    initialize = EventAliaser.__init__

    def initialize_with_names(self: EventAliaser, *arguments: Any) -> None:
        initialize(self, *arguments)
        self._alias_name_cache = names

    EventAliaser.__init__ = initialize_with_names
