"""Why a feed failed, in the language of the interface.

Fetcher and parser give whole English sentences, which are kept in the archive. Here each is known by its template;
one that is not is shown as it came. A test holds this table against the sentences of `feeds/`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ticker_tui.i18n import N_, current

TEMPLATES: Final = (
    # feeds/http_errors.py, feeds/fetch.py, http/secrets.py, http/: on the wire
    N_("The server wants a user name and a password ({detail})."),
    N_("The server wants to be paid ({detail})."),
    N_("The server refuses to give the feed to this program ({detail})."),
    N_("There is nothing at this address ({detail})."),
    N_("The proxy wants a user name and a password ({detail})."),
    N_("The server lost patience ({detail})."),
    N_("The feed has been closed for good ({detail})."),
    N_("The server asks for fewer visits ({detail})."),
    N_("The feed may not be shown here for legal reasons ({detail})."),
    N_("The server has a fault of its own ({detail})."),
    N_("The server cannot reach its own source ({detail})."),
    N_("The server is too busy at the moment ({detail})."),
    N_("The server waited in vain for its own source ({detail})."),
    N_("The server did not give the feed ({detail})."),
    N_("The server did not answer fully within {detail} seconds."),
    N_("The server's name is not known, or there is no network."),
    N_("The address redirects into a private network, which is not allowed."),
    N_("No encrypted connection could be made with the server."),
    N_("The server's machine is there, but nothing answers at this address."),
    N_("The server could not be reached in time."),
    N_("The server stopped answering."),
    N_("The server cannot be reached; perhaps there is no network."),
    N_("The configured proxy does not let the request through."),
    N_("The configured proxy cannot be reached."),
    N_("The server's answer breaks the rules of HTTP."),
    N_("The connection broke off in the middle of the answer."),
    N_("The connection broke off."),
    N_("The header “{detail}” cannot be sent."),
    N_("The certificate file {detail} cannot be read."),
    N_("The client certificate cannot be used."),
    N_("The link leads into a private network, which is not allowed."),
    N_("The address redirects a form to another server, which is not allowed."),
    N_("The server sends its answer in too many small pieces; it was given up."),
    N_("The connection ended early, but the document is complete."),
    N_("The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read."),
    N_("The address is not a valid one."),
    N_("The server's certificate cannot be trusted ({detail})."),
    N_("The request failed ({detail})."),
    N_("The address redirects more than {detail} times."),
    N_("The answer is larger than {detail} MB; it was given up."),
    N_("The server packs its answer in a way nobody asked for ({detail})."),
    N_("The answer is damaged (bad {detail} data)."),
    N_("The address must begin with http:// or https:// and name a host."),
    N_("The proxy's address must begin with http://, https:// or socks5:// and name a host."),
    N_("The address redirects to something that is no address."),
    N_("The address redirects to a {detail}: address, which is not allowed."),
    N_("The address redirects from an encrypted page to an unencrypted one."),
    # polling/parser_pool.py, polling/parser_worker.py, feeds/parse.py: in the reading
    N_("The feed makes the program that reads it crash."),
    N_("The program that reads feeds gave the wrong kind of answer."),
    N_("The program that reads feeds cannot be started ({detail})."),
    N_("Reading the feed took longer than {detail} seconds; it was given up."),
    N_("Reading the feed took too much memory; it was given up."),
    N_("The feed is damaged and could not be read."),
    N_("Some letters could not be read."),
    N_("The feed is not well-formed; what could be read is shown."),
    N_("The address answered with an empty page."),
    N_("The address answered with a list of feeds (OPML), not with a feed."),
    N_("The address answered, but it is not a feed ({detail})."),
    N_("The address answered with a web page that leads to {detail}."),
    # feeds/article_page.py, full_article.py: behind a link
    N_("The link does not lead to a page that can be read here ({detail})."),
    N_("The page behind the link is empty."),
    N_("No article was found on the page behind the link."),
    N_("This entry is no longer in the archive."),
    N_("This entry has no link to an article."),
    N_("The server answered as if the page were here already."),
    # images/decode.py, image_download.py: the pictures of an article
    N_("The picture makes the program that reads it crash."),
    N_("Reading the picture took longer than {detail} seconds; it was given up."),
    N_("Reading the picture took too much memory; it was given up."),
    N_("The picture is damaged and could not be read."),
    N_("The picture is damaged."),
    N_("The picture is too large to be shown."),
    N_("The picture has no shape that could be shown."),
    N_("The picture is a drawing ({detail}); drawings are not shown."),
    N_("The address of the picture leads to a web page."),
    N_("The file is no picture of a kind that can be shown."),
    N_("The server did not send the picture."),
    # polling/poll_round.py
    N_("no answer within {detail} s"),
    # store/db/write_access.py, store/db/leader_lock.py, store/db/format_backup.py: why the archive is only read
    N_("A newer ticker has changed the archive; quit and start again."),
    N_("The file system of {detail} is mounted read-only."),
    N_("There is no permission to write to the file {detail}."),
    N_("There is no permission to write to the folder {detail}."),
    N_("{detail} is protected against changes (immutable attribute)."),
    N_("No inode is free on the file system of {detail}."),
    N_("The file system of {detail} is full."),
    N_("The disk quota is used up, so nothing can be written to {detail}."),
    N_("No file can be written to {detail}."),
    N_("The file system of {detail} cannot lock files."),
    N_("There is no archive at {detail}, and none can be made there."),
    N_("The lock file {detail} cannot be opened."),
    N_("The lock file {detail} cannot be locked."),
    N_(
        "There is no space for the copy ({detail} MB) that is made before the archive is brought to its new format."
    ),
    N_("The copy that is made before the archive is brought to its new format cannot be written ({detail})."),
    N_("Feeds are not polled, and nothing is saved."),
    N_("Feeds are not polled."),
    # redirects.py
    N_("Its new address is in feeds.toml already ({detail}); remove this one."),
    N_("Its login or headers would go to another server; change the address by hand."),
)
"""Every sentence, ``{detail}`` standing for what differs from case to case."""


def reason(sentence: str) -> str:
    """A sentence of the fetcher or the parser in the language that is spoken."""
    language = current()
    if language.code == "en":
        return sentence
    for template, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            said = language.tr(template)
            detail = found.groupdict().get("detail", "")
            return said.replace(
                "{detail}", f"\u2068{language.number(detail) if detail.isdecimal() else detail}\u2069"
            )
    return sentence


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (template, re.compile(re.escape(template).replace(r"\{detail\}", "(?P<detail>.+)")))
        for template in TEMPLATES
    ]
