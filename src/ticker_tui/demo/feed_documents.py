"""Feeds as outlets write them: RSS 2.0, RSS 1.0 (RDF) and Atom.

Strings in, bytes out, nothing of the clock: the same items give the same bytes.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.demo.outlets import Item, Outlet
    from ticker_tui.demo.timeline import Published

MEDIA_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
TITLE_WORDS = 6
"""How many words of a headline an address holds."""
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def render_feed(outlet: Outlet, entries: Sequence[Published], *, base_url: str) -> bytes:
    """An outlet's feed in its own format.

    Args:
        outlet: Whose feed it is.
        entries: What it lists, newest first.
        base_url: Scheme, host and port, without a slash at the end.

    Returns:
        UTF-8 with an XML declaration.
    """
    render = {"rss": _rss, "rdf": _rdf, "atom": _atom}[outlet.format]
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + render(outlet, entries, base_url)).encode()


def item_url(outlet: Outlet, item: Item, *, base_url: str) -> str:
    """The address of an item's web page, without tracking."""
    tail = (
        "/" + quote("-".join(re.findall(r"[\w\u200c]+", item.title)[:TITLE_WORDS]))
        if outlet.titled_links
        else ""
    )
    return f"{base_url}/{outlet.slug}/{item.slug}{tail}"


def picture_url(outlet: Outlet, name: str, *, base_url: str) -> str:
    """The address of a generated picture."""
    return f"{base_url}/media/{outlet.slug}/{name}.png"


def with_pictures(fragment: str, outlet: Outlet, *, base_url: str) -> str:
    """An HTML fragment with real addresses for `media:NAME`."""
    return re.sub(
        r'"media:([a-z0-9-]+)"', lambda m: f'"{picture_url(outlet, m[1], base_url=base_url)}"', fragment
    )


def summary(item: Item) -> str:
    """The first paragraph of an item's body as plain text."""
    first = _FIRST_PARAGRAPH.search(item.body)
    return " ".join(unescape(_TAG.sub("", first[1] if first else item.body)).split())


def changed_at(entries: Sequence[Published]) -> datetime | None:
    """When the newest change among the entries happened; None: there are no entries."""
    return max((entry.updated_at for entry in entries), default=None)


def _rss(outlet: Outlet, entries: Sequence[Published], base_url: str) -> str:
    text = _cdata if outlet.cdata else _escaped
    items = "".join(_rss_item(outlet, entry, base_url) for entry in entries)
    built = changed_at(entries)
    return f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" \
xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{text(outlet.name)}</title>
<link>{base_url}/{outlet.slug}/</link>
<atom:link rel="self" type="application/rss+xml" href="{base_url}{outlet.feed_path}"/>
<description>{text(outlet.tagline)}</description>
<language>{outlet.lang}</language>
{f"<lastBuildDate>{_rfc822(built, outlet)}</lastBuildDate>" if built else ""}
{items}</channel>
</rss>
"""


def _rss_item(outlet: Outlet, entry: Published, base_url: str) -> str:
    item = entry.item
    text = _cdata if outlet.cdata else _escaped
    lines = [
        f"<title>{text(item.title)}</title>",
        f"<link>{escape(_feed_link(outlet, item, base_url))}</link>",
        f'<guid isPermaLink="false">{escape(entry.guid)}</guid>',
        f"<pubDate>{_rfc822(entry.published_at, outlet)}</pubDate>",
        f"<description>{text(summary(item))}</description>",
        *(f"<category>{text(category)}</category>" for category in item.categories),
    ]
    if item.author:
        lines.append(f"<dc:creator>{text(item.author)}</dc:creator>")
    if outlet.full_text:
        lines.append(f"<content:encoded>{_cdata(_feed_body(outlet, item, base_url))}</content:encoded>")
    if item.picture:
        address = picture_url(outlet, item.slug, base_url=base_url)
        lines.append(
            f'<media:content url="{address}" medium="image" type="image/png" width="320" height="180">'
            f'<media:description type="plain">{escape(item.picture)}</media:description></media:content>'
        )
    return "<item>\n" + "\n".join(lines) + "\n</item>\n"


def _rdf(outlet: Outlet, entries: Sequence[Published], base_url: str) -> str:
    abouts = [escape(_feed_link(outlet, entry.item, base_url)) for entry in entries]
    listing = "\n".join(f'<rdf:li rdf:resource="{about}"/>' for about in abouts)
    items = "".join(
        _rdf_item(outlet, entry, about, base_url) for entry, about in zip(entries, abouts, strict=True)
    )
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="{base_url}{outlet.feed_path}">
<title>{escape(outlet.name)}</title>
<link>{base_url}/{outlet.slug}/</link>
<description>{escape(outlet.tagline)}</description>
<dc:language>{outlet.lang}</dc:language>
<items><rdf:Seq>
{listing}
</rdf:Seq></items>
</channel>
{items}</rdf:RDF>
"""


