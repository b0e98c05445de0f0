"""Run a command in every terminal of the lab and put the pictures on one sheet.

    contact_sheet.py OUT.png [--only xterm,konsole] [--size 96x15] [--keep FOLDER] -- COMMAND...

A terminal that is not installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from recipes import Look
from shoot import Shot, shoot


@dataclass(frozen=True, slots=True)
class Place:
    """A terminal on the sheet."""

    label: str
    terminal: str
    needs: str
    """The program that must be there."""
    mux: str = ""
    options: tuple[str, ...] = ()
    delay_s: float = 4.0


PLACES = (
    Place("xterm", "xterm", "xterm"),
    Place("urxvt", "urxvt", "urxvt"),
    Place("st", "st", "st"),
    Place("VTE", "vte", "xfce4-terminal"),
    Place("GNOME Terminal", "gnome-terminal", "gnome-terminal", delay_s=5),
    Place("Xfce Terminal", "xfce4-terminal", "xfce4-terminal", delay_s=5),
    Place("Konsole", "konsole", "konsole", delay_s=7),
    Place("QTerminal", "qterminal", "qterminal", delay_s=6),
    Place("mlterm", "mlterm", "mlterm"),
    Place("kitty (force_ltr yes)", "kitty", "kitty", options=("force_ltr yes",)),
    Place("kitty, as it comes", "kitty", "kitty"),
    Place("Alacritty", "alacritty", "alacritty", delay_s=5),
    Place("foot", "foot", "foot", delay_s=5),
    Place("PuTTY (pterm)", "pterm", "pterm"),
    Place("zutty", "zutty", "zutty"),
    Place("cool-retro-term", "cool-retro-term", "cool-retro-term", delay_s=7),
    Place("xterm.js (DOM)", "xterm.js", "chromium", delay_s=9),
    Place("xterm.js (WebGL)", "xterm.js", "chromium", options=("webgl",), delay_s=9),
    Place("VTE in tmux", "vte", "tmux", mux="tmux", delay_s=5),
    Place("Konsole in tmux", "konsole", "tmux", mux="tmux", delay_s=7),
    Place("QTerminal in tmux (RGB)", "qterminal", "tmux", mux="tmux -T RGB", delay_s=7),
    Place("VTE in screen", "vte", "screen", mux="screen", delay_s=5),
)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--only", default="", help="labels that begin with one of these, comma between them")
    parser.add_argument("--size", default="96x24")
    parser.add_argument("--points", type=int, default=11)
    parser.add_argument("--keys", default="", help="typed before each picture")
    parser.add_argument("--keep", type=Path, help="folder for the single pictures")
    parser.add_argument("--columns", type=int, default=2, help="pictures in a row of the sheet")
    if "--" not in sys.argv:
        parser.error("give the command after --")
    split = sys.argv.index("--")
    asked = parser.parse_args(sys.argv[1:split])
    columns, rows = map(int, asked.size.split("x"))
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="sheet."))
    folder.mkdir(parents=True, exist_ok=True)
    pictures: list[tuple[str, Path]] = []
    for place in PLACES:
        if asked.only and not place.label.startswith(tuple(asked.only.split(","))):
            continue
        if not shutil.which(place.needs):
            print(f"{place.label}: not installed")
            continue
        picture = folder / (place.label.translate(str.maketrans(" (),", "____")) + ".png")
        shot = Shot(
            terminal=place.terminal,
            command=sys.argv[split + 1 :],
            look=Look(columns, rows, points=asked.points, options=place.options),
            mux=place.mux,
            delay_s=place.delay_s,
            keys=asked.keys,
        )
        try:
            shoot(shot, picture)
        except subprocess.CalledProcessError as error:
            print(f"{place.label}: no picture ({error})")
            continue
        print(f"{place.label}: {picture}")
        pictures.append((place.label, picture))
    montage(pictures, asked.sheet, asked.columns)
    if not asked.keep:
        shutil.rmtree(folder)


def montage(pictures: list[tuple[str, Path]], sheet: Path, columns: int) -> None:
    """Put pictures under their labels on one sheet, with a small palette so that it stays small."""
    if not pictures:
        sys.exit("no terminal of the lab is installed")
    with tempfile.TemporaryDirectory() as folder:
        labelled: list[str] = []
        for label, picture in pictures:
            labelled.append(f"{folder}/{len(labelled):02}.png")
            title = [
                "-background",
                "white",
                "-font",
                "DejaVu-Sans-Bold",
                "-pointsize",
                "15",
                f"label:{label}",
            ]
            shrunk = ["(", str(picture), "-resize", "680x340>", ")"]
            even = ["-append", "+set", "label", "-extent", "680x", "-strip"]
            subprocess.run(["convert", *title, *shrunk, *even, labelled[-1]], check=True)
        tile = ["-tile", f"{columns}x", "-geometry", "+10+8", "-gravity", "north", "-background", "white"]
        small = ["-depth", "8", "+dither", "-colors", "128", "-strip", f"PNG8:{sheet}"]
        subprocess.run(["montage", *labelled, *tile, *small], check=True)


if __name__ == "__main__":
    main()
