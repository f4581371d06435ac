"""The picture in the README and the manual shows the page as it is."""

import struct
from pathlib import Path

import docutils.nodes
import page_picture
from documents import PAGES, README, tree_of


def test_it_is_of_the_page_as_it_is() -> None:
    picture = page_picture.PICTURE.read_bytes()
    assert page_picture.mark_of(picture) == page_picture.mark(), "run tests/page_picture.py"


def test_no_document_shows_another_picture() -> None:
    shown = {
        (document.parent / image["uri"]).resolve()
        for document in (README, *PAGES)
        for image in tree_of(document).findall(docutils.nodes.image)
    }
    assert shown == {page_picture.PICTURE}


def test_it_is_made_anew_in_chromium(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.png"
    page_picture.main(path)
    made = path.read_bytes()
    assert page_picture.mark_of(made) == page_picture.mark()
    assert struct.unpack(">II", made[16:24])[0] == page_picture.WIDTH
    assert len(made) > 20_000
