"""The picture of the page that README.rst shows: `python tests/page_picture.py` makes it anew.

It holds a mark of the page that it was made of, so that a test sees when it has grown old.
"""

import re
import struct
import zlib
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from page_browser import browsing
from page_reader import load
from support import ROOT, served

PICTURE = ROOT / "tests/page/dashboard.png"
NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
WIDTH, HEIGHT = 1200, 1420
_PAGE = ROOT / "moto_backup_summaries/page"
_FILES = (
    *("dashboard.py", "plots.py", "static/style.css"),
    *("templates/base.html", "templates/dashboard.html", "templates/parts.html"),
)
# What begins each PNG, and the name of its chunk that holds a text.
_SIGNATURE, _TEXT = b"\x89PNG\r\n\x1a\n", b"tEXt"
_KEYWORD = b"page\0"


def document() -> dict[str, Any]:
    """A fortnight of backup jobs, most of which completed."""
    rows = []
    for number in range(340):
        state = "COMPLETED"
        if number % 17 == 3 or 150 < number < 168:
            state = "FAILED"
        elif number % 23 == 5:
            state = "EXPIRED"
        elif number % 41 == 7:
            state = "ABORTED"
        row = {
            "BackupJobId": f"job-{number:03}",
            "State": state,
            "ResourceType": ("EBS", "RDS", "DynamoDB", "S3", "EFS")[number * number % 5],
            "ResourceName": ("orders", "customers", "logs")[number % 3],
            "CreationDate": NOW - timedelta(hours=number),
        }
        if state == "FAILED":
            row["StatusMessage"] = "Access denied trying to call AWS Backup service"
        rows.append(row)
    return {"BackupJobs": rows}


def mark() -> str:
    """What differs as soon as the page may look different: of the files that make it."""
    content = b"".join((_PAGE / name).read_bytes() for name in _FILES)
    return sha256(content).hexdigest()


def mark_of(picture: bytes) -> str:
    """The mark in a picture; empty if it has none."""
    found = re.search(re.escape(_TEXT + _KEYWORD) + b"([0-9a-f]{64})", picture)
    return found[1].decode() if found else ""


def taken() -> bytes:
    """A picture of the page in Chromium."""
    with served("--time", NOW.isoformat()) as server, browsing(server) as browser:
        load(document(), server)
        browser.emulate("light", WIDTH, HEIGHT)
        browser.open()
        picture: bytes = browser.driver.get_screenshot_as_png()
    return picture


def marked(picture: bytes, text: str) -> bytes:
    """The picture with a mark, behind its first chunk."""
    content = _TEXT + _KEYWORD + text.encode()
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    end = len(_SIGNATURE) + 25
    return picture[:end] + chunk + picture[end:]


def main(path: Path = PICTURE) -> None:
    path.write_bytes(marked(taken(), mark()))


if __name__ == "__main__":
    main()
