"""How Sphinx builds the manual: `tox run -e docs`, then open build/docs/index.html."""

import re
from typing import Any, get_args

from sphinx.application import Sphinx

import moto_backup_summaries.words

project = "moto-backup-summaries"
author = "The contributors of moto-backup-summaries"
version = release = moto_backup_summaries.__version__

extensions = ["sphinx.ext.autodoc"]
nitpicky = True
# What is another project's has no link, since no page asks another host; nor has what is private.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!moto_backup_summaries\.).*"),
    (r"py:.*", r"moto_backup_summaries\.(backup|testing)\..*"),
]
# A backtick in a docstring is code, as in Markdown.
default_role = "literal"
# What follows `::` is typed into a shell.
highlight_language = "shell"
# Texts of errors are shown as they are.
smartquotes = False

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
add_module_names = False
python_display_short_literal_types = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"moto-backup-summaries {version}"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False


# In our docstrings lines such as `times: how many jobs` describe parameters, one after the other.
_PARAMETER = re.compile(r"^(?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<text>.*)")


def _parameters_as_list(*arguments: Any) -> None:
    """Change the lines of a docstring, the last argument that Sphinx gives."""
    lines: list[str] = arguments[-1]
    made: list[str] = []
    is_in_list = False
    for line in lines:
        described = _PARAMETER.match(line)
        if described:
            names = ", ".join(f"``{each}``" for each in described["names"].split(", "))
            made += [*([] if is_in_list else [""]), f"- {names}: {described['text']}"]
            is_in_list = True
        elif is_in_list and line.strip():
            made.append(f"  {line.strip()}" if line.startswith(" ") else f"\n{line}")
            is_in_list = line.startswith(" ")
        else:
            made.append(line)
            is_in_list = False
    lines[:] = "\n".join(made).split("\n")


# A type of AWS's words is shown by its name: one of them has 230 values.
_NAMES = {
    " | ".join(map(repr, get_args(words))): name
    for name, words in vars(moto_backup_summaries.words).items()
}
_LITERALS = re.compile(r"'\w[^']*'(?: \| '[^']*')+")
# Classes that a test is given, and does not make.
_GIVEN = ("Rule", "AwsBackup", "AwsBackupTests")


def _shown_signature(*arguments: Any) -> tuple[str, str | None] | None:
    """What Sphinx shows behind a name, and what a call returns; it gives them as the last arguments."""
    signature, returned = arguments[-2:]
    if arguments[2].rpartition(".")[2] in _GIVEN:
        return "", returned
    if signature is None:
        return None
    return _LITERALS.sub(lambda found: _NAMES.get(found[0], found[0]), signature), returned


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-signature", _shown_signature)
    app.connect("autodoc-process-docstring", _parameters_as_list)
