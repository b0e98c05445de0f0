"""The pictures of an article: asked for by key, shown in the reader, gone with the article."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import on

from ticker_tui.ui import messages
from ticker_tui.ui.article import image_strings
from ticker_tui.ui.article.controller import ArticleController
from ticker_tui.ui.theme.component_styles import background_of
from ticker_tui.ui.worker.article_images import ImageRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from ticker_tui.images.protocols import ChosenProtocol
    from ticker_tui.polling.image_download import ImageShape
    from ticker_tui.terminal import TerminalSession
    from ticker_tui.ui.article.image_overlay import ImageRows
    from ticker_tui.ui.article.image_renderer import ImageRenderer
    from ticker_tui.ui.screen_app import AppDependencies

MOST_PICTURES: Final = 12
"""Of one article."""
REST_S: Final = 0.08
"""So long nothing has touched a picture before it is drawn over its cells."""
FIT_S: Final = 0.2
"""So long the pane has had its size before pictures are fitted to it."""
_COLOURS: Final = {"truecolor": 1 << 24, "256": 256, "standard": 16}


class ImageController(ArticleController):
    """The key, and what comes of it."""

    terminal: TerminalSession | None = None
    """Where the screen is; None: nobody knows."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._easel: ImageRenderer | None = None
        self._illustrated: int | None = None
        """The entry whose pictures are shown, or on their way."""
        self._shape: ImageShape | None = None
        self._files: dict[str, bytes] = {}
        self._rest: Timer | None = None
        self._fit: Timer | None = None
        self._over: set[ImageRows] = set()
        """What is drawn over the cells now."""

    def action_pictures(self) -> None:
        """Fetch the pictures of the article into the reader, or take them away."""
        if (entry_id := self.current_id) is None:
            return
        if not self.both and not self.reading:
            self._open_article(entry_id)
        if self.reader.insets:
            self._take_pictures_away()
            self.reader.set_insets({})
            self.status.say(image_strings.hidden())
            return
        article, sources = self.reader.article, self.reader.pictures()[:MOST_PICTURES]
        if article is None or not sources:
            self.status.say(image_strings.none_here())
            return
        from ticker_tui.images.protocols import Limitation
        from ticker_tui.polling.image_download import can_draw

        chosen = self._image_protocol()
        if chosen.way is None:
            self.notify(image_strings.no_colours(), severity="warning", markup=False)
            return
        if not can_draw():
            self.notify(image_strings.not_installed(), severity="warning", markup=False)
            return
        self._illustrated = article.headline.id
        self._get_pictures(chosen, sources)
        if chosen.why is Limitation.IN_MUX and self.terminal is not None:
            self.status.say(image_strings.in_blocks(self.terminal.terminal.mux))
        else:
            self.status.say(image_strings.asked(len(sources)))

    def _image_protocol(self) -> ChosenProtocol:
        from ticker_tui.images.protocols import choose_protocol
        from ticker_tui.terminal import Terminal
        from ticker_tui.terminal.known_terminals import UNKNOWN

        known = self.terminal.terminal if self.terminal is not None else Terminal(UNKNOWN)
        colours = 0 if self.no_color else _COLOURS.get(self.console.color_system or "", 0)
        return choose_protocol(known, colours=colours)

    def _get_pictures(self, chosen: ChosenProtocol, sources: tuple[str, ...]) -> None:
        """Have them fetched, or only fitted where their files are here, and say so in their places."""
        from ticker_tui.processes.parser_protocol import ImageProtocol
        from ticker_tui.ui.article.document_lines import Inset
        from ticker_tui.ui.article.image_renderer import ImageRenderer

        article, way = self.reader.article, chosen.way
        if article is None or way is None:
            return
        if self._easel is None:
            self._easel = ImageRenderer(way, self._write_as_it_is, blocks=chosen.blocks)
            self.reader.paint_tile = self._easel.paint
        self._shape = self._shape_for(chosen)
        waiting = Inset(note=image_strings.fetching())
        self.reader.set_insets({src: self.reader.insets.get(src, waiting) for src in sources})
        if way is ImageProtocol.SIXEL:
            self._watch_cells(self._cells_written)
        from ticker_tui.model import Feed

        headline = article.headline
        feed = Feed(url=headline.feed_url, name=headline.source)
        self.session.draw_pictures(ImageRequest(headline.id, feed, sources, self._shape, dict(self._files)))

    def _shape_for(self, chosen: ChosenProtocol) -> ImageShape:
        from ticker_tui.images.cell_pixels import window
        from ticker_tui.images.kitty import MOST_CELLS
        from ticker_tui.images.protocols import cell_size
        from ticker_tui.polling.image_download import ImageShape
        from ticker_tui.processes.parser_protocol import ImageProtocol

        answered = self.terminal.terminal.replies.cell if self.terminal is not None else None
        width, height = cell_size(window(), answered)
        ground = background_of(self.reader)
        return ImageShape(
            way=chosen.way or ImageProtocol.BLOCKS,
            columns=min(MOST_CELLS, self.reader.measure),
            rows=max(1, min(MOST_CELLS, self.reader.view_size.height - 2)),
            cell_width=width,
            cell_height=height,
            colours=chosen.registers,
            ground=(ground.r, ground.g, ground.b),
        )

    @on(messages.PictureDrawn)
    def _picture_drawn(self, message: messages.PictureDrawn) -> None:
        from ticker_tui.ui.article.document_lines import Inset

        drawn, reader = message.drawn, self.reader
        if message.entry_id != self._illustrated or drawn.src not in reader.insets or self._easel is None:
            return
        if drawn.picture is None:
            inset = Inset(note=image_strings.failed(drawn.reason))
        else:
            self._files[drawn.src] = drawn.body
            inset = self._easel.put(drawn.src, drawn.picture)
        reader.set_insets({**reader.insets, drawn.src: inset})

    def _take_pictures_away(self) -> None:
        """From the terminal and from memory."""
        if self._illustrated is None:
            return
        self._illustrated = None
        self._files.clear()
        self.session.drop_pictures()
        self._watch_cells(None)
        self._over.clear()
        if self._easel is not None:
            self._easel.clear()
            self._easel = None

    def on_reader_pane_pictures_gone(self) -> None:
        """The article has changed. Found by its name: the reader is not imported yet when this class is made."""
        if self._illustrated is not None and not self.reader.insets:
            self._take_pictures_away()

    def on_reader_pane_remeasured(self) -> None:
        """Fit them to the pane once it keeps its size."""
        if self._fit is not None:
            self._fit.stop()
        self._fit = self.set_timer(FIT_S, self._fit_pictures)

    def _fit_pictures(self) -> None:
        chosen, insets = self._image_protocol(), self.reader.insets
        if not insets or self._shape is None or self._shape_for(chosen) == self._shape:
            return
        if any(inset.note == image_strings.fetching() for inset in insets.values()):
            self.on_reader_pane_remeasured()  # what is on its way is not asked for again
            return
        self._get_pictures(chosen, tuple(insets))

    # Over the cells

    def _write_as_it_is(self, sequence: str) -> None:
        driver = self._driver
        if driver is not None:
            getattr(driver, "write_as_it_is", driver.write)(sequence)

    def _watch_cells(self, see: Callable[[str], None] | None) -> None:
        if hasattr(self._driver, "on_written"):
            self._driver.on_written = see  # type: ignore[union-attr] # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue] - ours

    def _cells_written(self, data: str) -> None:
        """Something was written to the screen."""
        from ticker_tui.ui.article.image_overlay import touches

        region = self.reader.region
        if not touches(data, range(region.y, region.bottom), region.right):
            return
        self._over.clear()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._draw_over)

    def _draw_over(self) -> None:
        """Draw the pictures that are in view over their cells."""
        stretches = self._in_view()
        easel = self._easel
        if easel is None:
            return
        missing = [each for each in stretches if not easel.has_sixel(each)]
        if missing:
            self.run_worker(self._encode(easel, missing), group="sixels", exclusive=True)
            return
        for each in stretches:
            if each not in self._over:
                easel.draw(each)
        self._over = set(stretches)

    async def _encode(self, easel: ImageRenderer, missing: list[ImageRows]) -> None:
        for each in missing:
            await asyncio.to_thread(easel.encode, each)
        if easel is self._easel:
            self._draw_over()

    def _in_view(self) -> list[ImageRows]:
        """The parts of pictures that nothing covers."""
        from ticker_tui.ui.article.image_overlay import stretches

        if self.screen is not self._desk_screen or not self.reader.insets:
            return []
        reader, region = self.reader, self.reader.region
        open_tiles = (
            (region.y + y, region.x + x, tile)
            for y, x, tile in reader.tiles()
            if all(
                self.screen.get_widget_at(at, region.y + y)[0] is reader
                for at in range(region.x, region.right, 4)
            )
        )
        return list(stretches(open_tiles))
