"""`docs/checks.md`: every rule with its reason, what to do, and a bad and a good example, made from the rules."""

from collections.abc import Iterable

from .rule import Rule

_HEAD = """# Rules

`make check` finds the problems that this page explains. Each problem ends with the name of its rule in brackets, such as
`[link-lost]`: look the name up below. Names that are not below, such as `[incomplete]`, are about files, settings and
commands; their messages and hints say all. `make docs` writes this page from the code.

- An **error** keeps the page from being published in that language until the error is corrected.
- A **warning** does not keep anything from being published. Read the text again: some warnings are false.
- A finding that **may be waived** can stay as it is once a person has looked at it. `make check FORMAT=waivers` prints a
  block for `locale/waivers.toml`, and the person adds the reason (`why`). A waiver ends when either text changes.

Nothing in a catalog can switch a rule off. In the examples, the text before the arrow is the source (`msgid`), the text
after it the translation (`msgstr`). Examples of the policy and of the header show the file itself.

## Contents

"""

GROUPS: tuple[tuple[str, str], ...] = (
    (
        "A link or an image is lost or changed",
        "link-lost link-added link-changed link-fragment link-label link-runs-on link-scheme link-disguised look-alike-host "
        "mail-header title-lost title-added image-lost image-added",
    ),
    (
        "Numbers, dates and amounts",
        "number-changed number-lost number-added date-changed unit-changed currency-changed reference-changed number-as-word",
    ),
    ("Names and terms", "name-lost name-fewer legal-form-lost term-differs translated-otherwise defined-term-differs"),
    (
        "The text is not translated",
        "untranslated half-translated title-untranslated wrong-language wrong-script no-words",
    ),
    (
        "The text says less, more or the opposite",
        "negation-lost negation-added duty-weaker duty-stronger ban-lost ban-added sentence-lost sentence-added "
        "much-shorter much-longer size",
    ),
    (
        "Marks, tags and placeholders",
        "placeholder-lost placeholder-added placeholder code-lost code-added emphasis-lost emphasis-added tag-lost tag-added "
        "tag nesting break-lost break-added footnote-lost footnote-added stray-mark block-mark comment",
    ),
    ("Punctuation", "end-mark foreign-mark french-space quotation-marks doubled-word"),
    (
        "Invisible, broken and look-alike characters",
        "bidi-control hidden-character stray-joiner control-character broken-character mojibake invisible-text "
        "mixed-script foreign-letter styled-letter piled-marks doubled-mark not-nfc",
    ),
    (
        "The catalog as a file",
        "language language-spelling fuzzy-misspelt unknown-flag unknown-entry stray-previous form-count form-empty "
        "plural-missing plural-syntax plural-range plural-unreachable plural-language header-missing header-double "
        "header-conflict header-stray header-field header-value header-boilerplate header-date",
    ),
    ("The finished page", "blocks links page-numbers text-differs unsafe-html"),
    (
        "The policy itself (for authors)",
        "dead-fragment unknown-policy unknown-id refused-target relative-link broken-link undefined-reference mail-link "
        "title-level empty-heading heading-no-space lines-run-together broken-table indented-words unseen-words open-fence "
        "marks-in-html html-dropped image-not-shown direction foreign-comment gap typed-date",
    ),
    ("Settings in site.toml", "contact base-url-http"),
)
"""Groups of the page, as a reader looks for them, with the names of their rules."""


def document(rules: Iterable[Rule], waivable: Iterable[str]) -> str:
    """The page. `waivable` are the names of rules that may be waived; raises `KeyError` for a rule without a group."""
    by_name = {rule.name: rule for rule in rules}
    names = set(waivable)
    parts = [_HEAD, *(_contents(title, group.split()) for title, group in GROUPS)]
    for title, group in GROUPS:
        parts.append(f"\n## {title}\n")
        parts += [_section(by_name.pop(name), name in names) for name in group.split()]
    if by_name:
        raise KeyError(f"rules without a group: {', '.join(by_name)}")
    return "".join(parts)


def _contents(title: str, names: Iterable[str]) -> str:
    links = ", ".join(f"[{name}](#{name})" for name in names)
    return f"- **{title}**: {links}\n"


def _section(rule: Rule, may_be_waived: bool) -> str:
    level = f"**{rule.level.capitalize()}{', may be waived' if may_be_waived else ''}.**"
    rows = [("bad", *rule.bad), ("good", *rule.good)]
    examples = "".join(f"{kind:<4} {_shown(locale, msgid, msgstr)}\n" for kind, locale, msgid, msgstr in rows)
    more = f" {rule.authored}" if rule.authored else ""
    return f"\n### {rule.name}\n\n{level} {rule.about}{more}\n\n**What to do:** {rule.fix}\n\n```text\n{examples}```\n"


def _shown(locale: str, msgid: str, msgstr: str) -> str:
    return f"[{locale}] {'  →  '.join(_visible(_clipped(text)) for text in (msgid, msgstr) if text)}"


_LONGEST = 300
"""Characters of an example; that of `size` is longer, and its end says nothing."""


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"


def _visible(text: str) -> str:
    """A text in one line, with `\\u` escapes for characters that nobody could see."""
    kept = "\u200c\u200d\u00a0\u202f"
    return "".join(
        char if char.isprintable() or char in kept else f"\\u{ord(char):04x}" for char in text.replace("\n", "\\n")
    )
