"""The one typed door to lxml: bytes to a tree, a tree to a walk. Nothing is loaded because a document asks for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from lxml import etree as _etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]  # lxml ships no types

if TYPE_CHECKING:
    from collections.abc import Iterator


etree = cast("Any", _etree)


class Node(Protocol):
    """An element, as far as the program looks at it."""

    @property
    def tag(self) -> object:
        """A str; something else for comments and instructions, which the parsers here leave out."""

    @property
    def text(self) -> str | None: ...  # noqa: D102
    @property
    def tail(self) -> str | None: ...  # noqa: D102
    def items(self) -> list[tuple[str, str]]:
        """The attributes, in order."""
        ...

    def get(self, name: str, default: str) -> str: ...  # noqa: D102
    def iter(self, *tags: str) -> Iterator[Node]: ...  # noqa: D102
    def itertext(self) -> Iterator[str]: ...  # noqa: D102
    def getparent(self) -> Node | None: ...  # noqa: D102
    def __iter__(self) -> Iterator[Node]: ...
    def __len__(self) -> int: ...


class NamedNode(Node, Protocol):
    """An element of a tree in which every node has a name."""

    @property
    def tag(self) -> str: ...  # noqa: D102


class NotWellFormedError(ValueError):
    """The document breaks the rules of XML; the message says where."""


def parse_html(text: str) -> Node | None:
    """The tree of a fragment or a page, repaired as libxml2 does; None when there is nothing in it.

    libxml2 stops at a nesting depth of 256, and is linear in everything but the number of attributes of one tag.
    """
    try:
        return cast("Node | None", etree.fromstring(text.encode("utf-8", "replace"), _html_parser()))
    except etree.ParserError:  # the document is empty
        return None


@cache
def _html_parser() -> Any:  # noqa: ANN401 - lxml ships no types
    """One parser for every document: making one costs a fifth of what it then takes to read a body."""
    return etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )


def parse_xml(text: str | bytes, *, repair: bool = False) -> Node:
    """Parse a document, which comes as text or in UTF-8.

    Args:
        text: The document.
        repair: Read on behind mistakes, as libxml2 does when it recovers.

    Raises:
        NotWellFormedError: It is not well-formed or nested deeper than 256; with `repair`, there is nothing to read in it.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=repair,
    )
    if isinstance(text, str):
        text = text.encode("utf-8", "replace")
    try:
        root = cast("Node | None", etree.fromstring(text, parser))
    except etree.XMLSyntaxError as error:
        raise NotWellFormedError(str(error)) from error
    if root is None:
        raise NotWellFormedError("no element")
    return root


def walk(root: Node) -> Iterator[tuple[Literal["start", "end"], NamedNode]]:
    """Every element of a tree made here, entered and left, without recursion."""
    return cast(
        "Iterator[tuple[Literal['start', 'end'], NamedNode]]", etree.iterwalk(root, events=("start", "end"))
    )


def inner_html(node: Node) -> str:
    """What stands inside an XHTML element, as HTML, namespaces forgotten."""
    parts = [_escape(node.text or "")]
    parts.extend(
        cast("str", etree.tostring(_bare(child), encoding="unicode", method="html", with_tail=True))
        for child in node
    )
    return "".join(parts)


def _bare(node: Node) -> Node:
    """Take the namespaces off the names, so that the HTML serialiser knows `br` and `img`."""
    for element in node.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]  # type: ignore[misc]  # an lxml element's tag may be set
    return node


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
