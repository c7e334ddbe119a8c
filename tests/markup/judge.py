"""GitHub's own parser as the judge: the HTML that it gives, and a form in which our HTML can be compared with it.

`cmarkgfm` is cmark-gfm, the code that GitHub runs. It has no alerts, no `:emoji:` and no math: GitHub adds these later.
Some HTML differs on purpose, although a person sees the same words. The comparison leaves out or rewrites:

- comments, ids of headings, `translate`, and the classes that only our layout knows;
- the alignment of a cell (`align` there, a class here), the language of code (`lang` of `pre` there, a class of `code` here,
  up to the first character that a class cannot have), the box of a task (a field there, an image with a name here);
- footnotes: a reference is its number, and the list at the end is its items without the links back;
- the box of a task in a quote, where cmark-gfm leaves `[ ]` as text;
- alerts, which are quotes that begin with `[!NOTE]` to the judge;
- bold within bold, which GitHub leaves out;
- white space that nobody sees; a line break between Chinese or Japanese characters is no space (law 3);
- a paragraph around words outside of any block: our HTML has one around raw HTML that begins with words, GitHub's has not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser

import pytest

from scripts import markup
from scripts.markup import RenderContext
from scripts.markup.inline_parser import joins_lines
from scripts.markup.tags import COMMENT, INLINE, VOID
from scripts.pages.alarm import unsafe
from scripts.problem import Refused
from scripts.project import policy
from scripts.project.config import Config

try:
    import cmarkgfm
    from cmarkgfm.cmark import Options
except ImportError:  # no wheels for Intel Macs and for Windows on ARM (docs/development.md)
    cmarkgfm = None

needs_judge = pytest.mark.skipif(cmarkgfm is None, reason="cmarkgfm has no wheel for this machine")

Token = tuple[str, ...]


def judged(text: str) -> str:
    """The HTML that GitHub's parser gives, with the extensions and options that GitHub uses."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES))


def published(text: str) -> str:
    """The HTML that a policy of this text is published with. Raises `Refused` for what the build refuses."""
    read = policy.read_policy(f"---\ntitle: T\neffective: 2024-10-01\n---\n{text}", "x", "policy/x.md", Config())
    context = RenderContext(lambda segment: segment.text, lambda name: name, lambda word: word, {})
    html = markup.tree_to_html(markup.render_tree(read.source, context))
    if alarms := list(unsafe(html)):
        raise Refused(*alarms)
    return html


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


_COMMENT = re.compile(COMMENT)
"""Cut out here, as browsers read them: older versions of Python's parser do not end `<!-->`."""


def shown(html: str) -> list[Token]:
    """What a person sees of HTML by GitHub or by us, in one form (see the docstring of the module)."""
    found = _Tokens(_COMMENT.sub("", html)).found
    return list(_trimmed(_with_tasks(_in_paragraphs(_joined(_rewritten(found))))))


def _rewritten(found: Sequence[Token]) -> Iterator[Token]:
    at, strong = 0, 0
    while at < len(found):
        token = found[at]
        end = at + 1
        match token[:2]:
            case ("open", "input"):
                yield ("task", "done" if "checked=" in token else "not done")
            case ("open", "span") if "class=box" in token:
                end = _end(found, at)
                yield ("task", _value(token, "aria-label"))
            case ("open", "a") if _value(token, "class") in ("back", "footnote-backref"):
                end = _end(found, at)
                yield ("back", "")
            case ("open", "sup") if "class=footnote-ref" in token or _value(token, "id").startswith("fnref-"):
                end = _end(found, at)
                yield ("note", _text(found[at:end]))
            case ("open", "section"):
                end = _end(found, at)
                yield from _without_back(list(_rewritten(_without_heading(found[at + 1 : end - 1]))))
            case ("open", "div") if "role=note" in token:
                end = _end(found, at)
                yield from _rewritten(_as_quote(found[at + 1 : end - 1]))
            case (kind, "strong"):
                strong += 1 if kind == "open" else -1
                if strong == (1 if kind == "open" else 0):
                    yield token
            case ("open", _):
                yield _plain(token, found[at + 1 : at + 2])
            case ("text", words):
                yield ("text", _without_breaks(words))
            case _:
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


def _value(token: Token, name: str) -> str:
    return next((each.partition("=")[2] for each in token[2:] if each.startswith(f"{name}=")), "")


def _text(found: Sequence[Token]) -> str:
    return "".join(words for kind, words, *_ in found if kind == "text").strip()


