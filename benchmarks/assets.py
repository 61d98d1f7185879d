"""Which further files a browser loads for a page: those in its HTML, and an icon even where none is named."""

from html.parser import HTMLParser
from urllib.parse import urljoin

LOADED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.has_icon = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        kinds = set(found.get("rel", "").lower().split())
        self.has_icon |= "icon" in kinds
        if tag == "link" and kinds & LOADED_LINKS:
            self.addresses.append(found.get("href", ""))
        elif tag in ("script", "img"):
            self.addresses.append(found.get("src", ""))


def linked_files(html: str, base: str) -> list[tuple[str, str]]:
    """(name, path) of each file once, in the page's order; `data:` addresses cost nothing."""
    links = _Links()
    links.feed(html)
    wanted = [address for address in links.addresses if address and not address.startswith("data:")]
    if not links.has_icon:
        wanted.append("/favicon.ico")
    paths = dict.fromkeys(urljoin(base, address) for address in wanted)
    return [(path.rpartition("/")[2] or path, path) for path in paths]
