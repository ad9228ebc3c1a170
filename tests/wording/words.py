"""Brings the Chinese catalogue up to date with the source texts, and compiles it: `make words`.

New sentences arrive without a translation; the test of the catalogue names them until they have one.
"""

import io
from datetime import datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[2] / "planner"
PO = PACKAGE / "wording/zh/LC_MESSAGES/planner.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = r"""# Chinese words of the township planner: the terms that organisation offices use.
msgid ""
msgstr ""
"Project-Id-Version: planner\n"
"Language: zh\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def used() -> Catalog:
    """Every source text in the package."""
    catalogue = Catalog(locale="zh")
    for file, line, message, _comments, context in extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, locations=[(f"planner/{file}", line)], context=context)
    return catalogue


def translated() -> Catalog:
    """The catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def as_po(catalogue: Catalog) -> str:
    """The text of the catalogue, in the order of the source texts."""
    written = io.BytesIO()
    write_po(
        written,
        catalogue,
        width=118,
        omit_header=True,
        ignore_obsolete=True,
        sort_output=True,
        no_location=True,
    )
    return HEADER + written.getvalue().decode()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    # The date of writing is part of a catalogue, and would change the file each time.
    catalogue.creation_date = catalogue.revision_date = datetime(2025, 1, 1)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update() -> None:
    """Write both files."""
    catalogue = translated()
    catalogue.update(used(), no_fuzzy_matching=True)
    PO.write_text(as_po(catalogue), encoding="utf-8")
    MO.write_bytes(as_mo(translated()))


if __name__ == "__main__":
    update()
    for message in translated():
        if message.id and not any([message.string] if isinstance(message.string, str) else message.string):
            print("not translated:", message.id)
