"""How the tests are shared out, and what they cost."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

import hypothesis
import pytest
from forks import Forks, spent_s, start_process
from processes import give_children_default_signals, ignored_signals

from ticker_tui.processes import pipes
from ticker_tui.processes.garbage import collect_seldom

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from xdist.workermanage import WorkerController

COST = "processor seconds"
SHOWN = 30
IGNORED = ignored_signals()


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many workers as cores: a good part of the tests waits for a program in a pty, or for a server."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure_node(node: WorkerController) -> None:
    """A worker bears what the main process was told to: `nohup make test` goes on when its terminal is closed."""
    node.workerinput["ignored"] = IGNORED


def pytest_collection_finish() -> None:
    """What the collection has made lives until the end: looking through it again and again is a seventh of all time."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test ARGS=--costs`."""
    parser.addoption("--costs", action="store_true", help="the processor time of each file of tests")


def pytest_configure(config: pytest.Config) -> None:
    """Here and in each worker. Examples are other ones in every run; `make test-all` draws as many as a test is worth.

    An app that has ended is not missed at once: looking for what it left as often as Python does is a good part of a screen's time.
    """
    collect_seldom()
    give_children_default_signals(getattr(config, "workerinput", {}).get("ignored", IGNORED))
    hypothesis.settings.register_profile("sampled", max_examples=25, stateful_step_count=30, deadline=None)
    hypothesis.settings.register_profile("whole", max_examples=200, stateful_step_count=50, deadline=None)
    whole = "not slow" not in config.option.markexpr
    hypothesis.settings.load_profile("whole" if whole else "sampled")
    if config.getoption("--costs"):
        config.pluginmanager.register(Costs())


@pytest.fixture(scope="session")
def quick_parsers() -> Iterator[Forks]:
    """What forks parsers and pollers, with all that they import."""
    with Forks(
        "feedparser", "trafilatura", "ticker_tui.feeds.article_page", "ticker_tui.polling.poller_worker"
    ) as forks:
        yield forks


@pytest.fixture(scope="session")
def quick_processes(quick_parsers: Forks) -> Iterator[None]:
    """Parsers and pollers are forks of one that has imported them, for whoever asks for this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipes, "start_process", partial(start_process, quick_parsers))
        yield


@pytest.fixture(scope="session")
def quick_screens() -> Iterator[Forks]:
    """What forks programs on a terminal, with Textual and `ticker` imported."""
    with Forks("ticker_tui.cli", "ticker_tui.ui.run", "ticker_tui.ui.app") as forks:
        yield forks


class Costs:
    """Adds up by file what tests, their fixtures and the processes they started took: the same on a busy machine.

    A process counts for the test in which it ends.
    """

    def __init__(self) -> None:
        self._by_file: defaultdict[str, float] = defaultdict(float)
        self._before_s = _processor_s()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """In the process that runs the test, after each of its phases."""
        report = yield
        now_s = _processor_s()
        report.user_properties = [*report.user_properties, (COST, now_s - self._before_s)]
        self._before_s = now_s
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In the process that prints."""
        for name, value in report.user_properties:
            if name == COST and isinstance(value, float):
                self._by_file[report.location[0]] += value

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The dearest files."""
        terminalreporter.section(f"{sum(self._by_file.values()):.0f} {COST}")
        for file, cost_s in sorted(self._by_file.items(), key=lambda item: -item[1])[:SHOWN]:
            terminalreporter.write_line(f"{cost_s:6.1f} {file}")


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system + spent_s[0]
