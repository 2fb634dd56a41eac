"""One file of a package to the text of a document, by its extension."""

import gzip
import re
from pathlib import PurePosixPath
from typing import NamedTuple

from duo_training.corpus.markup import html_text, r_data_text

CODE = {
    ".py": "Python", ".rs": "Rust", ".ts": "TypeScript", ".tsx": "TypeScript",
    ".js": "JavaScript", ".mjs": "JavaScript", ".cjs": "JavaScript", ".jsx": "JavaScript",
    ".c": "C", ".h": "C", ".cc": "C++", ".cpp": "C++", ".hpp": "C++", ".go": "Go",
    ".java": "Java", ".rb": "Ruby", ".lua": "Lua", ".sh": "Shell",
}  # fmt: skip
PROSE = {
    ".md": "Markdown", ".markdown": "Markdown", ".rst": "reStructuredText", ".txt": "text",
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML", ".page": "HTML", ".rda": "R data",
    ".dict": "text",
}  # fmt: skip

# Copies of other packages, translations, data and test data; and whole test folders, because
# a library's tests would be a third of its text (Go and Rust tests lie beside their code).
_UNWANTED_FOLDER = re.compile(
    r"(^|/)(\.[^/]+|node_modules|_?vendor(ed|ing)?|third[-_]?party|extern(als?)?|"
    r"testdata|test[-_]data|fixtures?|locales?|translations|i18n|tests?|__tests__|testing|"
    r"benchmarks?|dist|build|min|"
    r"_static|_sources|_modules|licenses?|bundled?|generated|amalgamation|deps)(/|$)",
    re.IGNORECASE,
)
_UNWANTED_FILE = re.compile(
    r"(\.min\.\w+|\.d\.[mc]?ts|_pb2(_grpc)?\.py|\.pb\.go|\.generated\.\w+|_generated\.\w+|"
    r"(^|/)(licen[cs]e|copying|copyright|changelog|changes|news|history|authors|contributors|"
    r"contents|index|genindex|requirements|top_level|sources|entry_points|robots)[^/]*"
    r"\.(txt|md|rst|html)|"
    r"(^|/)cmakelists\.txt|_source\.html)$",
    re.IGNORECASE,
)


class Text(NamedTuple):
    """A document's text, the kind it counts as, and its language or format."""

    kind: str
    language: str
    text: str


def extract(path: str, data: bytes) -> Text | str | None:
    """The file's text; a reason why it was dropped; or None for a format that is not read.

    Nothing in the text is normalised, save that a BOM is taken away and CR LF becomes LF.
    """
    name = path
    if path.endswith((".gz", ".dz")):
        name = path[:-3]
    suffix = PurePosixPath(name).suffix.lower()
    language = CODE.get(suffix) or PROSE.get(suffix)
    if language is None:
        return None
    if _UNWANTED_FOLDER.search(str(PurePosixPath(name).parent)) or _UNWANTED_FILE.search(name):
        return "unwanted path"
    if name != path:
        data = gzip.decompress(data)
    if suffix == ".rda":
        return Text("prose", language, r_data_text(data))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "not UTF-8"
    if language == "HTML":
        text = html_text(text)
    return Text("code" if suffix in CODE else "prose", language, text)
