"""Headlines and articles for tests of the screen: invented, in several scripts, with a fixed clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ticker_tui.model import Article, Block, BlockKind, Feed, Headline, Span, TableCell

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)

FEEDS = (
    Feed(url="https://maydan.example/rss", name="ميدان نيوز", lang="ar"),
    Feed(url="https://harbour.example/rss", name="The Harbour", lang="en"),
    Feed(url="https://orbit.example/rss", name="Orbit", lang="ar"),
    Feed(url="https://giva.example/rss", name="עיתון הגבעה", lang="he"),
)

TITLES = (
    (0, "إخلاء أحياء ساحلية في بندر الميناء بعد إنذار من موجات مد عالية"),
    (1, "Ferry service resumes after overnight storm, operators say"),
    (2, "Orbit: مسبار «سحاب-2» يدخل مدار القمر بعد رحلة استغرقت 96 يوما"),
    (3, "המוזיאון החדש ייפתח לקהל ב-14 בדצמבר, הכניסה חופשית"),
)


def headline(entry_id: int, **changes: object) -> Headline:
    """The entry of an id: feeds take turns, every third one is read, times go back by seven minutes."""
    feed_number, title = TITLES[entry_id % len(TITLES)]
    feed = FEEDS[feed_number]
    facts: dict[str, object] = {
        "id": entry_id,
        "feed_url": feed.url,
        "source": feed.name,
        "title": title,
        "link": f"https://example.org/{entry_id}",
        "sort_at": NOW - timedelta(minutes=7 * entry_id),
        "published_at": NOW - timedelta(minutes=7 * entry_id),
        "lang": feed.lang,
        "category": "",
        "breaking": False,
        "read": entry_id % 3 == 0,
        "starred": False,
    }
    return Headline(**(facts | changes))  # type: ignore[arg-type]


def article(entry_id: int = 2, blocks: tuple[Block, ...] = (), **changes: object) -> Article:
    """An article of an id with a body."""
    return Article(
        headline=headline(entry_id, **changes),
        author="نادين المصري",
        categories=(),
        summary="",
        blocks=blocks,
    )


def paragraph(*spans: Span | str, **changes: object) -> Block:
    """A paragraph of spans and plain texts."""
    made = tuple(span if isinstance(span, Span) else Span(span) for span in spans)
    return Block(kind=BlockKind.PARAGRAPH, spans=made, **changes)  # type: ignore[arg-type]


ARABIC_BODY = (
    paragraph(
        "أعلن مركز الفضاء أن المسبار دخل مدارا حول القمر على ارتفاع ",
        Span("118 كيلومترا", bold=True),
        "، وقال على موقعه ",
        Span("https://orbit.example/sahab", link="https://orbit.example/sahab"),
        " إن الرحلة تستمر.",
    ),
    Block(kind=BlockKind.HEADING, level=2, spans=(Span("ماذا يحمل المسبار؟"),)),
    Block(kind=BlockKind.ITEM, level=1, ordinal=1, spans=(Span("مطياف للأشعة السينية (XRS) وزنه 9.5 كغ"),)),
    Block(kind=BlockKind.ITEM, level=1, ordinal=2, spans=(Span("جهاز لقياس المياه"),)),
    Block(kind=BlockKind.ITEM, level=2, spans=(Span("قناة مرئية"),)),
    paragraph("«نحن لا نسابق أحدا.»", quote_depth=1),
    Block(kind=BlockKind.IMAGE, spans=(Span("المسبار قبل الإطلاق"),), src="https://orbit.example/1.jpg"),
    Block(kind=BlockKind.CAPTION, spans=(Span("تصوير: مركز الفضاء"),)),
    Block(
        kind=BlockKind.TABLE,
        rows=(
            (TableCell((Span("الجهاز"),), header=True), TableCell((Span("الوزن"),), header=True)),
            (TableCell((Span("مطياف"),)), TableCell((Span("9.5"),))),
        ),
    ),
    Block(kind=BlockKind.CODE, spans=(Span("for orbit in sahab:\n    print(orbit)"),)),
    Block(kind=BlockKind.RULE),
    paragraph(
        "An English paragraph stands on the left, with ", Span("a link", link="https://example.org/en"), "."
    ),
)
