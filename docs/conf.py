"""How Sphinx builds the manual: `tox run -e docs`, then open build/docs/index.html."""

import moto_backup_summaries

project = "moto-backup-summaries"
author = "The contributors of moto-backup-summaries"
version = release = moto_backup_summaries.__version__

extensions = ["sphinx.ext.autodoc"]
nitpicky = True
# No page asks another host, so what is another project's has no link.
nitpick_ignore_regex = [(r"py:.*", r"(?!moto_backup_summaries\.).*")]
# A backtick in a docstring is code, as in Markdown.
default_role = "literal"
# What follows `::` is typed into a shell.
highlight_language = "shell"

autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False
python_display_short_literal_types = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"moto-backup-summaries {version}"
html_copy_source = False
html_show_sphinx = False
