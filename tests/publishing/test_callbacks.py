"""A subscriber over HTTP may ask AWS Backup while it is being told, and may fail."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from calls import start
from listeners import Queue, put_rule, states
from moto.server import ThreadedMotoServer
from support import MakeClient, new_client

COMPLETED = {"detail-type": ["Backup Job State Change"], "detail": {"state": ["COMPLETED"]}}
# After so many seconds a call is taken to wait for what waits for it.
PATIENCE = 10


@contextmanager
def subscriber(hear: Callable[[Any], None]) -> Iterator[str]:
    """The URL of a server that hears each event which SNS posts to it, and that waits for nobody long."""
    waited_for: list[bool] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            event = json.loads(json.loads(body)["Message"])
            hearing = Thread(target=hear, args=(event,), daemon=True)
            hearing.start()
            hearing.join(PATIENCE)
            waited_for.append(hearing.is_alive())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert not any(waited_for), "whoever told waited for an answer, and let nobody else ask"


def subscribe(make: MakeClient, url: str) -> Queue:
    """Let a rule tell a topic, which tells a URL and after it a queue."""
    sns, queue = make(service="sns"), Queue(make(service="sqs"))
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    attributes = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=url)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes=attributes)
    put_rule(make(service="events"), COMPLETED, topic)
    return queue


def test_a_subscriber_asks_about_the_job_before_the_call_that_started_it_is_answered(
    make_client: MakeClient, backup: Any
) -> None:
    asked: list[Any] = []
    client = make_client()

    def hear(event: Any) -> None:
        job = client.describe_backup_job(BackupJobId=event["detail"]["backupJobId"])
        asked.append((job["BackupJobId"], job["State"]))
        if len(asked) == 1:
            start(client)

    with subscriber(hear) as url:
        subscribe(make_client, url)
        job_id = start(backup)["BackupJobId"]
    assert asked[0] == (job_id, "COMPLETED")
    assert len(asked) == 2


def test_a_subscriber_who_is_not_there_hurts_nobody(make_client: MakeClient, backup: Any) -> None:
    with subscriber(print) as url:
        pass
    queue = subscribe(make_client, url)
    job_id = start(backup)["BackupJobId"]
    assert backup.describe_backup_job(BackupJobId=job_id)["State"] == "COMPLETED"
    assert states(queue.events()) == ["COMPLETED"]


def test_a_server_in_a_thread_tells_and_is_asked() -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()

        def make(service: str = "backup") -> Any:
            address = f"http://{host}:{port}"
            return new_client(service, endpoint_url=address)

        asked: list[str] = []
        client = make()

        def hear(event: Any) -> None:
            job = client.describe_backup_job(BackupJobId=event["detail"]["backupJobId"])
            asked.append(job["State"])

        client.create_backup_vault(BackupVaultName="nightly")
        with subscriber(hear) as url:
            subscribe(make, url)
            start(client)
        assert asked == ["COMPLETED"]
    finally:
        server.stop()
