"""Law 5: a translation has the shape of its source.

The inline tree of msgstr equals that of msgid: the same links, code, images,
tags, placeholders, footnotes, breaks and emphasis, nested in the same way.
Their order is free, for grammars differ.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import product
from urllib.parse import unquote

from ...locales import is_right_to_left
from ...markup import VARIABLE, Inline, InlineReader, InlineText, Segment, Unbalanced, policy_link, tags
from ...markup.inline_parser import nested
from ...markup.inline_reader import has_marks
from ...markup.link_targets import encoded
from ...markup.nodes import Html, Image, Link, RawTag, descendants, words_of
from ...patterns import regex
from ...problem import Problem
from ..rule import LONGEST_RATIO, SIZE, Rule
from .direction_tags import HINT, has_double_attributes, is_about_direction, without_direction_tags
from .markup_shape import Leaf, Shape, leaves, plain_shape, tree_shape

# fmt: off
_LINK_LOST = Rule(
    "link-lost", "error", "A link of the source is missing in the translation, so readers cannot follow it.",
    "Write `[your words](address)` with the address of the source; only the words are translated.",
    ("de", "See our [notice](https://example.org/notice).", "Siehe unseren Hinweis."),
    ("de", "See our [notice](https://example.org/notice).", "Siehe unseren [Hinweis](https://example.org/notice)."),
)
_LINK_ADDED = Rule(
    "link-added", "error", "The translation has a link that the source does not have, and nobody has checked where it leads.",
    "Keep the words and delete the link. If your readers need it, ask the author to add it to the policy.",
    ("fr", "See our notice.", "Voir [notre avis](https://evil.example)."),
    ("fr", "See our notice.", "Voir notre avis."),
)
_LINK_CHANGED = Rule(
    "link-changed", "error", "A link of the translation leads to another address than in the source, or an image is another file, and `[links]` of `site.toml` does not allow it.",
    "Copy the address from the source. If your language has a page of its own there, ask for the line in the hint.",
    ("es", "See [terms](https://en.example.org/terms).", "Ver [condiciones](https://es.example.org/condiciones)."),
    ("es", "See [terms](https://en.example.org/terms).", "Ver [condiciones](https://en.example.org/terms)."),
)
_LINK_FRAGMENT = Rule(
    "link-fragment", "error", "Headings have the same ids in every language, so a translated id leads nowhere.",
    "Copy the part from `#` on from the source, and translate only the words of the link.",
    ("it", "See [Your rights](#your-rights).", "Vedi [I tuoi diritti](#i-tuoi-diritti)."),
    ("it", "See [Your rights](#your-rights).", "Vedi [I tuoi diritti](#your-rights)."),
)
_TITLE_LOST = Rule(
    "title-lost", "error", "The title of a link or image, which readers see when they point at it, is missing in the translation.",
    'Write the translated title in quotation marks after the address: `[words](address "title")`.',
    ("de", 'See [terms](https://example.org/t "Terms in full").', "Siehe die [Bedingungen](https://example.org/t)."),
    ("de", 'See [terms](https://example.org/t "Terms in full").', 'Siehe die [Bedingungen](https://example.org/t "Bedingungen in voller Länge").'),
)
_TITLE_ADDED = Rule(
    "title-added", "error", "A link or image of the translation has a title that the source does not have.",
    "Delete the title together with its quotation marks.",
    ("pl", "See [terms](https://example.org/t).", 'Zobacz [warunki](https://example.org/t "Pełne warunki").'),
    ("pl", "See [terms](https://example.org/t).", "Zobacz [warunki](https://example.org/t)."),
)
_IMAGE_LOST = Rule(
    "image-lost", "error", "An image of the source is missing in the translation.",
    "Write `![your words](file)` with the file name of the source; only the words are translated.",
    ("es", "![a map](map.png)", "un mapa"),
    ("es", "![a map](map.png)", "![un mapa](map.png)"),
)
_IMAGE_ADDED = Rule(
    "image-added", "error", "The translation has an image that the source does not have.",
    "Delete the image. If your readers need it, ask the author to add it to the policy.",
    ("es", "a map", "![un mapa](https://evil.example/x.png)"),
    ("es", "a map", "un mapa"),
)
_CODE_LOST = Rule(
    "code-lost", "error", "Code is copied letter for letter, but here it is missing or changed.",
    "Copy it from the source together with its backticks, even if it looks like an English word.",
    ("ja", "Press `delete`.", "`削除`を押します。"),
    ("ja", "Press `delete`.", "`delete`を押します。"),
)
_CODE_ADDED = Rule(
    "code-added", "error", "The translation shows as code what is not code in the source.",
    "Delete the backticks.",
    ("ja", "Press delete.", "`delete`を押します。"),
    ("ja", "Press delete.", "deleteを押します。"),
)
_PLACEHOLDER_LOST = Rule(
    "placeholder-lost", "error", "A placeholder is missing, so its value, such as a name or a date, would not be shown.",
    "Copy it from the source, braces included, to the place where your sentence needs the value.",
    ("pl", "{{ product }} asks you.", "Aplikacja pyta."),
    ("pl", "{{ product }} asks you.", "{{ product }} pyta."),
)
_PLACEHOLDER_ADDED = Rule(
    "placeholder-added", "error", "The translation has a placeholder that the source does not have, so it would show a value that the author did not put there.",
    "Delete it, and translate the words of the source in its place.",
    ("pl", "It asks you.", "{{ product }} pyta."),
    ("pl", "It asks you.", "Aplikacja pyta."),
)
_PLACEHOLDER = Rule(
    "placeholder", "error", "Braces are not a placeholder of the source: they are full-width, or written for a template engine.",
    "Copy the placeholder from the source; the hint lists those of this text.",
    ("zh_Hans", "{{ product }} asks.", "｛｛ product ｝｝会询问。"),
    ("zh_Hans", "{{ product }} asks.", "{{ product }}会询问。"),
)
_FOOTNOTE_LOST = Rule(
    "footnote-lost", "error", "A reference to a footnote is missing, so readers do not find the note.",
    "Copy the reference, such as `[^1]`, to the end of the words that the note is about.",
    ("it", "We keep it.[^1]", "Lo conserviamo."),
    ("it", "We keep it.[^1]", "Lo conserviamo.[^1]"),
)
_FOOTNOTE_ADDED = Rule(
    "footnote-added", "error", "The translation refers to a footnote to which the source does not refer here.",
    "Delete the reference.",
    ("it", "We keep it.", "Lo conserviamo.[^1]"),
    ("it", "We keep it.", "Lo conserviamo."),
)
_BREAK_LOST = Rule(
    "break-lost", "error", "A line break of the source is missing, so the lines of an address or a list run together.",
    "Write `\\n` where the line ends; in most PO editors, press Enter there.",
    ("ru", "Street 1\nBerlin", "ул. 1, Берлин"),
    ("ru", "Street 1\nBerlin", "ул. 1\nБерлин"),
)
_BREAK_ADDED = Rule(
    "break-added", "error", "The translation breaks a line where the source does not.",
    "Delete the `\\n`, so that the two lines become one.",
    ("ru", "Street 1, Berlin", "ул. 1\nБерлин"),
    ("ru", "Street 1, Berlin", "ул. 1, Берлин"),
)
_TAG_LOST = Rule(
    "tag-lost", "error", "A tag of raw HTML is missing, and with it what it does to the words.",
    "Copy the opening and the closing tag from the source to the same words.",
    ("he", "<b>never</b>", "לעולם לא"),
    ("he", "<b>never</b>", "<b>לעולם לא</b>"),
)
_TAG_ADDED = Rule(
    "tag-added", "error", "The translation has a tag of raw HTML that the source does not have.",
    'Delete the tag, or write `\\<` if it is text. Right-to-left languages may have `<bdi>` or `<span dir="ltr">` around foreign words.',
    ("he", "never", "<b>לעולם לא</b>"),
    ("he", "never", "לעולם לא"),
)
_EMPHASIS_LOST = Rule(
    "emphasis-lost", "error", "Words that are bold, in italics or struck out in the source are plain in the translation.",
    "Put the marks of the source directly around the words that say the same.",
    ("ko", "We **never** sell it.", "당사는 판매하지 않습니다."),
    ("ko", "We **never** sell it.", "당사는 **절대** 판매하지 않습니다."),
)
_EMPHASIS_ADDED = Rule(
    "emphasis-added", "error", "Words are bold, in italics or struck out in the translation and plain in the source.",
    "Delete the marks, or write `\\*` for an asterisk that is text.",
    ("ko", "We never sell it.", "당사는 **절대** 판매하지 않습니다."),
    ("ko", "We never sell it.", "당사는 절대 판매하지 않습니다."),
)
_NESTING = Rule(
    "nesting", "error", "Bold, italics, links and tags are those of the source, but nested differently.",
    "Open and close them in the same order as the source.",
    ("th", "**a [b](https://example.org)**", "**ก** [ข](https://example.org)"),
    ("th", "**a [b](https://example.org)**", "**ก [ข](https://example.org)**"),
)
_TAG = Rule(
    "tag", "error", "A tag of raw HTML is opened and never closed, or closed and never opened.",
    "Write the missing tag, or `\\<` if it is text.",
    ("ar", "<b>never</b>", "<b>أبدًا"),
    ("ar", "<b>never</b>", "<b>أبدًا</b>"),
)
_COMMENT = Rule(
    "comment", "error", "An HTML comment in a translation hides its words from readers and reviewers.",
    "Move the note to a comment of the entry: a line that begins with `# `.",
    ("hi", "We keep it.", "हम इसे रखते हैं। <!-- x -->"),
    ("hi", "We keep it.", "हम इसे रखते हैं।"),
)
_STRAY_MARK = Rule(
    "stray-mark", "error", "Marks of Markdown would be shown as text: a pair is not closed, or a space is inside it.",
    "Close each pair, with no space inside it and a space or punctuation outside, or write `\\` before a mark that is text.",
    ("pt_BR", "We **never** sell it.", "Nós ** nunca** vendemos, **nunca**."),
    ("pt_BR", "We **never** sell it.", "Nós **nunca** vendemos."),
)
_BLOCK_MARK = Rule(
    "block-mark", "error", "The translation has a mark that the source does not have: of a heading, list, table, definition or attribute list. Readers would see the mark as text.",
    "Delete the mark: the page has the heading or list already. Write `\\` before a sign that is text.",
    ("es", "Your rights", "## Sus derechos"),
    ("es", "Your rights", "Sus derechos"),
)
_NO_WORDS = Rule(
    "no-words", "error", "The translation has neither a letter nor a digit, so readers would get no text.",
    "Translate the text, or leave the msgstr empty until somebody does.",
    ("de", "We keep it.", "..."),
    ("de", "We keep it.", "Wir behalten es."),
)
# fmt: on
RULES = (
    _LINK_LOST,
    _LINK_ADDED,
    _LINK_CHANGED,
    _LINK_FRAGMENT,
    _TITLE_LOST,
    _TITLE_ADDED,
    _IMAGE_LOST,
    _IMAGE_ADDED,
    _CODE_LOST,
    _CODE_ADDED,
    _PLACEHOLDER_LOST,
    _PLACEHOLDER_ADDED,
    _PLACEHOLDER,
    _FOOTNOTE_LOST,
    _FOOTNOTE_ADDED,
    _BREAK_LOST,
    _BREAK_ADDED,
    _TAG_LOST,
    _TAG_ADDED,
    _EMPHASIS_LOST,
    _EMPHASIS_ADDED,
    _NESTING,
    _TAG,
    _COMMENT,
    _STRAY_MARK,
    _BLOCK_MARK,
    _NO_WORDS,
)


_BRACES = regex(r"\{\{|\}\}|\{%|%\}|\uff5b|\uff5d")


def keeps_shape(
    segment: Segment,
    msgstr: str,
    reader: InlineReader,
    allowed: Mapping[str, str],
    code: str = "",
) -> Iterator[Problem]:
    """What the translation `msgstr` of a segment loses, adds or nests differently.

    `reader` is the inline parser of the policy or of the locale; `allowed` are the targets that this locale may
    have, as {translated: source} (`[links]` of site.toml). `code` is the locale: in right-to-left languages, tags may
    isolate foreign words (`direction_tags`).
    """
    msgid = segment.text
    if len(msgstr) > LONGEST_RATIO * len(msgid) + 1000:
        message = f"the translation is {len(msgstr)} characters long, the source {len(msgid)}"
        yield SIZE.problem(message, "translate only what the source says")
        return
    if re.search(r"\w", msgid) and not re.search(r"\w", msgstr):
        yield _NO_WORDS.problem("the translation has no words", "translate it, or leave the msgstr empty")
    if not has_marks(msgid) and not has_marks(msgstr):  # most texts, and parsing is expensive
        return
    yield from _no_stray_braces(msgid, msgstr)
    yield from _no_block_marks(msgid, msgstr)
    ours, theirs = (reader.segment(text, segment.kind) for text in (msgid, msgstr))
    if segment.kind == "plain":
        shapes = plain_shape(msgid, ours.nodes, {}), plain_shape(msgstr, theirs.nodes, allowed)
        yield from _differences(*shapes, msgid, _Written((), ()), code)
        yield from _no_stray_marks(
            msgid, msgstr, _MARKS_OF_PLAIN, "delete them: here every character is shown as it is"
        )
        return
    yield from _no_comment(ours.nodes, theirs.nodes)
    try:
        source, target = _shapes(ours, theirs, allowed, is_right_to_left(code))
    except Unbalanced as error:
        hint = f"close it, or write \\{error.raw} to show it as text" if error.raw else "use fewer levels of emphasis"
        yield _TAG.problem(f"{error.raw} has no partner in the translation" if error.raw else str(error), hint)
        return
    yield from _differences(source, target, msgid, _Written(ours.nodes, theirs.nodes), code)
    if segment.kind == "markdown":
        yield from _no_stray_marks(words_of(ours.nodes), words_of(theirs.nodes))


def _shapes(ours: InlineText, theirs: InlineText, allowed: Mapping[str, str], is_rtl: bool) -> tuple[Shape, Shape]:
    """The shapes of both texts. Raises `Unbalanced` for a tag without a partner, unless the source has the same error."""
    if not ours.is_balanced() and _tags(ours.nodes) == _tags(theirs.nodes):
        source, target = tuple(nested(_without_tags(ours.nodes))), tuple(nested(_without_tags(theirs.nodes)))
    else:
        source, target = ours.tree(), theirs.tree()
    localized = _localized(source, target, allowed)
    # Only if the shapes differ, so that allowed tags of the source are compared like all others.
    if is_rtl and tree_shape(source, {}) != tree_shape(target, localized) and not has_double_attributes(theirs.nodes):
        unwrapped = without_direction_tags(source, target)
        return tree_shape(unwrapped[0], {}), tree_shape(unwrapped[1], localized)
    return tree_shape(source, {}), tree_shape(target, localized)


def _localized(source: Iterable[Inline], target: Iterable[Inline], allowed: Mapping[str, str]) -> dict[str, str]:
    """Targets of the translation that the locale may have in place of the source's, each with the source's form of it.

    A target that the source has too is not among them.
    """
    if not allowed:
        return {}
    ours, theirs = ({way for node in descendants(nodes) for way in _ways(node)} for nodes in (source, target))
    spelled = {encoded(one): one for one in ours}
    return {one: spelled.get(allowed[one], allowed[one]) for one in theirs - ours if one in allowed}


def _ways(node: Inline) -> tuple[str, ...]:
    match node:
        case Link():
            return (node.href,)
        case Image():
            return (node.src,)
        case Html():
            return tuple(value for key, value in node.attributes if key in ("href", "src"))
        case _:
            return ()


def shown(segment: Segment, text: str, reader: InlineReader) -> str:
    """What a reader sees of a segment or its translation: no marks, addresses, footnote labels or alt texts."""
    return text if segment.kind == "plain" else words_of(reader.segment(text, segment.kind).nodes)


_MARKS = ("**", "__", "~~", "](", "] (", "``")
_SPACES = "no space inside the marks, and a space or punctuation outside"
_MARKS_OF_PLAIN = ("**", "](")
"""Marks that are reported in a title and in a block of code; there `____` may be a line to write on."""


def _no_stray_marks(
    source: str,
    target: str,
    marks: Sequence[str] = _MARKS,
    hint: str = "",
) -> Iterator[Problem]:
    for mark in marks:
        if target.count(mark) > source.count(mark):
            pairs = f"close each pair, with {_SPACES}; write \\ before a mark that is text"
            links = "write [your words](address), with no space before the ( or in the address"
            how = hint or (links if "(" in mark else pairs)
            yield _STRAY_MARK.problem(f"the marks '{mark}' would be shown as text", how)


def _no_stray_braces(msgid: str, msgstr: str) -> Iterator[Problem]:
    rest = VARIABLE.sub("", msgstr)
    extra = Counter(_BRACES.findall(rest)) - Counter(_BRACES.findall(VARIABLE.sub("", msgid)))
    if extra:
        brace = next(iter(extra))
        whole = re.search(re.escape(brace) + r"[^{}\n]{0,40}(?:\}\}|%\}|\uff5d+)", rest)
        names = ", ".join(found.group() for found in VARIABLE.finditer(msgid)) or "none here"
        yield _PLACEHOLDER.problem(
            f"'{whole.group() if whole else brace}' is not a placeholder of the source",
            f"the placeholders are: {names}",
        )


_BLOCK_MARKS = {
    "a heading mark": regex(r"^#{1,6}(?=[ \t]|$)", re.M),
    "a list mark": regex(r"^[-+*](?=[ \t])", re.M),
    "a block quote mark": regex(r"^>", re.M),
    "a fence of code": regex(r"^(?:`{3,}|~{3,})", re.M),
    "a line under a heading": regex(r"^(?:=+|-{2,}|_{3,}|\*{3,})[ \t]*$", re.M),
    "a table row": regex(r"^\|", re.M),
    "a definition": regex(r"^\*?\[\^?[^\]\n]+\]:", re.M),
    "a table of contents": regex(r"\[TOC\]|\[\[_?TOC_?\]\]", re.I),
    "an attribute list": regex(r"\{:?[ \t]*[#.][\w-]+[^{}\n]*\}|\{:[^{}\n]*\}"),
}


def _no_block_marks(msgid: str, msgstr: str) -> Iterator[Problem]:
    """`15. ` is not among them: a date may begin a sentence, which stays a paragraph inside its block."""
    for name, mark in _BLOCK_MARKS.items():
        found = mark.findall(msgstr)
        if found and len(found) > len(mark.findall(msgid)):
            message = f"the translation has {name} that the source does not have: {found[-1]!r}"
            yield _BLOCK_MARK.problem(message, f"delete it, or write \\{found[-1][0]} where it is text")


def _tags(nodes: Iterable[Inline]) -> Counter[str]:
    return Counter(node.raw for node in descendants(nodes) if isinstance(node, RawTag))


def _without_tags(nodes: Iterable[Inline]) -> list[Inline]:
    return [node for node in nodes if not isinstance(node, RawTag)]


def _no_comment(ours: Iterable[Inline], theirs: Iterable[Inline]) -> Iterator[Problem]:
    def hidden(nodes: Iterable[Inline]) -> list[str]:
        raws = (node.raw for node in descendants(nodes) if isinstance(node, RawTag))
        return [raw for raw in raws if tags.tag(raw).kind in ("comment", "other")]

    for raw in hidden(theirs):
        if raw not in hidden(ours):
            yield _COMMENT.problem(
                f"the translation contains a comment: {raw!r}",
                "move it to a comment of the entry, a line that begins with # ",
            )


_LOST = {
    "link": _LINK_LOST,
    "address": _LINK_LOST,
    "image": _IMAGE_LOST,
    "code": _CODE_LOST,
    "placeholder": _PLACEHOLDER_LOST,
    "footnote": _FOOTNOTE_LOST,
    "break": _BREAK_LOST,
    "tag": _TAG_LOST,
    "title": _TITLE_LOST,
    "emphasis": _EMPHASIS_LOST,
}
_ADDED = {
    "link": _LINK_ADDED,
    "address": _LINK_ADDED,
    "image": _IMAGE_ADDED,
    "code": _CODE_ADDED,
    "placeholder": _PLACEHOLDER_ADDED,
    "footnote": _FOOTNOTE_ADDED,
    "break": _BREAK_ADDED,
    "tag": _TAG_ADDED,
    "title": _TITLE_ADDED,
    "emphasis": _EMPHASIS_ADDED,
}
"""Kind of a node to the rule for one that is missing, or for one too many."""
_NAMES = {
    "link": "the link '{}'",
    "address": "the address '{}'",
    "image": "the image '{}'",
    "code": "the code `{}`",
    "placeholder": "the placeholder {{{{ {} }}}}",
    "footnote": "the footnote [^{}]",
    "tag": "the tag {}",
    "break": "a line break",
    "title": "the title of a link or image",
}
_EMPHASIS = {"strong": "bold (**...**)", "em": "italics (*...*)", "del": "strikethrough (~~...~~)"}


class _Written:
    """How the two texts write what their shapes only name: links without percent-encoding, titles with their words."""

    def __init__(self, ours: Iterable[Inline], theirs: Iterable[Inline]) -> None:
        self.ours, self.theirs = ours, theirs

    def link(self, target: str) -> str:
        """A target as a text writes it; as the source does if both have it."""
        return self._targets.get(target, target)

    @cached_property
    def _targets(self) -> dict[str, str]:
        """Targets of the HTML, with the form in which a text writes them; only found when anything differs."""
        return {**_targets(self.theirs), **_targets(self.ours)}

    def titles(self) -> list[str]:
        """The titles of the source."""
        return [node.title for node in descendants(self.ours) if isinstance(node, Link | Image) and node.title]


def _targets(nodes: Iterable[Inline]) -> dict[str, str]:
    """Targets of the HTML, with the form in which the text writes them."""
    return {node.href: node.written or node.href for node in descendants(nodes) if isinstance(node, Link)}


def _differences(source: Shape, target: Shape, msgid: str, written: _Written, code: str) -> Iterator[Problem]:
    if source == target:
        return
    ours, theirs = Counter(leaves(source)), Counter(leaves(target))
    lost, added = ours - theirs, theirs - ours
    # A link with another target is one change, not a link lost and another one added.
    for (before, after), count in _changed(lost, added).items():
        lost[before] -= count
        added[after] -= count
        yield _of_changed(
            _is_image(before), written.link(_href(before)), written.link(_href(after)), _times(count), code
        )
    for (kind, what), count in sorted((+lost).items()):
        name = written.link(what) if kind == "link" else what
        message = f"the translation loses {_called(kind, name)}{_times(count)}"
        yield _LOST[kind].problem(message, _remedy(kind, name, written.titles()))
    for (kind, what), count in sorted((+added).items()):
        name = written.link(what) if kind == "link" else what
        message = f"the translation adds {_called(kind, name)}{_times(count)}"
        yield _ADDED[kind].problem(
            message, HINT if is_right_to_left(code) and is_about_direction(what) else _spare(kind, what)
        )
    # The same nodes in another tree.
    if ours == theirs:
        yield _NESTING.problem(
            "bold, italics, links and tags are nested differently from the source", f"nest them as in: {msgid}"
        )


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


_MANY_PAIRS = 400
"""How many pairs of links are compared letter by letter, because each comparison is quadratic."""


def _changed(lost: Mapping[Leaf, int], added: Mapping[Leaf, int]) -> Counter[tuple[Leaf, Leaf]]:
    """Changed links and images, as (in the source, in the translation): the most similar pairs first."""
    ours, theirs = (
        [leaf for leaf, count in sorted(counts.items()) if _has_target(leaf) for _ in range(count)]
        for counts in (lost, added)
    )
    pairs = list(zip(ours, theirs, strict=False))
    if len(ours) * len(theirs) <= _MANY_PAIRS:
        pairs = sorted(
            product(set(ours), set(theirs)),
            key=lambda pair: (-SequenceMatcher(None, _href(pair[0]), _href(pair[1]), autojunk=False).ratio(), pair),
        )
    found: Counter[tuple[Leaf, Leaf]] = Counter()
    left, free = Counter(ours), Counter(theirs)
    for before, after in pairs:
        count = min(left[before], free[after]) if _around(before) == _around(after) else 0
        if count:
            found[before, after] = count
            left[before] -= count
            free[after] -= count
    return found


_HREF = regex(r"""(?:(?<=\shref=)|(?<=\ssrc=))(?:'[^']*'|"[^"]*")""")
"""The target of a link or image in HTML, in the form that `markup_shape` gives a tag."""


