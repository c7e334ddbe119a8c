"""Texts of all locales, read beside their pages line by line, by claims each of which can fail.

Nothing here asks the code that makes the texts: HTML is read with `html.parser`, lines are cut
by ICU, and what typesetters forbid stands in tables of its own (JIS X 4051, JLREQ 3.1.7 to 3.1.9).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from icu4py.breakers import LineBreaker, WordBreaker
from wcwidth import wcswidth

from scripts.locales import language
from scripts.pages.frame import Frame
from scripts.pages.html import page_html
from scripts.pages.listed import PageStatus
from scripts.pages.page import render_page
from scripts.pages.text import to_text
from scripts.project import policy
from scripts.project.config import Config

WIDTH = 72
BUILT = Path(__file__).parent.parent / "build" / "site"

# -- a policy of its own, in eleven languages ---------------------------------------------------

POLICY = """---
title: {title}
effective: 2024-10-01
---

# {title}

{long} {latin} [{short}](https://example.org/notice)[^1]. {long}

{long} {long} {latin}

## {short}

{latin} {long} (LM Studio, 14, 7 %) — {long} `code --with=options` {latin}

{title}<br>{latin}

- {long}
- {short}:
  - {latin} {long}
    1. {long}
    2. {short}

### {latin}

| {short} | LM Studio |
|:--------|----------:|
| {title} | 14 |
| iCloud | {short} |

| {long} | {short} |
|--------|---------|
| {long} | {title} iCloud |
| iCloud | {long} |

> {long} {latin}
>
> > {long}

```json
{{"a": 1,
  "b": "one line of code that is longer than any terminal of seventy-two columns shows"}}
```

{title}
: {long} {latin}
: {short}

<ol type="a" start="3">
<li>{short}</li>
<li>{long} {latin} {long}</li>
</ol>

{title}: https://example.org/{path}/ {long}

[^1]: {long}
"""
PATH = "an-address/that/is/longer/than/a/line/and/must/not/be/cut/or/nobody/can/follow/it"
WORDS = {
    "en": (
        "Log policy",
        "your logs",
        "We keep your logs for fourteen days and delete them afterwards without exception, wherever they are.",
        "LM Studio is an app — not a service.",
    ),
    "de": (
        "Protokollrichtlinie",
        "Ihre Protokolle",
        "Datenschutzgrundverordnungskonforme Aufbewahrungsfristenregelungen gelten für alle Protokolle, ohne Ausnahme.",
        "LM Studio ist eine App – kein Dienst.",
    ),
    "fr": (
        "Politique des journaux",
        "vos journaux\u00a0: l’essentiel",
        "Nous conservons vos «\u00a0journaux\u00a0» pendant quatorze jours\u00a0; ensuite, ils sont supprimés\u00a0!",
        "LM Studio est une application — et non un service.",
    ),
    "ru": (
        "Политика журналов",
        "ваши журналы",
        "Мы храним ваши журналы четырнадцать дней, а затем удаляем их без исключений — где бы они ни находились.",
        "LM Studio — это приложение, а не служба.",
    ),
    "ar": (
        "سياسة السجلات",
        "سجلاتك",
        "نحتفظ بسجلاتك لمدة أربعة عشر يومًا ثم نحذفها بلا استثناء، أينما كانت.",
        "LM Studio تطبيق يحميها، وكذلك iCloud (من Apple).",
    ),
    "he": (
        "מדיניות היומנים",
        "היומנים שלכם",
        "אנו שומרים את היומנים שלכם במשך ארבעה עשר ימים ולאחר מכן מוחקים אותם, ללא יוצא מן הכלל.",
        "LM Studio היא יישום – ולא שירות; iCloud (של Apple) אינו נכלל.",
    ),
    "ja": (
        "ログ・ポリシー",
        "お客様のログ",
        "当社は、お客様の「個人情報」を十四日間だけ保管し、その後は必ず削除します（ただし、法令がある場合を除きます）。ｱﾌﾟﾘｹｰｼｮﾝ、サーバー、ちょっとした情報も。",
        "LM Studioはアプリであって、サービスではありません。",
    ),
    "zh_Hans": (
        "日志政策",
        "您的日志",
        "我们仅将您的“个人信息”保存十四天，之后一律删除（法律另有规定的，从其规定）；《个人信息保护法》适用。",
        "LM Studio 是一款应用——不是服务。",
    ),
    "ko": (
        "로그 방침",
        "사용자의 로그",
        "당사는 사용자의 개인정보를 십사 일 동안만 보관하며(법령에 따른 경우는 제외), 그 후에는 예외 없이 ‘삭제’합니다.",
        "LM Studio는 서비스가 아니라 앱입니다.",
    ),
    "th": (
        "นโยบายบันทึก",
        "บันทึกของคุณ",
        "เราเก็บรักษาข้อมูลส่วนบุคคลของคุณไว้เพียงสิบสี่วันและลบข้อมูลดังกล่าวหลังจากนั้นโดยไม่มีข้อยกเว้น",
        "LM Studio เป็นแอปไม่ใช่บริการ",
    ),
    "hi": (
        "लॉग नीति",
        "आपके लॉग",
        "हम आपकी व्यक्तिगत जानकारी केवल चौदह दिनों तक रखते हैं और उसके बाद उसे बिना किसी अपवाद के हटा देते हैं।",
        "LM Studio एक ऐप है, कोई सेवा नहीं।",
    ),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A page and its text."""

    code: str
    html: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@cache
def own(code: str) -> Pair:
    """The policy of this test in one language, as it is published."""
    config = Config(publisher="LM Studio", keep=("LM Studio", "iCloud"))
    source, said = (_policy(name, config) for name in ("en", code))
    pairs = zip(source.segments(), said.segments(), strict=True)
    say = {(segment.context, segment.text): other.text for segment, other in pairs}
    frame = Frame(language(code), {}, {})
    page = render_page(source, config, frame, lambda segment: say[segment.context, segment.text], PageStatus())
    others = [page.listed]
    return Pair(code, page_html(page, frame, config, others), to_text(page, frame, config, others))


def _policy(code: str, config: Config) -> policy.Policy:
    title, short, long, latin = WORDS[code]
    text = POLICY.format(title=title, short=short, long=long, latin=latin, path=PATH)
    return policy.read_policy(text, "logs", "policy/logs.md", config)


def built() -> list[Pair]:
    found = []
    for path in sorted(BUILT.glob("*/*.txt")):
        html = path.with_suffix(".html")
        code = path.parent.name.replace("-", "_")
        found.append(Pair(code, html.read_text(encoding="utf-8"), path.read_bytes().decode("utf-8")))
    return found


# -- reading -------------------------------------------------------------------------------------

_CONTROLS = dict.fromkeys([*range(0x2066, 0x206A), 0x200E, 0x200F])
_BLOCKS = frozenset(
    (
        "h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption thead tbody tr th td blockquote div section pre hr "
        "details summary header footer main"
    ).split()
)
_VOID = frozenset("br hr img wbr input".split())


@dataclass(slots=True)
class Line:
    """A hard line of the page: what stands between two ends of lines that are not for want of room."""

    tags: tuple[str, ...]
    text: str = ""


@dataclass(slots=True)
class Page:
    lines: list[Line] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """What a reader sees within `<main>`, menus and the arrows of footnotes aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        kind = facts.get("class", "")
        self._turn(tag)
        if tag not in _VOID:
            is_hidden = tag == "nav" or (tag == "a" and (kind == "back" or facts.get("href", "").startswith("#fn-")))
            self.open.append(f"{tag}!" if is_hidden else tag)
            self.hidden += is_hidden
        if tag == "a" and "main" in self.open and not self.hidden:
            self.page.links.append(facts.get("href", ""))
        if tag == "img":
            self.handle_data(f" {facts.get('alt', '')} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open:
            last = self.open.pop()
            self.hidden -= last.endswith("!")
            if last.rstrip("!") == tag:
                break
        self._turn(tag)

    def _turn(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self.page.lines.append(Line(()))

    def handle_data(self, data: str) -> None:
        if "main" not in self.open or self.hidden:
            return
        if "pre" in self.open:
            self.page.lines += [Line(tuple(self.open), line) for line in data.split("\n")]
            return
        if not self.page.lines or (self.page.lines[-1].tags and "pre" in self.page.lines[-1].tags):
            self.page.lines.append(Line(()))
        line = self.page.lines[-1]
        line.tags = line.tags or tuple(self.open)
        line.text += re.sub(r"[ \t\n]+", " ", data)


@cache
def page_of(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for line in reader.page.lines:
        line.text = unicodedata.normalize("NFC", line.text.strip(" "))
    return Page([line for line in reader.page.lines if line.text.strip()], reader.page.links)


def bare(line: str) -> str:
    return line.translate(_CONTROLS)


def columns(line: str) -> int:
    return wcswidth(bare(line).replace("\u00ad", "").replace("\u200b", "").replace("\u2060", ""))


_PREFIX = re.compile(r"[> ]*(?:(?:[•◦▪☐☑]|[0-9]{1,3}\.|[a-z]\.|[ivx]+\.|\[\d+\])(?: +|$))?")
_NUMBER = re.compile(r"(?: |^)\[\d+\]|\[\^\d+\]")


def said(line: str) -> str:
    """A line without what stands before it."""
    return _PREFIX.sub("", bare(line), count=1)


def squeezed(text: str) -> str:
    return "".join(char for char in _NUMBER.sub("", text) if char.isalnum() or unicodedata.category(char)[0] == "M")


def wraps(pair: Pair) -> Iterator[tuple[str, str, str, int]]:
    """(line, next line, hard line of the page, letters of it on the lines so far) wherever a line was wrapped."""
    hard = [(line.text, squeezed(line.text)) for line in page_of(pair.html).lines if "pre" not in line.tags]
    for above, below in pairwise(pair.lines):
        tail, head = squeezed(bare(above))[-16:], squeezed(bare(below))[:16]
        if not tail or not head:
            continue
        for text, letters in hard:
            at = letters.find(tail + head)
            if at >= 0:
                yield bare(above), said(below), text, at + len(tail)
                break


# -- claims: what is wrong with a text, if anything ----------------------------------------------


def keeps_columns(pair: Pair) -> Iterator[str]:
    """No line is wider than 72 columns, but for code and for an address that fills it alone."""
    code = {line.text.strip() for line in page_of(pair.html).lines if "pre" in line.tags}
    for line in pair.lines:
        if columns(line) > WIDTH and " " not in said(line) and "://" in line:
            continue
        if columns(line) > WIDTH and bare(line).strip() not in code:
            yield f"{columns(line)} columns: {line}"


_DASH = re.compile(r"[–—] ")


def _first_piece(line: str, code: str) -> str:
    """What of a line could not have been left behind: its first piece, and what must not be parted from that."""
    pieces = list(LineBreaker(line, f"{code}@lb=strict"))
    taken = pieces.pop(0)
    while pieces:
        rest = "".join(pieces)
        held = (
            rest.startswith(("[", "—", "～"))
            or _DASH.match(rest)
            or re.fullmatch(r"\(\d+\) |-+|§ ", taken)
            or (taken[-2:-1].isdigit() and rest.startswith("%"))
            or ("://" in taken + pieces[0] and not taken.endswith(" "))
            or (code == "ko" and taken[-1].isalnum() and rest[0].isalnum())
        )
        if not held:
            break
        taken += pieces.pop(0)
    return taken.rstrip()


def is_filled(pair: Pair) -> Iterator[str]:
    """What begins a wrapped line had no room on the line above."""
    for above, below, hard, _ in wraps(pair):
        piece = _first_piece(below, pair.code)
        joint = f"{above.rstrip()[-1]} {piece}"
        blank = joint in hard or not re.search(r"[\u0e00-\u0e7f\u3000-\uffef]", joint)
        if columns(above) + blank + columns(piece) <= WIDTH:
            yield f"{piece!r} has room behind {above!r}"


NEVER_FIRST = frozenset(
    "、。，．・：；？！ー゛゜ヽヾゝゞ々〻‐゠–〜～…‥）」』】〕｝〉》〙〗〟’”»｠%％‰℃°′″¢￠､｡･ｰﾞﾟ｣‼⁇⁈⁉:;!?.,)]}"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮ"
)
NEVER_LAST = frozenset("（「『【〔｛〈《〘〖〝‘“«｟￥＄￡($[{｢")


def keeps_kinsoku(pair: Pair) -> Iterator[str]:
    """No wrapped line begins with what closes or goes on, none ends with what opens."""
    for above, below, _, _ in wraps(pair):
        if below[0] in NEVER_FIRST:
            yield f"a line begins with {below[0]!r}: {below}"
        if above[-1] in NEVER_LAST:
            yield f"a line ends with {above[-1]!r}: {above}"


def keeps_words(pair: Pair) -> Iterator[str]:
    """Every line ends where a word ends, by ICU's dictionary over the whole paragraph."""
    if pair.code.startswith(("ja", "zh")):
        return  # they break within words
    for above, _, hard, letters in wraps(pair):
        ends, count = set(), 0
        for word in WordBreaker(hard, pair.code):
            count += len(squeezed(word))
            ends.add(count)
        if letters not in ends:
            yield f"a word is cut: {above}"


def keeps_marks(pair: Pair) -> Iterator[str]:
    """No line begins with the number of a link or with a dash, none ends with the number of a clause."""
    for above, below, _, _ in wraps(pair):
        if re.match(r"\[\^?\d+\]|[—–] ", below):
            yield f"a line begins with a mark: {below}"
        if re.fullmatch(r"[> ]*\(\d+\)", above):
            yield f"a mark alone: {above}"


def keeps_direction(pair: Pair) -> Iterator[str]:
    """Every line is a bidi paragraph of its text's direction, whole in itself (UAX 9, P2 and BD9)."""
    is_rtl = pair.code in ("ar", "he")
    for line in filter(None, pair.lines):
        depth, first = 0, ""
        for char in line:
            kind = unicodedata.bidirectional(char)
            if kind in ("LRI", "RLI", "FSI"):
                depth += 1
            elif kind == "PDI":
                depth -= 1
                if depth < 0:
                    break
            elif kind in ("LRE", "RLE", "LRO", "RLO", "PDF"):
                yield f"an embedding: {line!r}"
            elif not depth and not first and kind in ("L", "R", "AL"):
                first = kind
        if depth:
            yield f"isolates are not whole: {line!r}"
        if is_rtl != (first in ("R", "AL")):
            yield f"runs the other way: {line!r}"


def is_tidy(pair: Pair) -> Iterator[str]:
    """NFC, LF, no trailing blanks, no two empty lines, one newline at the end, nothing that is not seen."""
    if unicodedata.normalize("NFC", pair.text) != pair.text:
        yield "not NFC"
    if set(pair.text) & set("\r\t\v\f\x85\u2028\u2029\u2060\u00ad\ufeff"):
        yield "holds what plain text does not"
    if not pair.text.endswith("\n") or pair.text.endswith("\n\n") or pair.text.startswith("\n"):
        yield "not one newline at the end"
    if "\n\n\n" in pair.text:
        yield "two empty lines"
    yield from (f"blanks at the end: {line!r}" for line in pair.lines if line != line.rstrip())


def underlines_headings(pair: Pair) -> Iterator[str]:
    """Every heading of the page is a block of its own, with a line below it as wide as its widest."""
    blocks = [block.split("\n") for block in pair.text.split("\n\n")]
    for line in page_of(pair.html).lines:
        if not any(re.fullmatch("h[1-6]", tag) for tag in line.tags):
            continue
        wanted = squeezed(line.text)
        found = [block for block in blocks if squeezed("".join(map(bare, block))) == wanted]
        if not any(re.fullmatch(r"(=+|-+|~+|\.+|\^+|'+)", bare(block[-1]).strip()) for block in found):
            yield f"no underline: {line.text}"
        elif not any(columns(block[-1]) == max(map(columns, block[:-1])) for block in found if len(block) > 1):
            yield f"an underline of another width: {line.text}"


def loses_nothing(pair: Pair) -> Iterator[str]:
    """Every word of the page, by ICU, is in the text, in the page's order; and so is every address, whole."""
    stream = "".join(re.sub(r"^[> ]+|\s", "", bare(line)) for line in pair.lines)
    at, cells = 0, list[Line]()
    for line in [*page_of(pair.html).lines, Line((), "")]:
        if "table" in line.tags:  # a row may be told cell by cell, each behind its label
            cells.append(line)
            continue
        wanted = _words(line.text, pair.code)
        found = wanted.search(stream, at)
        until = found.start() if found else len(stream)
        yield from (
            f"lost: {cell.text}" for cell in cells if not _words(cell.text, pair.code).search(stream, at, until)
        )
        cells = []
        if found is None:
            yield f"lost: {line.text}"
        else:
            at = found.end()
    shown = bare(pair.text)
    for link in page_of(pair.html).links:
        address = link.removeprefix("mailto:")
        if (address != link or "://" in link) and address not in shown:
            yield f"lost: {link}"


def _words(text: str, code: str) -> re.Pattern[str]:
    """The words of a line in their order, with no letter of another one between them."""
    words = [re.sub(r"\s", "", word) for word in WordBreaker(text, code) if any(map(str.isalnum, word))]
    return re.compile(r"(?:[\W_]|\[\^?\d+\]|\^)*?".join(map(re.escape, words)))


CLAIMS: tuple[Callable[[Pair], Iterator[str]], ...] = (
    keeps_columns, is_filled, keeps_kinsoku, keeps_words, keeps_marks,
    keeps_direction, is_tidy, underlines_headings, loses_nothing,
)  # fmt: skip


def faults(pair: Pair) -> list[str]:
    return [f"{claim.__name__}: {fault}" for claim in CLAIMS for fault in claim(pair)]


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_a_text_with_everything_in_it_holds_every_claim(code: str) -> None:
    assert faults(own(code)) == []


@pytest.mark.slow
@pytest.mark.skipif(not list(BUILT.glob("*/*.txt")), reason="the site is not built yet (make build)")
def test_the_shipped_texts_hold_every_claim() -> None:
    assert {f"{pair.code}: {fault}" for pair in built() for fault in faults(pair)} == set()


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_the_claims_have_something_to_look_at(code: str) -> None:
    assert len(list(wraps(own(code)))) > 12
    assert sum(columns(line) > WIDTH for line in own(code).lines) == 2  # an address and a line of code


# -- every claim can fail ------------------------------------------------------------------------


def _split(text: str, before: str, *, after: bool = False) -> str:
    """A text whose line is broken a second time, at the first place of `before` that is not at a line's end."""
    found = re.search(rf"(?<=[^\n]){before}(?=[^\n])", text)
    assert found is not None
    at = found.end() if after else found.start()
    return f"{text[:at].rstrip(' ')}\n{text[at:].lstrip(' ')}"


WOUNDS: dict[str, tuple[Callable[[Pair], Iterator[str]], str, Callable[[str], str]]] = {
    "two lines in one": (keeps_columns, "en", lambda text: text.replace("delete\n", "delete ")),
    "a word too many": (keeps_columns, "ja", lambda text: text.replace("当社は", "当社は" * 9, 1)),
    "a line broken too early": (is_filled, "de", lambda text: _split(text, " Aufbewahrungs")),
    "a Korean line broken too early": (is_filled, "ko", lambda text: _split(text, " 보관하며")),
    "a Japanese line broken too early": (is_filled, "ja", lambda text: _split(text, "保管")),
    "a comma first": (keeps_kinsoku, "ja", lambda text: _split(text, "、")),
    "a small kana first": (keeps_kinsoku, "ja", lambda text: _split(text, "ょ")),
    "a halfwidth mark first": (keeps_kinsoku, "ja", lambda text: _split(text, "ｰ")),
    "an opening mark last": (keeps_kinsoku, "zh_Hans", lambda text: _split(text, "《", after=True)),
    "a Thai word cut": (keeps_words, "th", lambda text: _split(text, "มูล")),
    "a Korean word cut": (keeps_words, "ko", lambda text: _split(text, "정보")),
    "a Hindi word cut": (keeps_words, "hi", lambda text: _split(text, "कारी")),
    "a link's number first": (keeps_marks, "en", lambda text: text.replace(" [1]", "\n[1]", 1)),
    "a dash first": (keeps_marks, "ru", lambda text: _split(text, "— это")),
    "a clause's number alone": (keeps_marks, "en", lambda text: text.replace("(1) ", "(1)\n", 1)),
    "no mark before Latin": (keeps_direction, "he", lambda text: text.replace("\u200f", "")),
    "an isolate left open": (keeps_direction, "ar", lambda text: text.replace("\u2069", "", 1)),
    "an isolate closed twice": (keeps_direction, "en", lambda text: text.replace("LM", "\u2069LM", 1)),
    "an embedding": (keeps_direction, "he", lambda text: text.replace("LM", "\u202aLM\u202c", 1)),
    "a line that runs right to left": (keeps_direction, "en", lambda text: text.replace("We", "\u200fWe", 1)),
    "letters taken apart": (is_tidy, "fr", lambda text: unicodedata.normalize("NFD", text)),
    "lines of Windows": (is_tidy, "en", lambda text: text.replace("\n", "\r\n")),
    "blanks at an end": (is_tidy, "en", lambda text: text.replace("\n", " \n", 1)),
    "two newlines at the end": (is_tidy, "en", lambda text: f"{text}\n"),
    "no newline at the end": (is_tidy, "en", lambda text: text.rstrip("\n")),
    "a joiner left over": (is_tidy, "th", lambda text: text.replace(" [1]", "\u2060[1]", 1)),
    "a short underline": (underlines_headings, "zh_Hans", lambda text: text.replace("==", "=", 1)),
    "no underline": (underlines_headings, "hi", lambda text: re.sub(r"~+\n", "", text)),
    "a word less": (loses_nothing, "de", lambda text: text.replace("ohne ", "", 1)),
    "a word of Thai less": (loses_nothing, "th", lambda text: text.replace("บุคคล", "", 1)),
    "a number changed": (loses_nothing, "en", lambda text: text.replace("14,", "41,", 1)),
    "a word of a cell less": (loses_nothing, "ko", lambda text: text.replace("  14\n", "\n", 1)),
    "two blocks changed about": (
        loses_nothing, "ru", lambda text: "\n\n".join([*(parts := text.split("\n\n"))[:2], parts[3], parts[2], *parts[4:]]),
    ),
    "an address cut": (loses_nothing, "en", lambda text: text.replace("/must/", "/must\n/")),
    "an address less": (loses_nothing, "en", lambda text: text.replace("https://example.org/notice", "")),
    "code less": (loses_nothing, "ar", lambda text: text.replace('"a": 1', "")),
    "a note less": (loses_nothing, "ja", lambda text: text[: text.rindex("当社は")]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", WOUNDS)
def test_a_wounded_text_is_found(name: str) -> None:
    claim, code, wound = WOUNDS[name]
    pair = own(code)
    assert list(claim(replace(pair, text=wound(pair.text)))) != []
    assert list(claim(pair)) == []


def test_every_claim_is_tried_on_a_wounded_text() -> None:
    assert {claim for claim, _, _ in WOUNDS.values()} == set(CLAIMS)
