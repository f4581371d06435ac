"""One request of a run: by the seed and its number alone, beside what answers have told."""

from random import Random

# Registers the operations.
import moto_backup_summaries.backup.wiring  # noqa: F401
from moto_backup_summaries.backup.frame.operations import OPERATIONS

from .absurd import absurd
from .plugin import plugin_request
from .right import Known, parameters
from .wire import MODEL, Request, request_of
from .wrong import mutated

# Operations that nobody implements yet answer all alike, and are asked less often.
_OPERATIONS = [
    name for name in MODEL.operation_names for _ in range(6 if name in OPERATIONS else 1)
]


def request_number(number: int, seed: int, known: Known) -> Request:
    """The request: one half right, the rest wrong and absurd alike."""
    random = Random(f"{seed}/{number}")
    kind = random.choice(("right", "right", "wrong", "absurd"))
    if random.random() < 0.12:
        request = plugin_request(random, known)
    else:
        request = _of_the_model(random, known, wrong=kind == "wrong")
    return _made_absurd(request, random, known) if kind == "absurd" else request


def absurd_request(number: int, seed: int, known: Known) -> Request:
    random = Random(f"{seed}/absurd/{number}")
    if random.random() < 0.12:
        request = plugin_request(random, known)
    else:
        request = _of_the_model(random, known, wrong=False)
    return _made_absurd(request, random, known)


def _made_absurd(request: Request, random: Random, known: Known) -> Request:
    """What is read by moto alone stays as it is: its faults are not ours to mend."""
    is_ours = request.service == "backup" or "/static/backup/" in request.target
    return absurd(request, random, known) if is_ours else request


def _of_the_model(random: Random, known: Known, wrong: bool) -> Request:
    operation = random.choice(_OPERATIONS)
    values, about = parameters(operation, random, known), "right"
    if wrong:
        values, about = mutated(values, random)
    return request_of(operation, values, about)