def _has_target(leaf: Leaf) -> bool:
    is_tag = leaf[0] == "tag" and leaf[1].startswith(("<a ", "<img ")) and _HREF.search(leaf[1])
    return leaf[0] in ("link", "image") or bool(is_tag)


def _is_image(leaf: Leaf) -> bool:
    return leaf[0] == "image" or leaf[1].startswith("<img ")


def _around(leaf: Leaf) -> str:
    """What a changed link or image has in common with its source: everything but its target."""
    return _HREF.sub("", leaf[1]) if leaf[0] == "tag" else leaf[0]


def _href(leaf: Leaf) -> str:
    found = _HREF.search(leaf[1]) if leaf[0] == "tag" else None
    return leaf[1] if found is None else found.group()[1:-1]


def _of_changed(is_image: bool, before: str, after: str, times: str, code: str) -> Problem:
    page, sign, _ = before.partition("#")
    there, other, _ = unicodedata.normalize("NFKC", unquote(after)).partition("#")
    if not is_image and sign and other and there == unicodedata.normalize("NFKC", unquote(page)):
        message = f"the source has no link to '{after}', but to '{before}'{times}"
        return _LINK_FRAGMENT.problem(message, f"write {before}: ids are the same in each language")
    message = f"the link to '{before}' leads to '{after}' in the translation{times}"
    if is_image:
        message = f"the image '{before}' is '{after}' in the translation{times}"
    hint = f"write {before}"
    if policy_link(before) is not None:
        hint += "; it leads to the page in the language of the translation"
    elif not before.startswith("#"):
        allowed = f'[links."{before}"] of policy/site.toml:  {code or "de"} = "{after}"'
        hint += f"; if this language has an address of its own, allow it by a line under {allowed}"
    return _LINK_CHANGED.problem(message, hint)