def _plain(token: Token, following: Sequence[Token]) -> Token:
    """A tag with the attributes that both sides write, spelled as the judge does."""
    kind, tag, *attributes = token
    kept = []
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        if tag in ("td", "th") and name == "class":
            kept.append(f"align={value}")
        elif tag == "pre" and name == "lang":
            kept.append(f"lang={re.split('[^A-Za-z0-9_+#-]', value)[0]}")
        elif not (name == "translate" or (tag in ("li", "code") and name == "class") or value.startswith("fn-")):
            kept.append(attribute)
    if tag == "pre" and following and (language := _value(following[0], "class")):
        kept.append(f"lang={language.removeprefix('language-')}")
    return (kind, tag, *kept)


def _without_breaks(text: str) -> str:
    return re.sub(
        r"(\S)[ \t]*\n[ \t]*(?=(\S))",
        lambda found: found[1] if joins_lines(found[1]) and joins_lines(found[2]) else found[0],
        text,
    )


def _without_heading(inner: Sequence[Token]) -> Sequence[Token]:
    inner = inner[1:] if inner and inner[0][0] == "text" else inner
    return inner[_end(inner, 0) :] if inner and inner[0][:2] == ("open", "h2") else inner


def _without_back(inner: Sequence[Token]) -> Iterator[Token]:
    """The texts of footnotes without the links back, the space before them, and paragraphs that hold nothing else."""
    html: list[Token] = []
    for token in inner:
        if token[0] == "back":
            continue
        if token[0] == "text" and html and html[-1][0] == "text":
            token = ("text", html.pop()[1] + token[1])
        html.append(token)
    for at, token in enumerate(html):
        following = html[at + 1][:2] if at + 1 < len(html) else ("", "")
        if token[0] == "text" and following in (("close", "p"), ("close", "li")):
            token = ("text", token[1].rstrip(" \u00a0\n"))
        html[at] = token
    html = [token for token in html if token != ("text", "")]
    for at, token in enumerate(html):
        pair = (token, html[at + 1] if at + 1 < len(html) else ())
        before = (html[at - 1] if at else (), token)
        if (("open", "p"), ("close", "p")) not in (pair, before):
            yield token


def _as_quote(inner: Sequence[Token]) -> Sequence[Token]:
    """An alert of our HTML, which begins with its title, as the quote that the judge gives."""
    title = next(at for at, token in enumerate(inner) if token[0] == "open")
    rest = inner[_end(inner, title) :]
    first = next(at for at, token in enumerate(rest) if token[0] == "open")
    mark = ("text", f"[!{_text(inner[: _end(inner, title)]).upper()}]\n")
    if rest[first][1] == "p":
        rest = [rest[first], mark, *rest[first + 1 :]]
    else:
        rest = [("open", "p"), mark, ("close", "p"), *rest[first:]]
    return [("open", "blockquote"), *rest, ("close", "blockquote")]


def _joined(found: Iterable[Token]) -> list[Token]:
    done: list[Token] = []
    for token in found:
        if token[0] == "text" and done and done[-1][0] == "text":
            token = ("text", done.pop()[1] + token[1])
        done.append(token)
    return done


def _in_paragraphs(found: Iterable[Token]) -> Iterator[Token]:
    """A paragraph around every run of words outside of any block, such as `<b>` on a line of its own on GitHub."""
    above: list[str] = [""]
    running = False
    for token in found:
        kind, tag, *_ = token
        is_block = kind in ("open", "close") and tag not in INLINE
        if running and is_block and above[-1] in ("", "blockquote"):
            running = False
            yield ("close", "p")
        elif not running and not is_block and above[-1] in ("", "blockquote") and (kind != "text" or tag.strip()):
            running = True
            yield ("open", "p")
        if is_block and tag not in VOID:
            above = [*above, tag] if kind == "open" else above[:-1] or [""]
        yield token
    if running:
        yield ("close", "p")


_BOX = re.compile(r"\s*\[([ xX])\]\s")


def _with_tasks(found: Iterable[Token]) -> Iterator[Token]:
    """The box of a task directly in its item: cmark-gfm leaves `[ ]` as text in quotes, GitHub's page shows a box there."""
    waiting: list[Token] = []
    for token in found:
        if token[:2] == ("open", "li") or (waiting and token[0] == "open" and token[1] in ("p", *_HEADINGS)):
            yield from waiting if token[1] == "li" else ()
            waiting = [token] if token[1] == "li" else [*waiting, token]
        elif waiting and token[0] == "task":
            yield waiting.pop(0)
            yield token
        elif waiting and token[0] == "text" and waiting[0][1] == "li" and (box := _BOX.match(token[1])):
            yield waiting.pop(0)
            yield ("task", "not done" if box[1] == " " else "done")
            yield from waiting
            waiting = []
            yield ("text", " " + token[1][box.end() :])
        elif waiting and token[0] == "text" and not token[1].strip():
            continue
        else:
            yield from waiting
            waiting = []
            yield token


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _trimmed(read: Iterable[Token]) -> Iterator[Token]:
    found = [("open", "p"), *read, ("close", "p")]
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
