"""Generated policies like real ones, and artificial translations of them. The same seed gives the same texts.

The words come from the sample policy, so no text of others is used. An artificial translation keeps markup, links, code,
numbers and placeholders. It replaces each word by one of syllables in the script of the locale, always by the same one.
"""

import random
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from scripts import po
from scripts.catalogs import template as templates
from scripts.locales import script

from ..conftest import SAMPLE

SEGMENTS = 121
"""The number of segments of each policy, as in a sample of real policies."""
CHANGED = 0.05
"""The share of the segments that an author changes."""

LOCALES = (
    "af ar bg bn ca cs da de el es et eu fa fi fr gl he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sv th tr uk vi "
    "am az be bs ceb cy fil ga gu ha hy ig is jv ka kk km kn ku ky lb lo mk ml mn mr mt my ne or pa ps qu rm sd si so sq sr "
    "sw ta te tg tk to ug ur uz wo xh yo zh_Hans zh_Hant zu as br eo fo fy gd ia kok"
).split()
"""Forty of them are used for most phases; `chosen` takes as many scripts as possible first."""

Say = Callable[[str], str]
"""Turns a text in the source language into one in another language."""
Block = tuple[tuple[str, str], ...]
"""The pieces of a block: markup as it is written, and the text after it; "" for none."""


def chosen(count: int) -> list[str]:
    """`count` locales, with as many scripts as possible among them."""
    first = ["de", "ru", "ar", "ja", "he", "hi", "th", "el", "ko", "zh_Hans"]
    return [*first, *(code for code in LOCALES if code not in first)][:count]


# -- policies ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """A generated policy before it is written as Markdown."""

    name: str
    head: Block
    blocks: tuple[Block, ...]

    def text(self, say: Say = str) -> str:
        """The policy as Markdown, in the language of `say`."""
        parts = ["".join(mark + (say(words) if words else "") for mark, words in block) for block in self.blocks]
        head = "".join(mark + (say(words) if words else "") for mark, words in self.head)
        return f"---\n{head}\n---\n\n" + "\n\n".join(parts) + "\n"

    def edited(self, share: float, chance: random.Random) -> "Draft":
        """The same policy with a few words changed in some of its segments."""
        places = [
            (index, at)
            for index, block in enumerate(self.blocks)
            for at, (mark, words) in enumerate(block)
            if words and not mark.startswith("#") and len(words) > 40
        ]
        blocks = [list(block) for block in self.blocks]
        for index, at in chance.sample(places, max(1, round(SEGMENTS * share))):
            mark, words = blocks[index][at]
            blocks[index][at] = mark, _reworded(words, chance)
        return replace(self, blocks=tuple(tuple(block) for block in blocks))


def drafts(count: int, seed: int = 1) -> list[Draft]:
    """A number of policies that link to each other."""
    names = [f"policy-{number}" for number in range(count)]
    return [_Writer(name, names, random.Random(f"{seed} {name}")).draft() for name in names]


def draft_of(segments: int, seed: int = 7) -> Draft:
    """A long policy without links to others."""
    return _Writer("long", ["long"], random.Random(seed), segments).draft()


@cache
def _vocabulary() -> tuple[str, ...]:
    """The words of the sample policy, each as often as it appears there."""
    text = (SAMPLE / "policy" / "privacy.md").read_text(encoding="utf-8").partition("---\n\n")[2]
    found = re.findall(r"(?<![\w{(#/])[a-z]{2,}(?![\w}/:)])", text)
    return tuple(word for word in found if word not in _LEFT_OUT)


_LEFT_OUT = frozenset("product contact mailto not no nor never only third ten two one end".split())
"""Words that a check looks for in a translation. Artificial translations have nothing for them."""


