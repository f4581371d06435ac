"""What the tests change in libraries for a whole run, so that it is shorter; README.rst says why for each.

With PLAIN_LIBRARIES in the environment nothing is changed: so CI runs the quick tests once.
"""

import os
import socketserver
from functools import cache, partialmethod
from pathlib import Path

import botocore.session
import moto.core.models
import werkzeug.serving
from cryptography.hazmat.primitives.asymmetric import rsa


def change_libraries() -> None:
    botocore.session.create_loader = cache(botocore.session.create_loader)
    moto.core.models.CallbackResponse = cache(moto.core.models.CallbackResponse)
    rsa.generate_private_key = cache(rsa.generate_private_key)
    for server_class in (socketserver.BaseServer, werkzeug.serving.BaseWSGIServer):
        serve_forever = partialmethod(server_class.serve_forever, poll_interval=0.01)
        server_class.serve_forever = serve_forever
    os.environ["MOTO_AMIS_PATH"] = str(Path(__file__).with_name("images.json"))
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / "build" / "bytecode")
