"""Documents without their markup: HTML and XML to plain text, and R data to its strings."""

import bz2
import gzip
import lzma
import re
from html.parser import HTMLParser

_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr",
])  # fmt: skip
_HIDDEN = frozenset([
    "script", "style", "head", "nav", "footer", "header", "button", "select", "svg", "math",
    "form",
])  # fmt: skip
_BLOCK = frozenset([
    "p", "div", "section", "article", "li", "dt", "dd", "ul", "ol", "dl", "tr", "table", "h1",
    "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "br", "hr", "title", "para", "simpara",
    "item", "term", "listitem", "note",
])  # fmt: skip
# Navigation, as Sphinx and its themes, DocBook, mdBook, rustdoc and texi2any mark it.
_NAVIGATION = re.compile(
    r"sphinxsidebar\w*|related|headerlink|navheader|navfooter|nav|navigation|nav-bar|sidebar|"
    r"wy-nav-side|wy-nav-top|rst-footer-buttons|toctree-wrapper|toc|breadcrumbs?|search|src-link|"
    r"srclink|anchor|footer|menu-bar|(toc|sidebar)-drawer|related-pages|mobile-header|pageheader|"
    r"prev-next-\w+|(prev|next)-page|bd-sidebar.*|bd-toc.*|content-icon-container"
)
_GAPS = re.compile(r"[ \t\r\n\f]+")


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []  # open elements since the hidden one, which is first
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._break(tag)
        elif self._hidden or tag in _HIDDEN or _navigates(dict(attrs).get("class") or ""):
            self._hidden.append(tag)
        else:
            self._break(tag)
            self._preformatted += tag == "pre"
            if tag == "li":
                self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass  # elements whose end tag was left out
        elif not self._hidden:
            self._preformatted -= tag == "pre" and self._preformatted > 0
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data if self._preformatted else self._flow(data))

    def _flow(self, data: str) -> str:
        text = _GAPS.sub(" ", data)
        at_line_start = not self.parts or self.parts[-1].endswith(("\n", "- "))
        return text.lstrip() if at_line_start else text

    def _break(self, tag: str) -> None:
        if tag in _BLOCK and not self._hidden:
            gap = "\n" if tag in ("li", "tr", "br", "dt", "dd", "item") else "\n\n"
            self.parts.append(gap)


def _navigates(classes: str) -> bool:
    return any(_NAVIGATION.fullmatch(name) for name in classes.split())


def html_text(source: str) -> str:
    """The text of an HTML or XML document: blocks on lines of their own, `pre` kept as it is."""
    parser = _TextParser()
    parser.feed(source)
    parser.close()
    text = "".join(parser.parts)
    text = re.sub(r"(?m)^- \s+", "- ", text)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


# A string in R's binary serialisation: flags (type 9, UTF-8 or ASCII), length, bytes.
_R_STRING = re.compile(rb"\x00[\x00-\x04][\x00-\xff]\x09(\x00[\x00-\x10][\x00-\xff]{2})")


def r_data_text(data: bytes) -> str:
    """The strings of an R data file (`.rda`), one a line: how R packages hold whole books."""
    raw = _decompress(data)
    lines: list[str] = []
    position = 0
    while match := _R_STRING.search(raw, position):
        length = int.from_bytes(match[1])
        position = match.end() + length
        lines.append(raw[match.end() : position].decode("utf-8", errors="replace"))
    return "\n".join(lines) + "\n"


def _decompress(data: bytes) -> bytes:
    for magic, module in ((b"BZh", bz2), (b"\xfd7zXZ", lzma), (b"\x1f\x8b", gzip)):
        if data.startswith(magic):
            return module.decompress(data)
    return data
