"""Tables of a TOML document that somebody has written: put in, changed and taken out so that every comment stays where it belongs."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# tomlkit's containers are dicts and lists of anything; nothing of them leaves this room.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import tomlkit
    from tomlkit.items import Table


def append_table(document: tomlkit.TOMLDocument, name: str, values: dict[str, Any]) -> None:
    """Put a table at the end of a list of tables, as the list is written in this file."""
    import tomlkit
    from tomlkit.items import AoT

    listed: Any = document.get(name)
    if listed is not None and not isinstance(listed, AoT):  # written as feeds = [{ url = … }]
        inline = tomlkit.inline_table()
        inline.update(values)
        listed.append(inline)
        return
    table = tomlkit.table()
    table.update(values)
    if listed is None:
        if (written := document.as_string()) and not written.endswith("\n\n"):
            document.add(tomlkit.nl())
        listed = document[name] = tomlkit.aot()
    else:
        follower = _follower(document, name, len(listed) - 1)
        if follower is not None:
            body = listed[-1].value.body
            behind = _behind(listed[-1])
            while body and body[-1][0] is None:
                body.pop()
            follower.trivia.indent = (behind or "\n") + follower.trivia.indent
        ending = listed[-1].as_string()
        for _ in range(2 - (len(ending) - len(ending.rstrip("\n")))):
            listed[-1].add(tomlkit.nl())
    listed.append(table)


def drop_table(document: tomlkit.TOMLDocument, name: str, index: int) -> None:
    """Take a table out of a list of tables; the comments around it stay."""
    _keep_comments_behind(document, name, index)
    listed: Any = document[name]
    del listed[index]
    if not listed:
        del document[name]


def _keep_comments_behind(document: tomlkit.TOMLDocument, name: str, index: int) -> None:
    """Hand what stands behind a table's last key to what follows.

    To tomlkit the comments between two tables are the end of the first one; to people they are the next one's heading.
    """
    import tomlkit
    from tomlkit.items import AoT

    listed = document[name]
    if not isinstance(listed, AoT):
        return
    behind = _behind(listed[index])
    follower = _follower(document, name, index)
    if follower is not None:
        follower.trivia.indent = behind + follower.trivia.indent
    elif "#" in behind:
        document.add(tomlkit.ws(behind))


def _behind(table: Any) -> str:  # noqa: ANN401 - a table of tomlkit's
    """What stands behind a table's last key."""
    behind = ""
    for key, item in reversed(table.value.body):
        if key is not None:
            break
        behind = item.as_string() + behind
    return behind


def _follower(document: tomlkit.TOMLDocument, name: str, index: int) -> Table | None:
    """The table that comes after one of a list of tables; None: it is the last of the file."""
    from tomlkit.items import AoT, Table

    listed: Any = document[name]
    top_level = list(document.body)
    place = next(number for number, (key, _) in enumerate(top_level) if key is not None and key.key == name)
    followers: list[Any] = [*listed[index + 1 : index + 2], *(item for _, item in top_level[place + 1 :])]
    tables = (item[0] if isinstance(item, AoT) and item else item for item in followers)
    return next((table for table in tables if isinstance(table, Table)), None)


def put(table: Any, key: str, value: object) -> None:  # noqa: ANN401 - a table or an inline table
    """Set a key; a new one stands behind the feed's other keys, before the comments that head what follows."""
    from tomlkit.items import Table

    if key in table or not isinstance(table, Table):
        table[key] = value
        return
    body: list[Any] = table.value.body
    tail: list[Any] = []
    while body and body[-1][0] is None:
        tail.append(body.pop())
    table[key] = value
    body.extend(reversed(tail))


def in_place_of(old: Any, value: object) -> Any:  # noqa: ANN401 - items of tomlkit
    """A value whose comment stays in the column where the old one's was."""
    import tomlkit

    new, before = cast("Any", tomlkit.item(value)), cast("Any", tomlkit.item(old))
    if before.trivia.comment:
        was, space = str(before.as_string()), str(before.trivia.comment_ws)
        new.trivia.comment_ws = " " * max(1, len(space) + len(was) - len(str(new.as_string())))
    return new


def with_line(text: str, table: str, line: str) -> str | None:
    """A text with one more line in a table; with the table too, where there is none. Nothing else moves.

    None: the table has no header of its own, as it is written on one line.

    Done on the text: to tomlkit the comments before the next header are the end of the table, and a key at the end of
    the table would stand behind them.
    """
    from ticker_tui.config.toml_positions import locate

    lines = text.split("\n")
    places = locate(text)
    if (at := places.get((table,))) is not None:
        if not lines[at - 1].lstrip().startswith("["):
            return None
        return "\n".join([*lines[:at], line, *lines[at:]])
    at = places.get(("feeds",), len(lines) + 1) - 1
    while at and lines[at - 1].startswith("#"):  # what heads the feeds
        at -= 1
    before = "\n".join(lines[:at]).rstrip("\n")
    behind = "\n".join(lines[at:]).lstrip("\n")
    parts = [before, f"[{table}]\n{line}", behind]
    joined = "\n\n".join(part for part in parts if part)
    return joined if joined.endswith("\n") else f"{joined}\n"


def as_toml(value: object) -> str:
    """A value as it is written."""
    import tomlkit

    return tomlkit.item(value).as_string()
