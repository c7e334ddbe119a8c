"""Inline Markdown as GitHub reads it: CommonMark 0.31 with strikethrough, footnotes and bare addresses.

`parse` gives the inline nodes of one block (`nodes`). It uses the delimiter
stack of the CommonMark specification ("An algorithm for parsing nested emphasis
and links"); Python-Markdown's regular expressions only approximate it. With
`beyond`, two things are read that GitHub does not have: `{{ name }}`, and
emphasis next to CJK characters, which have no spaces around them. Tags of raw
HTML are nodes of their own; `nested` turns pairs of them into elements.

Names in quotation marks are sections of CommonMark 0.31.2; those with "GFM" are
sections of the GitHub Flavored Markdown specification.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from html.entities import html5
from typing import Literal

from ..patterns import regex
from . import tags
from .addresses import bare_address, bare_link, with_addresses
from .link_targets import LINK_TITLE, encoded, link_target, normal_label
from .nodes import (
    DEPTH,
    VARIABLE,
    WRITTEN,
    Break,
    Code,
    Emphasis,
    FootnoteReference,
    Html,
    Image,
    Inline,
    Link,
    Placeholder,
    RawTag,
    merged,
    words_of,
)

_ESCAPE = regex(r"\\([!-/:-@\[-`{-~])")
_ENTITY = regex(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPECIAL = regex(r"[\\`*_~\[\]!<&{\n]|(?<![a-zA-Z])(?=(?:https?|ftp)://)|(?=www\.)", re.I)
_AUTOLINK = regex(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s\x00-\x20<>]*)>")
_MAIL_AUTOLINK = regex(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_FOOTNOTE = regex(r"\[\^([^\]\s]+)\]")
_LABEL = regex(r"\[((?:[^\[\]\\]|\\.)*)\]", re.S)


@dataclass(slots=True)
class _Run:
    """A delimiter run ("Emphasis and strong emphasis"), which may open or close emphasis."""

    char: str
    count: int
    """Delimiters that are not used yet."""
    opens: bool
    closes: bool
    length: int
    """Delimiters of the run as it is written; the rule of three asks for these."""


@dataclass(slots=True)
class _Bracket:
    at: int
    """Its index in the pieces."""
    end: int
    """Where the text behind it begins in the source."""
    image: bool
    active: bool = True
    """False if a link ended behind it: "Links may not contain other links" ("Links")."""


def unescaped_markdown(text: str) -> str:
    """Text of an address or a title, with backslash escapes and character references resolved."""
    # Escapes first, and as references: `\&amp;` is the text `&amp;`, not `&`.
    return _ENTITY.sub(
        lambda found: _entity(found.group()), _ESCAPE.sub(lambda found: f"&#{ord(found.group(1))};", text)
    )


def _entity(reference: str) -> str:
    if reference.startswith("&#"):
        # "Entity and numeric character references": U+FFFD replaces invalid code points. Not `html.unescape`, which also reads
        # the numbers 128 to 159 as Windows-1252, as HTML does but CommonMark does not.
        code = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
        return "\ufffd" if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
    return html5.get(reference[1:], reference)


def address(target: str) -> str:
    """A link target as HTML has it: unescaped, then percent-encoded as in the examples of CommonMark."""
    return encoded(unescaped_markdown(target))


@cache
def _kind(char: str) -> str:
    """Whether a character is a `space`, `cjk`, a `mark` (punctuation) or a `word`; "" is the beginning or end of the text.

    The beginning and the end count as spaces ("Emphasis and strong emphasis"). CJK is what UAX 11 calls wide, fullwidth or
    halfwidth.
    """
    if not char or char.isspace() or unicodedata.category(char) == "Zs":
        return "space"
    if _is_mark(char):
        return "cjk" if unicodedata.east_asian_width(char) in "WF" else "mark"
    if unicodedata.east_asian_width(char) in "WFH":
        return "cjk"
    return "word"


def _is_mark(char: str) -> bool:
    # GitHub follows CommonMark 0.29: of the symbols (category S), only those of ASCII are punctuation. Since 0.31 all are, such
    # as € and £.
    return unicodedata.category(char)[0] in ("PS" if char.isascii() else "P")


def joins_lines(char: str) -> bool:
    """Whether a line break next to the character becomes no space: Han, kana and their punctuation, but not Hangul.

    CSS Text 3, "Segment Break Transformation Rules": Korean has spaces between words.
    """
    return _kind(char) == "cjk" and "HANGUL" not in unicodedata.name(char, "")


def _github_kind(char: str) -> str:
    kind = _kind(char)
    return kind if kind != "cjk" else ("mark" if _is_mark(char) else "word")


def _may(char: str, before: str, after: str, beyond: bool) -> tuple[bool, bool]:
    """Whether a run of `char` between two characters can open and can close emphasis ("Emphasis and strong emphasis")."""
    kind = _kind if beyond else _github_kind
    left_of, right_of = kind(before), kind(after)
    # `left` and `right` are the definitions of left-flanking and right-flanking. For CommonMark, `**（重要）**です` has
    # punctuation inside and a letter outside, so its end is not right-flanking; as `cjk` both count as neither.
    left = right_of != "space" and (right_of != "mark" or left_of != "word")
    right = left_of != "space" and (left_of != "mark" or right_of != "word")
    if char == "_":
        # Rules 2, 4, 6 and 8: `_` inside a word is no emphasis, because of names such as snake_case. In CJK texts, which have
        # no spaces, a neighbour does not show that the run is inside a word.
        has_cjk = beyond and "cjk" in (left_of, right_of)
        opens = has_cjk or _github_kind(before) == "mark"
        closes = has_cjk or _github_kind(after) == "mark"
        return left and (not right or opens), right and (not left or closes)
    return left, right


class _Parser:
    def __init__(
        self, text: str, references: Mapping[str, tuple[str, str]], footnotes: Collection[str], beyond: bool, hard: bool
    ) -> None:
        self.text = text
        self.references = references
        self.footnotes = footnotes
        self.beyond = beyond
        self.hard = hard
        self.at = 0
        self.pieces: list[Inline | _Run] = []
        self.brackets: list[_Bracket] = []
        # By length of a run of backticks, from where no run of this length is left: it is searched for only once, or
        # thousands of runs that are never closed would take quadratic time.
        self.no_backticks: dict[int, int] = {}
        self.tag_places: list[tuple[int, int]] = []

    def parse(self) -> list[Inline]:
        text = self.text
        while self.at < len(text):
            found = _SPECIAL.search(text, self.at)
            if found is None:
                self.pieces.append(text[self.at :])
                break
            if found.start() > self.at:
                self.pieces.append(text[self.at : found.start()])
                self.at = found.start()
            self._special(text[self.at])
        return _with_emphasis(self.pieces)

    def _put(self, piece: Inline | _Run, end: int) -> None:
        self.pieces.append(piece)
        self.at = end

    def _special(self, char: str) -> None:
        match char:
            case "\\":
                self._backslash()
            case "`":
                self._code()
            case "*" | "_" | "~":
                self._run(char)
            case "[":
                self._open_bracket()
            case "!" if self.text.startswith("![", self.at):
                self.brackets.append(_Bracket(len(self.pieces), self.at + 2, True))
                self._put("![", self.at + 2)
            case "]":
                self._close_bracket()
            case "<":
                self._angle()
            case "&":
                found = _ENTITY.match(self.text, self.at)
                self._put(_entity(found.group()) if found else "&", found.end() if found else self.at + 1)
            case "{":
                self._brace()
            case "\n":
                self._break()
            case _:
                self._bare(char)

    def _backslash(self) -> None:
        found = _ESCAPE.match(self.text, self.at)
        if found:
            self._put(found.group(1), found.end())
        elif self.text.startswith("\\\n", self.at):
            self._put(Break(), self.at + 2)
            self._skip_spaces()
        else:
            self._put("\\", self.at + 1)

    def _break(self) -> None:
        """A line ending: a hard break after two spaces, otherwise a soft one ("Hard line breaks")."""
        hard = self.hard
        if self.pieces and isinstance(self.pieces[-1], str):
            words = self.pieces[-1]
            hard = hard or words.endswith("  ")
            self.pieces[-1] = words.rstrip(" ")
        self._put(Break() if hard else "\n", self.at + 1)
        self._skip_spaces()

    def _skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def _code(self) -> None:
        ticks = re.compile(r"`+").match(self.text, self.at)
        assert ticks is not None  # called at a backtick
        length, start = len(ticks.group()), ticks.end()
        if self.no_backticks.get(length, len(self.text)) > start:
            for closing in re.compile(r"`+").finditer(self.text, start):
                if len(closing.group()) == length:
                    # "Code spans": line endings become spaces, and one space is stripped from both sides if both have one
                    # and the content is not spaces alone. Spaces behind a line ending are indentation, not content.
                    content = re.sub(r"\n[ \t]*", " ", self.text[start : closing.start()])
                    if content.strip(" ") and content[0] == content[-1] == " ":
                        content = content[1:-1]
                    return self._put(Code(content), closing.end())
            self.no_backticks[length] = start
        self._put(ticks.group(), start)

    def _run(self, char: str) -> None:
        end = self.at
        while end < len(self.text) and self.text[end] == char:
            end += 1
        before = self.text[self.at - 1] if self.at else ""
        after = self.text[end] if end < len(self.text) else ""
        # GFM, "Strikethrough (extension)": three or more tildes do not create a strikethrough.
        if char == "~" and end - self.at > 2:
            return self._put(self.text[self.at : end], end)
        # cmark-gfm skips tildes when it looks for the neighbours of `*` and `_`, so `~~**a**~~` does not depend on them.
        if char != "~" and "~" in (before, after):
            before, after = self.text[: self.at].rstrip("~")[-1:], self.text[end:].lstrip("~")[:1]
        opens, closes = _may(char, before, after, self.beyond)
        self._put(_Run(char, end - self.at, opens, closes, end - self.at), end)

    def _brace(self) -> None:
        found = VARIABLE.match(self.text, self.at) if self.beyond else None
        if found is None:
            return self._put("{", self.at + 1)
        self._put(Placeholder(found.group(1)), found.end())

    def _angle(self) -> None:
        node: Inline
        if found := _AUTOLINK.match(self.text, self.at):
            node = Link(encoded(found.group(1)), (found.group(1),), written=found.group(1))
        elif found := _MAIL_AUTOLINK.match(self.text, self.at):
            node = Link(f"mailto:{found.group(1)}", (found.group(1),))
        elif found := tags.TAG.match(self.text, self.at):
            node = RawTag(found.group())
            self.tag_places.append(found.span())
        else:
            return self._put("<", self.at + 1)
        self._put(node, found.end())

    def _bare(self, char: str) -> None:
        # In brackets GitHub makes no address a link, because they may turn out to be a link. CJK texts have no space in front
        # of `www.`, which GitHub asks for.
        near_cjk = self.beyond and self.at > 0 and _kind(self.text[self.at - 1]) == "cjk"
        shown = "" if self.brackets else bare_address(self.text, self.at, anywhere=near_cjk)
        if not shown:
            return self._put(char, self.at + 1)
        self._put(bare_link(shown), self.at + len(shown))

    # -- links -----------------------------------------------------------------------

    def _open_bracket(self) -> None:
        note = _FOOTNOTE.match(self.text, self.at)
        if note and normal_label(note.group(1)) in self.footnotes:
            return self._put(FootnoteReference(normal_label(note.group(1))), note.end())
        self.brackets.append(_Bracket(len(self.pieces), self.at + 1, False))
        self._put("[", self.at + 1)

    def _close_bracket(self) -> None:
        # "look for link or image" of the algorithm. An inactive opener is taken off the stack without a look at what follows.
        if not self.brackets:
            return self._put("]", self.at + 1)
        opener = self.brackets.pop()
        found = self._target(opener) if opener.active else None
        if found is None:
            return self._put("]", self.at + 1)
        written, title, end, is_reference = found
        target = address(written)
        # Brackets bind more tightly than emphasis ("Emphasis and strong emphasis", rule 17), so delimiters inside the link
        # are matched now, among themselves, and never with delimiters outside.
        inner = _with_emphasis(self.pieces[opener.at + 1 :])
        del self.pieces[opener.at :]
        if opener.image:
            # "Images": the alternative text is the plain text of the description.
            return self._put(Image(target, words_of(inner, WRITTEN), title, is_reference), end)
        for bracket in self.brackets:
            bracket.active = bracket.active and bracket.image
        written = written if written != target else ""
        self._put(Link(target, tuple(inner), title, written, is_reference=is_reference), end)

    def _target(self, opener: _Bracket) -> tuple[str, str, int, bool] | None:
        """Of the link that ends here: address as written, title, end, and whether a definition gives them. None for no link."""
        # Inline links take precedence over references ("Links"). A full reference is `[words][label]`; in a collapsed or
        # shortcut reference the words are the label, and must have no brackets in them ("link label").
        text, at = self.text, self.at + 1
        if text.startswith("(", at) and (found := self._inline_target(at + 1)) is not None:
            return *found, False
        label = _LABEL.match(text, at)
        name, end = text[opener.end : self.at], at
        if label is not None:
            end = label.end()
            name = label.group(1) if label.group(1).strip() else name  # GitHub reads `[a][ ]` as `[a][]`
        elif re.search(r"(?<!\\)\[", name):
            return None
        if len(name) > 999:  # the limit of "link label"
            return None
        reference = self.references.get(normal_label(name))
        if reference is None:
            return None
        return reference[0], unescaped_markdown(reference[1]), end, True

    def _inline_target(self, at: int) -> tuple[str, str, int] | None:
        # With `beyond` an address may hold `{{ name }}`, whose spaces would end it for CommonMark ("link destination").
        text = self.text
        at = _past_spaces(text, at)
        target = ""
        variable = _TARGET_WITH_VARIABLE.match(text, at) if self.beyond else None
        if variable is not None:
            target, at = variable.group(), variable.end()
        elif (found := link_target(text, at)) is not None:
            target, at = found
        after, title = _past_spaces(text, at), ""
        # "Links": the title must be separated from the destination by a space, a tab or a line ending.
        words = LINK_TITLE.match(text, after) if after > at else None
        if words is not None:
            title = next(group for group in words.groups() if group is not None)
            after = _past_spaces(text, words.end())
        if not text.startswith(")", after):
            return None
        return target, unescaped_markdown(title), after + 1


_TARGET_WITH_VARIABLE = regex(
    rf"(?:[^\s()<>\x00-\x1f{{\\]|\{{(?!\{{))*(?:{VARIABLE.pattern}(?:[^\s()<>\x00-\x1f{{\\]|\{{(?!\{{))*)+"
)


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def _with_emphasis(pieces: Sequence[Inline | _Run]) -> list[Inline]:
    """The pieces with every matched pair of delimiters as an element and all other delimiters as text.

    The procedure "process emphasis" of the CommonMark appendix.
    """
    done: list[Inline | _Run] = []
    openers: list[int] = []  # indexes in `done` of runs that can still open
    # `openers_bottom` of the algorithm: for one kind of closer, the openers below this number cannot match, so none is
    # looked at twice and the time stays linear.
    dead: dict[tuple[str, bool, int], int] = {}
    for piece in pieces:
        if not isinstance(piece, _Run):
            done.append(piece)
            continue
        if piece.closes:
            _close_run(piece, done, openers, dead)
        if piece.count:
            if piece.opens:
                openers.append(len(done))
            done.append(piece)
    return merged(piece.char * piece.count if isinstance(piece, _Run) else piece for piece in done)


def _close_run(
    run: _Run, done: list[Inline | _Run], openers: list[int], dead: dict[tuple[str, bool, int], int]
) -> None:
    while run.count:
        # What `_fit` depends on: closers with the same key fail at the same openers. Tildes ask for equal lengths instead.
        key = (run.char, run.opens, run.length % 3 if run.char != "~" else run.length)
        floor = dead.get(key, 0)
        for index in range(len(openers) - 1, floor - 1, -1):
            opener = done[openers[index]]
            assert isinstance(opener, _Run)
            if opener.char == run.char and _fit(opener, run):
                break
        else:
            dead[key] = len(openers)
            return
        # Rule 13: strong emphasis is preferred wherever both runs have two delimiters left.
        width = run.count if run.char == "~" else 2 if opener.count >= 2 and run.count >= 2 else 1
        kind: Literal["em", "strong", "del"] = "del" if run.char == "~" else "strong" if width == 2 else "em"
        at = openers[index]
        inner = merged(piece.char * piece.count if isinstance(piece, _Run) else piece for piece in done[at + 1 :])
        element = Emphasis(kind, tuple(inner), is_single=run.char == "~" and width == 1)
        opener.count -= width
        run.count -= width
        # Rule 15: openers between the two are closed by nothing any more, and their delimiters are text.
        del openers[index + (1 if opener.count else 0) :]
        for other, below in list(dead.items()):
            dead[other] = min(below, len(openers))
        done[at + (1 if opener.count else 0) :] = [element]


def _fit(opener: _Run, closer: _Run) -> bool:
    if opener.char == "~":
        return opener.count == closer.count  # GFM asks for "a matching pair of one or two tildes"
    # Rules 9 and 10, the "rule of three": if one of the runs can both open and close, the sum of their lengths must not be a
    # multiple of 3 unless both lengths are. Without it, `*foo**bar*` would not be one emphasis with `**` inside.
    odd = (opener.closes or closer.opens) and (opener.length + closer.length) % 3 == 0
    return not odd or (opener.length % 3 == 0 and closer.length % 3 == 0)


# -- the public functions ------------------------------------------------------------


def parse(
    text: str,
    references: Mapping[str, tuple[str, str]],
    footnotes: Collection[str] = (),
    *,
    beyond: bool = True,
    hard: bool = False,
) -> tuple[tuple[Inline, ...], tuple[tuple[int, int], ...]]:
    """The inline nodes of one block, and (start, end) of each tag of raw HTML in its text.

    `references` are the link reference definitions of the policy by normalised
    label, `footnotes` the labels that have a text. A soft break is a newline in
    a string; with `hard`, as in the text of a segment, every newline is a hard
    break.
    """
    start = len(text) - len(text.lstrip(" \t\n"))
    parser = _Parser(text.strip(" \t\n"), references, footnotes, beyond, hard)
    # Web addresses are found before emphasis, because `_` and `*` in them are no delimiters. Mail addresses are found after
    # it, as in cmark-gfm, which looks for them in text that is finished.
    nodes = with_addresses(parser.parse())
    return tuple(nodes), tuple((start + at, start + end) for at, end in parser.tag_places)


def note_id(label: str) -> str:
    """The part of an id that identifies a footnote, made from its label."""
    return re.sub(r"[^\w-]+", "-", label)


def html_nodes(text: str) -> list[Inline]:
    """The nodes of a text with raw HTML but without Markdown: text, tags and placeholders."""
    pieces: list[Inline] = []
    at = 0
    for found in re.finditer(rf"{tags.TAG.pattern}|{VARIABLE.pattern}", text, re.ASCII):
        variable = VARIABLE.fullmatch(found.group())
        node = Placeholder(variable.group(1)) if variable else RawTag(found.group())
        pieces += [unescape(text[at : found.start()]), node]
        at = found.end()
    return merged([*pieces, unescape(text[at:])])


class Unbalanced(ValueError):
    """Raised for a tag of raw HTML that is not closed among its siblings, or that is not allowed inside a text."""

    def __init__(self, raw: str, why: str = "has no partner in this text") -> None:
        super().__init__(f"{raw} {why}" if raw else why)
        self.raw = raw


def nested(nodes: Iterable[Inline], depth: int = 0) -> list[Inline]:
    """The same nodes with each pair of tags as one HTML element.

    Comments are left out, because they are never published. Raises `Unbalanced`
    for a tag without a partner among its siblings: CommonMark copies tags
    through, but here an open tag would reach into the rest of the page.
    """
    if depth > DEPTH:
        raise Unbalanced("", "emphasis is nested too deep")
    siblings = _Siblings()
    for node in nodes:
        match node:
            case RawTag():
                siblings.put_tag(node.raw)
            case Emphasis() | Link():
                siblings.put(replace(node, children=tuple(nested(node.children, depth + 1))))
            case _:
                siblings.put(node)
    return siblings.done()


@dataclass(frozen=True, slots=True)
class _OpenTag:
    element: Html
    raw: str
    inner: list[Inline]
    """The nodes behind it so far."""


class _Siblings:
    """Takes the nodes of one text in order, and puts the nodes between two tags into the element of these tags."""

    def __init__(self) -> None:
        self._outer: list[Inline] = []
        self._open: list[_OpenTag] = []

    def put(self, node: Inline) -> None:
        (self._open[-1].inner if self._open else self._outer).append(node)

    def put_tag(self, raw: str) -> None:
        this = tags.tag(raw)
        if this.kind in ("open", "void", "close") and this.name not in tags.INLINE:
            raise Unbalanced(raw, "is not allowed inside a text")
        match this.kind:
            case "open":
                if len(self._open) >= DEPTH:
                    raise Unbalanced(raw)
                self._open.append(_OpenTag(_html_element(this), raw, []))
            case "void":
                self.put(_html_element(this))
            case "close":
                self._close(this.name, raw)
            case "other":
                raise Unbalanced(raw)

    def _close(self, name: str, raw: str) -> None:
        if not self._open or self._open[-1].element.name != name:
            raise Unbalanced(raw)
        closed = self._open.pop()
        self.put(replace(closed.element, children=tuple(merged(closed.inner))))

    def done(self) -> list[Inline]:
        """All of them; raises `Unbalanced` where a tag was never closed."""
        if self._open:
            raise Unbalanced(self._open[-1].raw)
        return merged(self._outer)


def _html_element(this: tags.Tag) -> Html:
    """The element that a tag opens, with the author's attributes; names that begin with `_` are reserved for our code."""
    attributes = {name: value for name, value in this.attributes if not name.startswith("_")}
    return Html(this.name, tuple(attributes.items()))
