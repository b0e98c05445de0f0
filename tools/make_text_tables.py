"""Make src/ticker_tui/text/unicode_tables.py: what the text room must know about every character, without imports.

Sources: joining types and mirror images from the files in tests/conformance/unicode-15.0.0, widths as rich counts them
(Textual cuts strips by rich's widths, so ours must be the same), break and emoji properties from the `regex` module.

    python tools/make_text_tables.py            write the module
    python tools/make_text_tables.py --check    say whether it is current; exit 1 when it is not
"""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import Final

import regex  # type: ignore[import-untyped]  # the one place that uses it
from rich.cells import get_character_cell_size

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "src/ticker_tui/text/unicode_tables.py"
UNICODE: Final = ROOT / "tests/conformance/unicode-15.0.0"
LAST: Final = 0x110000
CODES: Final = (*range(0x40000), *range(0xE0000, 0xE1001))
"""All that can differ: planes 4 to 13 are as the end of plane 3, what is behind the tags as its beginning."""
EVERY_CHARACTER: Final = "".join(chr(code) for code in CODES if not 0xD800 <= code < 0xE000)

# One letter for each Grapheme_Cluster_Break value; all others are "o".
CLUSTER_LETTERS: Final = {
    "CR": "r", "LF": "n", "CN": "C", "EX": "E", "ZWJ": "Z", "PP": "P", "SM": "S",
    "L": "L", "V": "V", "T": "T", "LV": "W", "LVT": "X", "RI": "R",
}  # fmt: skip
LINE_CLASSES: Final = [
    "AI",
    "AK",
    "AL",
    "AP",
    "AS",
    "B2",
    "BA",
    "BB",
    "BK",
    "CB",
    "CJ",
    "CL",
    "CM",
    "CP",
    "CR",
    "EB",
    "EM",
    "EX",
    "GL",
    "H2",
    "H3",
    "HH",
    "HL",
    "HY",
    "ID",
    "IN",
    "IS",
    "JL",
    "JT",
    "JV",
    "LF",
    "NL",
    "NS",
    "NU",
    "OP",
    "PO",
    "PR",
    "QU",
    "RI",
    "SA",
    "SG",
    "SP",
    "SY",
    "VF",
    "VI",
    "WJ",
    "XX",
    "ZW",
    "ZWJ",
]

HEADER: Final = '''"""Properties of characters. Made by tools/make_text_tables.py; do not edit.

Widths: rich {rich}. Break and emoji properties: regex {regex}. Joining types and mirror
images: ArabicShaping.txt and BidiMirroring.txt, Unicode 15.0.0.
"""

from __future__ import annotations

from typing import Final

# fmt: off
RECORDS: Final[tuple[tuple[int, str, str, str], ...]] = (
{records}
)
"""(cells, cluster letter, line break class, joining type); see `characters`."""

STARTS: Final[tuple[int, ...]] = (
{starts}
)
"""First code points of the ranges, ascending."""

KINDS: Final[tuple[int, ...]] = (
{kinds}
)
"""For each range the index of its record."""

MIRROR_PAIRS: Final = (
{mirrored}
)
"""Each character that has a mirror image, followed by that."""
'''


def with_property(name: str) -> set[int]:
    """The code points with a property, as `regex` names it."""
    return {ord(found[0]) for found in regex.finditer(rf"\p{{{name}}}", EVERY_CHARACTER)}


def classes(prefix: str, names: list[str] | tuple[str, ...]) -> list[str]:
    """For each code point its value of an enumerated property; "" for any other value."""
    found = [""] * LAST
    for name in names:
        for code in with_property(f"{prefix}={name}"):
            found[code] = name
    return found


def cluster_letters() -> list[str]:
    """UAX #29 classes, with the two rules on top of Grapheme_Cluster_Break folded into one letter."""
    letters = [CLUSTER_LETTERS.get(name, "o") for name in classes("GCB", list(CLUSTER_LETTERS))]
    for code in with_property("ExtPict"):
        letters[code] = "e"
    for code in with_property("InCB=Consonant"):
        letters[code] = "c"
    for code in with_property("InCB=Linker"):
        letters[code] = "l"
    for code in with_property("GCB=EX") - with_property("InCB=Extend") - with_property("InCB=Linker"):
        letters[code] = "N"  # extends a cluster but does not bind consonants (ZWNJ)
    return letters


