"""GitHub's own parser as a judge: what it makes of a text, and HTML in a form in which ours can be compared with it.

`cmarkgfm` is cmark-gfm, the code that GitHub runs. It knows neither alerts, nor `:emoji:`, nor math: GitHub adds these later.
What the normaliser takes away or rewrites is written out here differently on purpose, and shows a reader the same words:

- comments, ids of headings, `translate`, and the classes that only our layout knows;
- the alignment of a cell (`align` there, a class here), the language of code (`lang` of `pre` there, a class of `code` here,
  cut at its first sign that a class cannot have), the box of a task (a field there, an image with a name here);
- footnotes: a reference is its number, the list at the end its items, without the links back;
- alerts, which are quotes that begin with `[!NOTE]` to the judge;
- white space that no reader sees; a line break between Chinese or Japanese characters is no space (law 3);
- a paragraph around words in the open: around raw HTML that begins with words ours has one and GitHub has none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser

import pytest

from scripts.markup.inline_parser import joins_lines

try:
    import cmarkgfm
    from cmarkgfm.cmark import Options
except ImportError:  # no wheels for Intel Macs and for Windows on ARM (docs/development.md)
    cmarkgfm = None

needs_judge = pytest.mark.skipif(cmarkgfm is None, reason="cmarkgfm has no wheel for this machine")

Token = tuple[str, ...]


def judged(text: str) -> str:
    """The HTML that GitHub's parser gives, with the extensions and options that GitHub uses."""
    return str(
        cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES)
    )


class _Tokens(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Token] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((key, value or "") for key, value in attrs if not (key == "id" and re.fullmatch("h[1-6]", tag)))
        self.found.append(("open", tag, *(f"{key}={value}" for key, value in kept)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("close", tag))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "text":
            data = self.found.pop()[1] + data
        self.found.append(("text", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data))


_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td blockquote pre hr div br section".split())


def tokens(html: str) -> Iterator[Token]:
    """Tags and texts of HTML, without what no reader sees; ids of headings are our own (README)."""
    return _trimmed(_Tokens(html).found)


def _trimmed(found: Sequence[Token]) -> Iterator[Token]:
    found = [("open", "p"), *found, ("close", "p")]
    depth = 0
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        kind, value, *_ = token
        if value == "pre":
            depth += 1 if kind == "open" else -1
        if kind == "text" and not depth:
            value = re.sub(r"\s+", " ", value)
            value = value.lstrip() if before[0] != "text" and before[1] in _BLOCKS else value
            value = value.rstrip() if after[0] != "text" and after[1] in _BLOCKS else value
            token = ("text", value)
        if token != ("text", ""):
            yield token


def shown(html: str) -> list[Token]:
    """What a reader gets of HTML, by GitHub or by us, in one form (see the docstring of the module)."""
    return list(_trimmed(_joined(_rewritten(_Tokens(html).found))))


def _rewritten(found: Sequence[Token]) -> Iterator[Token]:
    at, alert = 0, ""
    while at < len(found):
        token = found[at]
        what = token[:2]
        end = at + 1
        if what == ("open", "input"):
            yield ("task", "done" if "checked=" in token else "not done")
        elif what == ("open", "span") and "class=box" in token:
            end = _end(found, at)
            yield ("task", next(value for value in token if value.startswith("aria-label=")).removeprefix("aria-label="))
        elif what == ("open", "a") and ("class=back" in token or "class=footnote-backref" in token):
            end = _end(found, at)
        elif what == ("open", "sup") and any(value.startswith(("class=footnote-ref", "id=fnref-")) for value in token):
            end = _end(found, at)
            yield ("note", next(words[1] for words in found[at:end] if words[0] == "text"))
        elif what == ("open", "section"):
            end = _end(found, at)
            inner = found[at + 1 : end - 1]
            if inner and inner[0][:2] == ("open", "h2"):
                inner = inner[_end(inner, 0) :]
            yield from _without_empty_end(list(_rewritten([*inner])))
        elif what == ("open", "div") and "role=note" in token:
            end = _end(found, at)
            title = next(words[1] for words in found[at:end] if words[0] == "text" and words[1].strip())
            inside = next(index for index in range(at + 1, end) if found[index][:2] == ("open", "p"))
            rest = found[_end(found, inside) : end - 1]
            first = next(index for index, words in enumerate(rest) if words[:2] == ("open", "p"))
            yield ("open", "blockquote")
            yield from _rewritten([*rest[: first + 1], ("text", f"[!{title.upper()}]\n"), *rest[first + 1 :]])
            yield ("close", "blockquote")
        elif token[0] == "open":
            yield _plain(token, found[at + 1 : at + 2])
        elif token[0] == "text":
            yield ("text", _without_breaks(token[1]))
        else:
            yield token
        at = end


def _end(found: Sequence[Token], at: int) -> int:
    """The place behind the element that begins at `at`."""
    depth = 0
    for index in range(at, len(found)):
        kind, tag, *_ = found[index]
        if tag == found[at][1] and kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
            if not depth:
                return index + 1
    return len(found)


def _plain(token: Token, following: Sequence[Token]) -> Token:
    kind, tag, *attributes = token
    kept = []
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        if tag in ("td", "th") and name == "class":
            kept += [f"align={value}"]
        elif tag == "pre" and name == "lang":
            kept += [f"lang={re.split('[^A-Za-z0-9_+#-]', value)[0]}"]
        elif (tag, name) in {("li", "class"), ("code", "class")} or name == "translate":
            continue
        elif tag == "li" and name == "id" and value.startswith("fn-"):
            continue
        else:
            kept += [attribute]
    if tag == "pre" and following and following[0][:2] == ("open", "code"):
        classes = [value.removeprefix("class=") for value in following[0][2:] if value.startswith("class=")]
        kept += [f"lang={name.removeprefix('language-')}" for name in classes]
    return (kind, tag, *kept)


def _without_breaks(text: str) -> str:
    """Law 3: a line break between characters of Chinese or Japanese is no space."""
    return re.sub(
        r"(\S)[ \t]*\n[ \t]*(?=(\S))",
        lambda found: found[1] if joins_lines(found[1]) and joins_lines(found[2]) else found[0],
        text,
    )


def _without_empty_end(inner: Sequence[Token]) -> Iterator[Token]:
    """Items of footnotes without what stood around the links back."""
    for before, token, after in zip([("", ""), *inner], inner, [*inner[1:], ("", "")], strict=False):
        yield token


def _joined(found: Iterable[Token]) -> list[Token]:
    done: list[Token] = []
    for token in found:
        if token[0] == "text" and done and done[-1][0] == "text":
            token = ("text", done.pop()[1] + token[1])
        done.append(token)
    return done
