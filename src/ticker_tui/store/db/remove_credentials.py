"""User names and passwords that an older version stored with the addresses of feeds: taken out of an archive.

Links and pictures never had them (`urls.safe_link.safe_link`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.store.entries.change_feed_url import readdress
from ticker_tui.urls.credentials import split_login, with_login

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ticker_tui.model import Feed


def remove_logins(db: sqlite3.Connection, feeds: Iterable[Feed]) -> bool:
    """Let no feed in the archive have a login in its address, inside the caller's transaction; entries keep their ids and marks.

    Args:
        db: The archive.
        feeds: Those of feeds.toml.

    Returns:
        Whether there was one.
    """
    sql = "SELECT url FROM feeds WHERE url LIKE '%@%' UNION SELECT feed_url FROM rescued WHERE feed_url LIKE '%@%'"
    found = {url: split for (url,) in db.execute(sql).fetchall() if (split := split_login(url))[1]}
    if not found:
        return False
    known = {with_login(feed.url.partition("#")[0], feed.login): feed.url for feed in feeds if feed.login}
    for url, (address, login) in found.items():
        new_url = known.get(url.partition("#")[0], address)
        db.execute(
            """UPDATE feed_state SET state = CAST(replace(CAST(state AS TEXT), ?, '//') AS BLOB)
               WHERE feed_id = (SELECT id FROM feeds WHERE url = ?)""",
            (f"//{login}@", url),
        )
        readdress(db, url, new_url)
        db.execute("UPDATE OR REPLACE rescued SET feed_url = ? WHERE feed_url = ?", (new_url, url))
    return True
