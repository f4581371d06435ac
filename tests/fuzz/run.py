"""Runs of requests, in rounds that each begin with a moto as new, and what they found."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random

from moto.moto_server import utilities

from .answers import Answer, complaints
from .generator import absurd_request, request_number
from .health import SickError, check_health
from .right import OTHER_ACCOUNT, Known, beginning, selection_of
from .transports import OverHttp, Transport
from .wire import ACCOUNT, Request

# Mostly hours, now and then ten years.
_HOURS = [1, 1, 7, 25] * 8 + [87_600]
# A round is short enough to be replayed whole.
REQUESTS_IN_ROUND = 1000
ABSURD_REQUESTS_IN_ROUND = 100
# Every so many requests, moto's clock goes on by an hour, and its health is looked at.
REQUESTS_IN_HOUR = 100
REQUESTS_BEFORE_CHECK = 250

_FRAME = re.compile(r'File "[^"]*?((?:moto_backup_summaries|moto)/[^"]+)", line (\d+)')
_RAISED = re.compile(r"^[A-Za-z][\w.]*(?:Error|Exception)\b.*", re.MULTILINE)
# What differs between failures of one cause.
_WRONG_VALUE = re.compile(r": .*(is no \w+|not in enum|lacks members)$")
_VALUE = re.compile(r"0x\w+|'[^']*'|\"[^\"]*\"|\d+")


@dataclass(frozen=True)
class Failure:
    """An answer that nobody may get."""

    seed: int
    number: int
    request: Request
    answer: Answer
    complaint: str
    command: str

    @property
    def cause(self) -> str:
        """The complaint with exception and line of the innermost frame in this package or in moto."""
        frames = _FRAME.findall(self.answer.log)
        if not frames:
            return _WRONG_VALUE.sub(r": … \1", self.complaint)
        path, line = frames[-1]
        raised = _RAISED.findall(self.answer.log)[-1:] or [""]
        text = _VALUE.sub("…", raised[0])[:120]
        return f"{self.complaint}: {text} at {path}:{line}"

    def __str__(self) -> str:
        body = self.request.body[:2000]
        return (
            f"{self.complaint}: {self.request.about}\n"
            f"  {self.request.method} {self.request.target[:2000]}\n"
            f"  {dict(self.request.headers)}\n  {body!r}\n"
            f"  answered {self.answer.status} {self.answer.body[:500]!r}\n"
            f"  {self.answer.log[-3000:]}\n"
            f"  again: {self.command} --seed {self.seed} --requests {self.number + 1}"
        )


@dataclass
class Findings:
    """Distinct failures by their causes: how many, and the first of each."""

    requests: int = 0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    firsts: dict[str, Failure] = field(default_factory=dict)

    def add(self, failure: Failure) -> None:
        self.counts[failure.cause] = self.counts.get(failure.cause, 0) + 1
        self.firsts.setdefault(failure.cause, failure)

    def __str__(self) -> str:
        rate = self.requests / self.seconds if self.seconds else 0
        causes = sorted(self.counts, key=lambda cause: -self.counts[cause])
        lines = [f"{self.counts[cause]:6} {cause}\n{self.firsts[cause]}\n" for cause in causes]
        return "\n".join(
            [
                *lines,
                f"{self.requests} requests, {rate:.0f} a second: "
                f"{sum(self.counts.values())} failures of {len(causes)} kinds",
            ]
        )


def run(
    transport: Transport,
    seed: int,
    requests: int | None = None,
    seconds: float | None = None,
    before_check: int = REQUESTS_BEFORE_CHECK,
    report: Callable[[Findings], None] = lambda _: None,
) -> Findings:
    """Ask so many requests, or for so long. Round after round, each with the next seed.

    What was found until somebody interrupts is told too.
    """
    findings, begun = Findings(), time.perf_counter()
    with suppress(KeyboardInterrupt):
        while requests is None or findings.requests < requests:
            findings.seconds = time.perf_counter() - begun
            if seconds is not None and findings.seconds >= seconds:
                break
            left = REQUESTS_IN_ROUND if requests is None else requests - findings.requests
            for failure in one_round(transport, seed, min(left, REQUESTS_IN_ROUND), before_check):
                if failure is None:
                    findings.requests += 1
                else:
                    findings.add(failure)
            seed += 1
            report(findings)
    findings.seconds = time.perf_counter() - begun
    return findings


def answered_by_us(transport: Transport, request: Request) -> Request:
    """The request, which does not say that it is packed where moto's server unpacks it before anybody."""
    if not (isinstance(transport, OverHttp) and hasattr(utilities, "decompress_request_body")):
        return request
    headers = {k: v for k, v in request.headers.items() if k != "Content-Encoding"}
    return replace(request, headers=headers)


def one_round(
    transport: Transport, seed: int, requests: int, before_check: int
) -> Iterator[Failure | None]:
    """Each failure, and None for each request. A sick moto ends the round."""
    known = begin(transport)
    for number in range(requests):
        request = answered_by_us(transport, request_number(number, seed, known))
        answer, failures = ask(transport, request, seed, number, known)
        yield from failures
        yield None
        if number % REQUESTS_IN_HOUR == REQUESTS_IN_HOUR - 1:
            transport.pass_time(3600 * Random(f"{seed}/{number}/time").choice(_HOURS))
        is_due = number % before_check == before_check - 1 or _never_came(answer)
        if is_due and (found := sickness(transport, seed, number, request)):
            yield found
            return


def _never_came(answer: Answer) -> bool:
    return (answer.missing or "").startswith("no answer")


def begin(transport: Transport) -> Known:
    """A moto as new, with what every round begins with; what that told."""
    transport.begin_again()
    known = Known()
    for account in (OTHER_ACCOUNT, ACCOUNT):
        for request in beginning(account):
            _begin_with(transport, request, known)
        _begin_with(transport, selection_of(known, account), known)
    return known


def _begin_with(transport: Transport, request: Request, known: Known) -> None:
    answer = transport.send(request)
    if answer.missing or answer.status >= 300:
        raise RuntimeError(f"a round does not begin: {request} is answered {answer}")
    learn(known, request, answer)


def learn(known: Known, request: Request, answer: Answer) -> None:
    if request.operation is not None and answer.status == 200:
        try:
            known.learn(request.operation, answer.document)
        except ValueError:
            return


def ask(
    transport: Transport, request: Request, seed: int, number: int, known: Known
) -> tuple[Answer, list[Failure]]:
    answer = transport.send(request)
    learn(known, request, answer)
    found = complaints(request, answer)
    return answer, [
        Failure(seed, number, request, answer, text, transport.command) for text in found
    ]


def sickness(transport: Transport, seed: int, number: int, request: Request) -> Failure | None:
    """The failure of a moto that does not answer plain calls as it ought to."""
    try:
        check_health(transport)
    except SickError as sick:
        complaint, _, log = str(sick).partition("\n")
        answer = Answer(log=log)
        return Failure(seed, number, request, answer, f"sick: {complaint}", transport.command)
    return None


def absurd_and_healthy(transport: Transport, seed: int, requests: int) -> Iterator[Failure]:
    """The failures of absurd requests, with a look at moto's health after each of them."""
    for number in range(requests):
        if number % ABSURD_REQUESTS_IN_ROUND == 0:
            known = begin(transport)
        request = absurd_request(number, seed, known)
        _, failures = ask(transport, request, seed, number, known)
        yield from failures
        if found := sickness(transport, seed, number, request):
            yield found
            known = begin(transport)
