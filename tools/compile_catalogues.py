#!/usr/bin/env python3
"""Bring the catalogues of the interface up to date: new sentences into every .po, every .po into its .mo.

tools/compile_catalogues.py          # updates catalogues/*.po and writes catalogues/*.mo
tools/compile_catalogues.py --check  # says what is out of date, and changes nothing

The .po files are the source, edited by hand or with any gettext editor. The .mo files are what the program reads; they
are kept beside them, so that a checkout runs as it is. Needs Babel.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ticker_tui.config.schema import GROUPS, TABLES, TOP
from ticker_tui.ui.keys.key_table import KEYS, Group

PACKAGE = Path(__file__).parents[1] / "src" / "ticker_tui"
CATALOGUES = PACKAGE / "i18n" / "catalogues"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "N_": None, "trn": (1, 2)}
KEPT_HEADERS = ('"Language:', '"Plural-Forms', '"MIME-Version', '"Content-')


def messages() -> Catalog:
    """Every sentence of the interface, in the order of the files; those of the key table at the end."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for name, line, message, _comments, _context in extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        _ = line  # a line number would change a catalogue with every edit of a file
        found.add(message, locations=[(Path(name).as_posix(), 0)])
    table = [
        *(group.value for group in Group),
        *(key.description for key in KEYS),
        *(key.label for key in KEYS),
    ]
    for text in filter(None, table):
        found.add(text, locations=[("ui/keys/key_table.py", 0)])
    keys = [key for keys in (TOP, *TABLES.values()) for key in keys.values() if key.title]
    for text in (*GROUPS.values(), *(text for key in keys for text in (key.title, key.about))):
        found.add(text, locations=[("config/schema.py", 0)])
    return found


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as its .po has it."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def updated(code: str) -> Catalog:
    """The same with the sentences of today, and no others."""
    old, new = (
        catalogue(code),
        Catalog(locale=code, project="ticker", version="", charset="utf-8", fuzzy=False),
    )
    # The order of Arabic's six forms is the one of the .po: Babel's own is not what translators are used to.
    plural_forms = f"nplurals={old.num_plurals}; plural={old.plural_expr};"
    new.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plural_forms)]
    new.header_comment = f"# The interface of ticker in {old.locale.english_name if old.locale else code}."
    for message in messages():
        if message.id:
            known = old.get(message.id)
            new.add(
                message.id,
                known.string if known else None,
                locations=message.locations,
                user_comments=known.user_comments if known else (),
            )
    return new


def as_po(catalog: Catalog) -> bytes:
    """The text of a .po. Its head has no dates and no names of tools, which would differ from run to run."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, include_lineno=False)
    head, _, body = file.getvalue().decode().partition("\n\n")
    lines = [line for line in head.splitlines() if not line.startswith('"') or line.startswith(KEPT_HEADERS)]
    return "\n".join([*lines, "", body.rstrip("\n"), ""]).encode()


def as_mo(po: bytes, code: str) -> bytes:
    """What gettext reads."""
    catalog = read_po(io.BytesIO(po), locale=code)
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> int:
    """Update, or compare."""
    stale: list[str] = []
    for path in sorted(CATALOGUES.glob("*.po")):
        po = as_po(updated(path.stem))
        mo = as_mo(po, path.stem)
        for target, made in ((path, po), (path.with_suffix(".mo"), mo)):
            if not target.exists() or target.read_bytes() != made:
                stale.append(target.name)
                if "--check" not in sys.argv[1:]:
                    target.write_bytes(made)
    if "--check" in sys.argv[1:] and stale:
        print(f"out of date: {', '.join(stale)}; run tools/compile_catalogues.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