def _rdf_item(outlet: Outlet, entry: Published, about: str, base_url: str) -> str:
    item = entry.item
    lines = [
        f"<title>{escape(item.title)}</title>",
        f"<link>{about}</link>",
        f"<dc:identifier>{escape(entry.guid)}</dc:identifier>",
        f"<dc:date>{_rfc3339(entry.published_at, outlet)}</dc:date>",
        f"<description>{escape(summary(item))}</description>",
        *(f"<dc:subject>{escape(category)}</dc:subject>" for category in item.categories),
    ]
    if item.author:
        lines.append(f"<dc:creator>{escape(item.author)}</dc:creator>")
    if outlet.full_text:
        lines.append(f"<content:encoded>{_cdata(_feed_body(outlet, item, base_url))}</content:encoded>")
    return f'<item rdf:about="{about}">\n' + "\n".join(lines) + "\n</item>\n"


def _atom(outlet: Outlet, entries: Sequence[Published], base_url: str) -> str:
    items = "".join(_atom_entry(outlet, entry, base_url) for entry in entries)
    changed = changed_at(entries)
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.lang}">
<id>tag:{outlet.slug}.example,2026:feed</id>
<title>{escape(outlet.name)}</title>
<subtitle>{escape(outlet.tagline)}</subtitle>
<link rel="alternate" type="text/html" href="{base_url}/{outlet.slug}/"/>
<link rel="self" type="application/atom+xml" href="{base_url}{outlet.feed_path}"/>
{f"<updated>{_rfc3339(changed, outlet)}</updated>" if changed else ""}
{items}</feed>
"""


def _atom_entry(outlet: Outlet, entry: Published, base_url: str) -> str:
    item = entry.item
    lines = [
        f"<id>tag:{outlet.slug}.example,2026:{escape(entry.guid)}</id>",
        f"<title>{escape(item.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{escape(_feed_link(outlet, item, base_url))}"/>',
        f"<published>{_rfc3339(entry.published_at, outlet)}</published>",
        f"<updated>{_rfc3339(entry.updated_at, outlet)}</updated>",
        f"<author><name>{escape(item.author or outlet.name)}</name></author>",
        *(f'<category term="{escape(category)}"/>' for category in item.categories),
        f"<summary>{escape(summary(item))}</summary>",
    ]
    if outlet.full_text:
        body = _feed_body(outlet, item, base_url)
        lines.append(
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content>'
            if outlet.xhtml
            else f'<content type="html">{escape(body)}</content>'
        )
    return "<entry>\n" + "\n".join(lines) + "\n</entry>\n"


def _feed_link(outlet: Outlet, item: Item, base_url: str) -> str:
    query = f"?{outlet.link_query}" if outlet.link_query else ""
    return item_url(outlet, item, base_url=base_url) + query


def _feed_body(outlet: Outlet, item: Item, base_url: str) -> str:
    lead = f'<img src="media:{item.slug}" alt="{escape(item.picture)}"/>\n' if item.picture else ""
    return with_pictures(lead + item.body, outlet, base_url=base_url)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _local(at: datetime, outlet: Outlet) -> datetime:
    return at.astimezone(timezone(timedelta(hours=outlet.utc_offset_h)))


def _rfc822(at: datetime, outlet: Outlet) -> str:
    return format_datetime(_local(at, outlet))


def _rfc3339(at: datetime, outlet: Outlet) -> str:
    return _local(at, outlet).isoformat()
