"""Clients of any service, each made once for all tests: making one takes longer than most tests do."""

from collections.abc import Callable
from copy import copy
from typing import Any

import boto3
from botocore.config import Config
from botocore.hooks import EventAliaser

from ..backup.account import HOME_REGION
from .lifetime import Lifetime

# Those that moto's mock gives.
ACCESS_KEY, SECRET_KEY = "FOOBARKEY", "FOOBARSECRET"
# Proxies of the environment lead elsewhere.
_CONFIG = Config(proxies={})


class SharedClients:
    """The clients of all tests, by service and region; endpoint_url: of a server, if they are not mocked."""

    def __init__(self, endpoint_url: str | None = None) -> None:
        self._endpoint_url = endpoint_url
        self._session: Any = boto3.Session(
            aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY
        )
        # So do its endpoints, of a server with something else.
        self._session._session.set_config_variable("ignore_configured_endpoint_urls", True)
        self._clients: dict[tuple[str, str], Any] = {}

    @property
    def region(self) -> str:
        """The region of whoever names none: by environment or profile, else us-east-1."""
        return self._session.region_name or HOME_REGION

    def get(self, service: str, region: str) -> Any:
        if (service, region) not in self._clients:
            self._clients[service, region] = self.new(service, region)
        return self._clients[service, region]

    def new(self, service: str, region: str, **options: Any) -> Any:
        config = _CONFIG.merge(options.pop("config", None) or Config())
        given = {"endpoint_url": self._endpoint_url, **options}
        return self._session.client(service, region_name=region, config=config, **given)


class Clients:
    """Gives one test its clients: `aws_clients("ec2", "eu-west-1")`.

    Each is the same as in other tests underneath, and the test's own to its user: handlers of events that it
    registers are gone in the next test, and it refuses calls once its test is over. With options, which are
    those of boto3, it is made for this test alone.
    """

    def __init__(self, shared: SharedClients) -> None:
        self._shared = shared
        self._lifetime = Lifetime()
        self._given: dict[tuple[str, str], Any] = {}
        self._take_back: list[Callable[[], None]] = []

    def __call__(self, service: str, region_name: str | None = None, **options: Any) -> Any:
        region = region_name or self._shared.region
        if options:
            return self._bound(self._shared.new(service, region, **options))
        if (service, region) not in self._given:
            self._given[service, region] = self._bound(self._shared.get(service, region))
        return self._given[service, region]

    def close(self) -> None:
        """Refuse further calls, and forget the handlers of this test."""
        self._lifetime.end()
        for take_back in self._take_back:
            take_back()

    def _bound(self, client: Any) -> Any:
        """The client as an object of its own, which shares all but what a test may change."""
        own: Any = object.__new__(type(client))
        own.__dict__.update(client.__dict__)

        # Found in the class at each call: whoever replaces it there, as many tests do, is heard.
        def make_api_call(operation_name: str, parameters: Any) -> Any:
            with self._lifetime.call():
                return type(own)._make_api_call(own, operation_name, parameters)

        own._make_api_call = make_api_call
        own.meta = copy(client.meta)
        own.meta.events = _WatchedEvents(client.meta.events, self._take_back)
        return own


class _WatchedEvents(EventAliaser):
    """The events of a client, which become what they were before a test first changed their handlers."""

    def __init__(self, events: EventAliaser, take_back: list[Callable[[], None]]) -> None:
        # The emitter is the client's: what is registered here is called wherever it emits an event.
        self.__dict__ = events.__dict__.copy()
        self._take_back = take_back
        self._is_changed = False

    def register(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().register(*args, **kwargs)

    def register_first(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().register_first(*args, **kwargs)

    def register_last(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().register_last(*args, **kwargs)

    def unregister(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().unregister(*args, **kwargs)

    def _note(self) -> None:
        if not self._is_changed:
            self._is_changed = True
            emitter = self.__dict__["_emitter"]
            before = copy(emitter).__dict__
            self._take_back.append(lambda: emitter.__dict__.update(before))
