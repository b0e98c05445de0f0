"""What the bar costs: laying a crawl out (once per change) and cutting a frame out of it (ten times a second).

    python benchmarks/bar.py [--app]

With --app a whole Textual app runs the bar at 10 cells a second for 10 seconds without a terminal, and the
processor time it took is shown as a share of one core.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from datetime import UTC, datetime

from rich.style import Style
from textual.app import App

from ticker_tui.model import Headline
from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.bar.marquee import Marquee

TITLES = (
    "إخلاء أحياء ساحلية في بندر الميناء بعد إنذار من موجات مد عالية",
    "البنك المركزي يرفع سعر الفائدة إلى 7.25% في خطوة لم يتوقعها المحللون",
    "Ferry service resumes after overnight storm, operators say",
    "می‌خواهیم شهر را سبزتر کنیم؛ طرح کاشت یک میلیون درخت",
)
NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
ROOM = 120


def items(count: int) -> list[Headline]:
    return [
        Headline(
            id=number, feed_url="", source="", title=f"{TITLES[number % len(TITLES)]} {number}", link="", sort_at=NOW,
            published_at=None, lang="", category="", breaking=False, read=False, starred=False,
        )
        for number in range(count)
    ]  # fmt: skip


class BarApp(App[None]):
    def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        yield TickerBar()

    def on_mount(self) -> None:
        bar = self.query_one(TickerBar)
        bar.speed = 10
        bar.show(items(20), breaking=False)


async def share_of_a_core(seconds: float) -> float:
    app = BarApp()
    async with app.run_test(size=(ROOM, 30)) as pilot:
        await pilot.pause(3)
        before = time.process_time()
        await asyncio.sleep(seconds)
        return (time.process_time() - before) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", action="store_true")
    wanted = parser.parse_args()
    begun = time.perf_counter()
    crawl = Marquee(items(20), ROOM)
    print(f"layout of 20 items, {crawl.length_cells} cells: {(time.perf_counter() - begun) * 1e3:.2f} ms")
    styles = (Style(color="white"), Style(color="red"))
    times = []
    for frame in range(2 * crawl.length_cells):
        begun = time.perf_counter()
        crawl.window(frame, ROOM, styles)
        times.append(time.perf_counter() - begun)
    print(
        f"frame of {ROOM} cells: median {statistics.median(times) * 1e3:.4f} ms, worst {max(times) * 1e3:.4f} ms"
    )
    if wanted.app:
        print(f"a running bar, 10 frames a second: {asyncio.run(share_of_a_core(10)):.2%} of a core")


if __name__ == "__main__":
    main()