def _reworded(text: str, chance: random.Random) -> str:
    """The text with some of its plain words replaced."""
    parts = text.split(" ")
    plain = [at for at, word in enumerate(parts) if re.fullmatch(r"[a-z]+", word)]
    for at in chance.sample(plain, min(len(plain), 1 + len(parts) // 10)):
        parts[at] = chance.choice(_vocabulary())
    return " ".join(parts)


class _Writer:
    """Writes one policy."""

    def __init__(self, name: str, names: Sequence[str], chance: random.Random, segments: int = SEGMENTS) -> None:
        self.name, self.names, self.chance, self.segments = name, names, chance, segments
        self.seen: set[str] = set()
        self.left = segments
        self.notes: list[str] = []
        self.sections = 0

    def draft(self) -> Draft:
        title = self.unique(lambda: f"Policy {self.phrase(2)} {self.name.removeprefix('policy-')}")
        head = (
            ("title: ", title),
            ("\ndescription: ", self.unique(lambda: self.sentence(9))),
            ("\neffective: 2026-01-01", ""),
        )
        self.left -= 2
        blocks: list[Block] = []
        kinds: list[Callable[[], Block]] = [
            self.paragraph, self.paragraph, self.paragraph, self.bullets, self.paragraph, self.numbered, self.table, self.quote,
        ]  # fmt: skip
        while self.left > len(self.notes):
            if len(blocks) % 8 == 0:
                blocks.append(self.heading())
                continue
            blocks.append(self.chance.choice(kinds)() if self.left - len(self.notes) > 12 else self.paragraph())
        blocks += [((f"[^{index}]: ", text),) for index, text in enumerate(self.notes, 1)]
        return Draft(self.name, head, tuple(blocks))

    # -- words

    def word(self) -> str:
        return self.chance.choice(_vocabulary())

    def phrase(self, count: int) -> str:
        words = [self.word()]
        while len(words) < count:
            words += [word for word in [self.word()] if word != words[-1]]
        return " ".join(words)

    def sentence(self, count: int) -> str:
        return self.phrase(count).capitalize() + "."

    def unique(self, make: Callable[[], str]) -> str:
        """A text that the policy does not have yet, because equal texts would be one segment."""
        while (text := make()) in self.seen:
            pass
        self.seen.add(text)
        return text

    def rich(self) -> str:
        """One to three sentences; some have markup."""
        parts = [self.phrase(self.chance.randrange(5, 22))]
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            parts.append(self.chance.choice(self.marks)(self))
            parts.append(self.phrase(self.chance.randrange(3, 12)))
        text = " ".join(parts)
        return text[0].upper() + text[1:] + "."

    marks: tuple[Callable[["_Writer"], str], ...] = (
        lambda self: f"**{self.phrase(2)}**",
        lambda self: f"*{self.word()}*",
        lambda self: f"`{self.word()}_{self.word()}`",
        lambda self: f"[{self.phrase(2)}](#section-{self.chance.randrange(1, 3)})",
        lambda self: f"[{self.phrase(3)}]({self.chance.choice(self.names)}.md#section-1)",
        lambda self: f"[{self.phrase(2)}](https://example.org/{self.word()})",
        lambda self: "{{ product }}",
        lambda self: (
            f"({self.chance.randrange(2, 400)})"
        ),  # in brackets: a word after a number may be a unit or a month
        lambda self: (
            f"(20{self.chance.randrange(18, 27)}-0{self.chance.randrange(1, 10)}-{self.chance.randrange(10, 29)})"
        ),
        lambda self: f"({self.phrase(3)})",
    )

    # -- blocks

    def take(self, make: Callable[[], str]) -> str:
        self.left -= 1
        return self.unique(make)

    def heading(self) -> Block:
        self.sections += 1
        level = "##" if self.sections % 3 else "###"
        return ((f"{level} ", self.take(lambda: self.phrase(3).capitalize())), (f" {{#section-{self.sections}}}", ""))

    def paragraph(self) -> Block:
        text = self.take(self.rich)
        if self.chance.random() < 0.06 and self.left > len(self.notes) + 1:
            self.notes.append(self.unique(lambda: self.sentence(8)))
            return (("", text), (f"[^{len(self.notes)}]", ""))  # the mark is part of the segment
        return (("", text),)

    def bullets(self) -> Block:
        return tuple(
            ("- " if index == 0 else "\n- ", self.take(self.rich)) for index in range(self.chance.randrange(3, 6))
        )

    def numbered(self) -> Block:
        count = self.chance.randrange(3, 5)
        return tuple(
            (f"{index}. " if index == 1 else f"\n{index}. ", self.take(self.rich)) for index in range(1, count + 1)
        )

    def quote(self) -> Block:
        return (("> ", self.take(self.rich)),)

    def table(self) -> Block:
        rows = [[self.take(lambda: self.phrase(2)), self.take(lambda: self.phrase(2))] for _ in range(4)]
        pieces: list[tuple[str, str]] = []
        for index, (left, right) in enumerate(rows):
            pieces += [("| " if index == 0 else "\n| ", left), (" | ", right), (" |", "")]
            pieces += [("\n| --- | --- |", "")] if index == 0 else []
        return tuple(pieces)


# -- translations -----------------------------------------------------------------------------------------

_SYLLABLES: Mapping[str, str] = {
    "Latn": "ba de fi go ku la me ni po ra se ti vo za lin ton ver",
    "Cyrl": "ба де фи го ку ла ме ни по ра се ти во за лин тон",
    "Grek": "βα δε φι γο κυ λα με νι πο ρα σε τι ζα λιν τον",
    "Arab": "با دي فو كا لم من سي تو را نب عل قد حر شا",
    "Hebr": "בא די פו כא למ מה סי תו רא נב על קד חר שא",
    "Deva": "बा दे फि गो कु ला मे नि पो रा से ति वो जा",
    "Beng": "বা দে ফি গো কু মে নি পো রা সে তি",
    "Thai": "บา เด กี โก คู ลา เม นี โพ รา เส ที",
    "Jpan": "情 報 利 用 保 護 規 約 個 人 の は を に で と",
    "Hans": "信 息 使 用 保 护 规 约 个 人 的 是 在 和",
    "Hant": "資 訊 使 用 保 護 規 約 個 人 的 是 在 和",
    "Kore": "가 나 다 라 마 바 사 아 자 차 보 호 정 책",
    "Geor": "ბა დე ფი გო კუ ლა მე ნი პო რა",
    "Armn": "բա դե ֆի գո կու լա մե նի պո ռա",
    "Taml": "பா தே கி கோ கு லா மே நி போ ரா",
    "Telu": "బా దే కి గో కు లా మే ని పో రా",
    "Knda": "ಬಾ ದೇ ಕಿ ಗೋ ಕು ಲಾ ಮೇ ನಿ ಪೋ ರಾ",
    "Mlym": "ബാ ദേ കി ഗോ കു ലാ മേ നി പോ രാ",
    "Gujr": "બા દે કિ ગો કુ લા મે નિ પો રા",
    "Guru": "ਬਾ ਦੇ ਕਿ ਗੋ ਕੁ ਲਾ ਮੇ ਨਿ ਪੋ ਰਾ",
    "Orya": "ବା ଦେ କି ଗୋ କୁ ଲା ମେ ନି ପୋ ରା",
    "Sinh": "බා දෙ කි ගො කු ලා මෙ නි පො රා",
    "Ethi": "ባ ደ ፊ ጎ ኩ ላ መ ኒ ፖ ራ",
    "Khmr": "បា ដេ គី គោ គូ លា មេ នី ពោ រា",
    "Laoo": "ບາ ເດ ກີ ໂກ ຄູ ລາ ເມ ນີ ໂພ ລາ",
    "Mymr": "ဘာ ဒေ ကီ ဂို ကူ လာ မေ နီ ပို ရာ",
}
_WITHOUT_SPACES = frozenset({"Thai", "Jpan", "Hans", "Hant", "Khmr", "Laoo", "Mymr"})
_STOPS: Mapping[str, str] = {
    "Jpan": "。",
    "Hans": "。",
    "Hant": "。",
    "Deva": "।",
    "Beng": "।",
    "Ethi": "።",
    "Khmr": "។",
}

_KEPT = re.compile(r"`[^`]*`|\]\([^)]*\)|\{\{.*?\}\}|\[\^\d+\]|<[^>]*>|https?://\S+|(?P<word>[A-Za-z]+)|(?P<space> +)")


def stand_in(writing: str) -> Say:
    """Artificial translation into a script."""
    syllables, joined = _SYLLABLES.get(writing, _SYLLABLES["Latn"]).split(), writing in _WITHOUT_SPACES

    @cache
    def word(source: str) -> str:
        chance = random.Random(zlib.crc32(source.lower().encode()))
        said = "".join(chance.choice(syllables) for _ in range(2 + len(source) // (5 if joined else 3)))
        return said.capitalize() if source[0].isupper() else said

    def say(text: str) -> str:
        def put(found: re.Match[str]) -> str:
            if found["word"]:
                return word(found["word"])
            between = text[found.start() - 1].isalpha() and text[found.end() : found.end() + 1].isalpha()
            return "" if found["space"] and joined and between else found.group()

        said = _KEPT.sub(put, text)
        return re.sub(r"\.(?=(\[\^\d+\])?$)", _STOPS.get(writing, "."), said)

    return say


def say_in(code: str) -> Say:
    """Artificial translation into a locale."""
    return stand_in(script(code))


def catalogs(template: str, name: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The complete catalogs of a template as (locale, text). Locales of one script share their translations."""
    read = po.read_catalog(template, "x.pot")
    bodies: dict[str, str] = {}
    for code in codes:
        empty = templates.started(read, name, code)
        writing = script(code)
        if writing not in bodies:
            say = stand_in(writing)
            entries = tuple(replace(entry, msgstr=say(entry.msgid), raw="", line=0) for entry in read.entries)
            whole = po.text_of(po.Catalog(empty.header, entries))
            bodies[writing] = whole[len(po.text_of(empty)) :]
        head = po.text_of(empty).replace("FULL NAME <EMAIL@ADDRESS>", "Someone <a@example.com>")
        yield code, head.replace("YEAR-MO-DA HO:MI+ZONE", "2026-01-01 12:00+0000") + bodies[writing]


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


SITE = """[site]
base_url = "https://example.com/legal/"
publisher = "Example"

[variables]
product = "Example"
contact = "a@example.com"

[publish]
incomplete = "islands"
"""


def site(folder: Path, policies: Sequence[Draft]) -> None:
    """Write the policies and the settings."""
    write(folder / "policy" / "site.toml", SITE)
    for draft in policies:
        write(folder / "policy" / f"{draft.name}.md", draft.text())


def translations(folder: Path, codes: Sequence[str]) -> None:
    """Write complete catalogs of every template, that of the page frame included."""
    for path in sorted((folder / "locale").glob("*.pot")):
        for code, text in catalogs(path.read_text(encoding="utf-8"), path.stem, codes):
            write(folder / "locale" / code / "LC_MESSAGES" / path.name.replace(".pot", ".po"), text)