def _called(kind: str, what: str) -> str:
    return _EMPHASIS.get(what, what) if kind == "emphasis" else _NAMES[kind].format(what)


def _remedy(kind: str, what: str, titles: Sequence[str]) -> str:
    return {
        "title": "translate it too: " + ", ".join(f'[your words](address "{title}")' for title in titles[:3]),
        "link": f"write [your words]({what})" + (f", or <{what}> to show the address itself" if "://" in what else ""),
        "address": f"copy {what.removeprefix('mailto:')} from the source, with a space or a line end after it",
        "placeholder": f"write {{{{ {what} }}}} where the value belongs",
        "code": f"copy `{what}` from the source",
        "break": "write \\n where the line breaks",
        "footnote": f"write [^{what}] where the note belongs",
        "tag": f"copy {what} from the source",
        "image": f"write ![your words]({what})",
    }.get(kind, f"set the same words in {_EMPHASIS.get(what, what)}, with {_SPACES}")


def _spare(kind: str, what: str) -> str:
    return {
        "title": "delete it together with its quotation marks",
        "break": "delete the \\n, so that the two lines become one",
        "tag": f"delete it, or write \\{what} to show it as text",
        "emphasis": "delete the marks, or write \\* and \\_ for the characters themselves",
    }.get(kind, "delete it; the translation may have only what the source has")
