"""What is stored of a job: its members, and what no job shows."""

from ..kit.conditions import Condition
from ..members import Members
from .job import Job

# Members of a row that no job shows. A job on its way has a path, and the moment at which it goes on: FIRST
# where that is at once, LAST where it waits for a look or for its children.
PATH, DUE, IS_UNFINISHED = "path", "due", "is_unfinished"
# Whether a job was loaded and not shown yet.
IS_NEW = "is_new"
# What a backup has of its resource.
CONTENT = "Content"
# What jobs meet that are on their way.
UNFINISHED = Condition(IS_UNFINISHED, "equal", True)
HIDDEN = frozenset({PATH, DUE, IS_UNFINISHED, IS_NEW})


def row_of(job: Job, due: float) -> Members:
    """The members of a job's row. due: when it goes on, if it does."""
    path = job.path
    if path is None:
        # Whoever is told of the end has what was backed up; in a row it would be kept for good.
        return {**job.members, CONTENT: None}
    return {**job.members, PATH: path, DUE: float(due), IS_UNFINISHED: True}


def without_hidden(row: Members) -> Members:
    return {name: value for name, value in row.items() if name not in HIDDEN}