def line_classes() -> list[str]:
    """UAX #14 classes after LB1, with the distinctions that LB15, LB19, LB25, LB30 and LB30b ask for."""
    found = classes("LB", LINE_CLASSES)
    wide = with_property("ea=W") | with_property("ea=F") | with_property("ea=H")
    marks = with_property("Mn") | with_property("Mc")
    initial, final = with_property("Pi"), with_property("Pf")
    unassigned_pictures = with_property("ExtPict") & with_property("Cn")
    for code in CODES:
        match found[code]:
            case "AI" | "SG" | "XX" | "":
                found[code] = "AL"
            case "SA":
                found[code] = "CM" if code in marks else "AL"
            case "CJ":
                found[code] = "NS"
            case "QU":
                found[code] = "QI" if code in initial else "QF" if code in final else "QU"
            case "OP" | "CP" if code in wide:
                found[code] += "w"
            case "ID" if code in unassigned_pictures:
                found[code] = "EB"  # LB30b treats both alike
            case _:
                pass
    return found


def joining_types() -> list[str]:
    """Joining types: those listed; else T for marks and format characters, U for the rest."""
    found = ["U"] * LAST
    for name in ("Mn", "Me", "Cf"):
        for code in with_property(name):
            found[code] = "T"
    for fields in rows("ArabicShaping.txt"):
        found[int(fields[0], 16)] = fields[2].strip()
    return found


def mirror_pairs() -> list[str]:
    """The characters of BidiMirroring.txt, each followed by its mirror image."""
    return [chr(int(code, 16)) for fields in rows("BidiMirroring.txt") for code in fields]


def rows(name: str) -> list[list[str]]:
    """The fields of a Unicode file, comments left out."""
    lines = (UNICODE / name).read_text(encoding="utf-8").splitlines()
    return [line.partition("#")[0].split(";") for line in lines if ";" in line.partition("#")[0]]


def render() -> str:
    """The whole module as text."""
    widths = {code: get_character_cell_size(chr(code)) for code in CODES}
    letters = cluster_letters()
    for code in with_property("Mc"):
        # UAX #29 lets a few vowel signs (Myanmar) stand alone; without a width they cannot.
        if widths[code] == 0 and letters[code] == "o":
            letters[code] = "S"
    lines, joining = line_classes(), joining_types()
    index_of: dict[tuple[int, str, str, str], int] = {}
    starts: list[int] = []
    kinds: list[int] = []
    for code in CODES:
        record = (widths[code], letters[code], lines[code], joining[code])
        kind = index_of.setdefault(record, len(index_of))
        if not kinds or kinds[-1] != kind:
            starts.append(code)
            kinds.append(kind)
    return HEADER.format(
        rich=version("rich"),
        regex=version("regex"),
        records="\n".join(f"    {_record(record)}," for record in index_of),
        starts=_rows([f"0x{start:X}" for start in starts]),
        kinds=_rows([str(kind) for kind in kinds]),
        mirrored=_strings("".join(mirror_pairs())),
    )


def _record(record: tuple[int, str, str, str]) -> str:
    cells, *letters = record
    return f"({cells}, " + ", ".join(f'"{letter}"' for letter in letters) + ")"


def _rows(words: list[str]) -> str:
    return "\n".join("    " + ", ".join(words[at : at + 12]) + "," for at in range(0, len(words), 12))


def _strings(text: str) -> str:
    parts = [text[at : at + 16].encode("unicode_escape").decode() for at in range(0, len(text), 16)]
    return "\n".join(f'    "{part}"' for part in parts)


def main() -> int:
    """Write the module, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return 0 if TARGET.read_text(encoding="utf-8") == render() else 1
    TARGET.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
