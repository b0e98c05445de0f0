"""The web pages behind the feeds: an article among menu, related list and cookie notice; front pages; an error page."""

from __future__ import annotations

import json
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from ticker_tui.demo.feed_documents import MEDIA_TYPES, item_url, summary, with_pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.demo.outlets import Outlet
    from ticker_tui.demo.timeline import Published

RELATED = 4


def article_page(outlet: Outlet, entry: Published, others: Sequence[Published], *, base_url: str) -> str:
    """The page of one item: its whole text, which is more than any feed carries."""
    item, phrases = entry.item, outlet.phrases
    address = item_url(outlet, item, base_url=base_url)
    local = entry.published_at + timedelta(hours=outlet.utc_offset_h)
    date = outlet.number(f"{local:%Y-%m-%d %H:%M}")
    lead = (
        f'<figure><img src="media:{item.slug}" alt="{escape(item.picture)}" width="320" height="180">'
        f"<figcaption>{escape(item.picture)}</figcaption></figure>"
        if item.picture
        else ""
    )
    related = "\n".join(
        f'<li><a href="{escape(item_url(outlet, other.item, base_url=base_url))}">{escape(other.item.title)}</a></li>'
        for other in others
        if other.guid != entry.guid
    )
    body = f"""<article>
<header>
<h1>{escape(item.title)}</h1>
<p class="byline">{escape(item.author or outlet.name)} · {phrases.published} \
<time datetime="{entry.published_at.isoformat()}">{date}</time></p>
</header>
{lead}
{item.body}
{item.more}
<p>{phrases.background}</p>
</article>
<aside class="share"><h2>{phrases.share}</h2><ul><li>#{escape(item.categories[0])}</li></ul></aside>
<aside class="related"><h2>{phrases.related}</h2>
<ul>
{related}
</ul></aside>"""
    metadata = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "datePublished": entry.published_at.isoformat(),
        "dateModified": entry.updated_at.isoformat(),
        "inLanguage": outlet.lang,
    }
    linked_data = json.dumps(metadata, ensure_ascii=False).replace(
        "</", "<\\/"
    )  # may not end the script element
    head = f"""<link rel="canonical" href="{escape(address)}">
<meta name="description" content="{escape(summary(item))}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(item.title)}">
<script type="application/ld+json">{linked_data}</script>"""
    return _page(outlet, item.title, head, with_pictures(body, outlet, base_url=base_url), base_url)


def front_page(outlet: Outlet, entries: Sequence[Published], *, base_url: str) -> str:
    """An outlet's home page; a reader that is given its address finds the feed here."""
    teasers = "\n".join(
        f'<section><h2><a href="{escape(item_url(outlet, entry.item, base_url=base_url))}">'
        f"{escape(entry.item.title)}</a></h2><p>{escape(summary(entry.item))}</p></section>"
        for entry in entries
    )
    body = f"<h1>{escape(outlet.name)}</h1>\n<p>{escape(outlet.tagline)}</p>\n{teasers}"
    return _page(outlet, outlet.tagline, "", body, base_url)


def not_found_page(outlet: Outlet, *, base_url: str) -> str:
    """What an outlet says when an address of its own leads nowhere."""
    reason = outlet.phrases.not_found
    return _page(outlet, reason, "", f"<h1>{reason}</h1>", base_url)


def index_page(outlets: Sequence[Outlet], *, base_url: str) -> str:
    """The newsroom's own page: who publishes here."""
    rows = "\n".join(
        f'<li lang="{outlet.lang}" dir="{outlet.direction}"><a href="{base_url}/{outlet.slug}/">{escape(outlet.name)}</a>'
        f" — {escape(outlet.tagline)}</li>"
        for outlet in outlets
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>The newsroom</title></head>\n'
        f"<body><h1>The newsroom</h1>\n<p>Invented news from invented places.</p>\n<ul>\n{rows}\n</ul></body>\n</html>\n"
    )


def error_page(status: int, reason: str) -> str:
    """A small page without anything of the request in it."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{status} {reason}</title></head>\n'
        f"<body><h1>{status}</h1><p>{reason}.</p></body>\n</html>\n"
    )


def _page(outlet: Outlet, title: str, head: str, main: str, base_url: str) -> str:
    phrases = outlet.phrases
    home = f"{base_url}/{outlet.slug}/"
    menu = "".join(
        f'<li><a href="{home}#{place}">{entry}</a></li>' for place, entry in enumerate(phrases.menu)
    )
    feed_type = MEDIA_TYPES[outlet.format].partition(";")[0]
    return f"""<!DOCTYPE html>
<html lang="{outlet.lang}" dir="{outlet.direction}">
<head>
<meta charset="utf-8">
<title>{escape(title)} — {escape(outlet.name)}</title>
<meta name="viewport" content="width=device-width">
<link rel="alternate" type="{feed_type}" title="{escape(outlet.name)}" href="{base_url}{outlet.feed_path}">
{head}
<style>body{{max-width:42rem;margin:auto;font-family:serif}}nav li{{display:inline;margin-inline-end:1em}}</style>
</head>
<body>
<div class="cookie-notice" role="dialog"><p>{phrases.cookies}</p><button>{phrases.accept}</button></div>
<header class="site"><a href="{home}">{escape(outlet.name)}</a>
<nav><ul>{menu}</ul></nav></header>
<main>
{main}
</main>
<footer><form><label>{phrases.newsletter} <input type="email"></label></form>
<p>{phrases.rights} {escape(outlet.name)}</p></footer>
</body>
</html>
"""
