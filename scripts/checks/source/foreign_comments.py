"""Comments that are written for other tools, to steer a translation or to include a text, and mean nothing here."""

import re
from collections.abc import Iterator, Sequence

from ...markup import SourceTree
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule

# fmt: off
_FOREIGN_COMMENT = Rule(
    "foreign-comment", "warning", "A comment is written for another tool, or is inside a paragraph, so what it asks for does not happen.",
    "Write the comment that the hint shows, in a line of its own with blank lines around it.",
    ("en", "<!-- i18n:skip-start -->", ""),
    ("en", "<!-- skip -->", ""),
)
# fmt: on
RULES = (_FOREIGN_COMMENT,)

_TOOL = (
    r"mdbook[\w-]*|[\w-]*gettext|i18n\w*|[\w-]+-i18n|l10n|md2po|po2md|mdpo|po4a|omega-?t|weblate|crowdin|transifex|"
    r"smartling|lokalise|localazy|pontoon|poeditor|memoq|trados|okapi"
)
"""Names of tools that are not words of a language."""
_VERB = r"translat\w*|locali[sz]\w*|its|sl|tx"
"""Words with which a note of the author may begin too."""
_SWITCH = (
    r"off|on|no|yes|false|true|never|none|skip\w*|ignore\w*|exclude\w*|disabled?|enabled?|start|begin|end|stop|pause|resume|"
    r"comments?|notes?|hints?|context|msgctxt|translat(?:e|ors?)|extracted"
)
_WHAT = r"translation|this|here|next|block|line|section"
_MARKS = tuple(
    regex(pattern, re.I)
    for pattern in (
        rf"[@/]?(?:{_TOOL})[ \t]*[-_:.=/]+[ \t]*\S",
        rf"[@/]?(?:{_TOOL}|{_VERB})[-_:.=/ \t]+(?:{_SWITCH})\b",
        rf"/?(?:{_SWITCH})[ \t:_-]+(?:no[ \t-]?)?(?:translat\w*|locali[sz]\w*|i18n|l10n)$",
        r"/?(?:please[ \t]+)?(?:do[ \t_-]?not|don['’]?t|never|no)[ \t_-]?(?:translat|locali[sz])\w*",
        r"(?:note|hint|comment|message)s?[ \t]+(?:to|for)[ \t]+(?:the[ \t]+|all[ \t]+)?translators?\b",
        rf"(?:(?:{_SWITCH}|un|/)[ \t_:/-]*)?skip(?:ped|ping)?(?:[ \t_:-]+(?:{_SWITCH}|{_WHAT}))*$",
        r"translators?[ \t]*(?:[-=,;]|$)|translator[ \t]*:",
        r"(?:msgctxt|msgcontext|ctx)[ \t]*[:=]",
    )
)
_BRINGS_IN = regex(r"[@#](?:include|embed|import|exec|echo)\b|(?:include|embed|snippet|transclude)[ \t]*[:(=]", re.I)
"""A mark that another tool replaces by a text, as servers do (`#include`)."""
_OWN = regex(r"/?skip$|(?:translators|context)[ \t]*:", re.I)
_FOR_TRANSLATORS = regex(r"comment|note|hint|message|translators?\b|extracted", re.I)
_CONTEXT = regex(r"conte?xt|ctx", re.I)
_DEFINITION = regex(r" {0,3}\[(?://|#|_|comment|>|!)[^\]]*\]:[ \t]*\S+[ \t]+[\"'(](.*)[\"')][ \t]*$", re.I)
"""A link definition whose title is a comment, which some tools use to hide comments."""


def foreign_comments(source: SourceTree, lines: Sequence[str]) -> Iterator[Problem]:
    """Comments for other tools, and our own comments inside a paragraph; `lines` are those of the whole file."""
    for comment in source.comments:
        if not comment.is_alone and _OWN.match(comment.words):
            message = f"the comment {_shown(comment.words)} has no effect inside a paragraph"
            hint = "write it in a line of its own, with blank lines around it, before the block that it is about"
            yield _FOREIGN_COMMENT.problem(message, hint, line=comment.line)
        elif _BRINGS_IN.match(comment.words) or any(mark.match(comment.words) for mark in _MARKS):
            yield _foreign(comment.words, _shown(comment.words), comment.line)
    titles = {title for _, title in source.references.values()}
    for number, line in enumerate(lines, 1):
        found = _DEFINITION.match(line)
        if found and found.group(1) in titles and any(mark.match(found.group(1)) for mark in _MARKS):
            yield _foreign(found.group(1), repr(found.group(1)[:60]), number)


def _foreign(words: str, shown: str, line: int) -> Problem:
    if _BRINGS_IN.match(words):
        hint = "write the text itself in its place"
    elif _CONTEXT.search(words):
        hint = "write <!-- context: ... --> in a line of its own before the block"
    elif _FOR_TRANSLATORS.search(words):
        hint = "write <!-- translators: ... --> in a line of its own before the block"
    else:
        hint = "write <!-- skip --> before what is not translated, and <!-- /skip --> after it"
    return _FOREIGN_COMMENT.problem(f"the comment {shown} is for another tool, and has no effect here", hint, line=line)


def _shown(words: str) -> str:
    return f"<!-- {words if len(words) <= 60 else f'{words[:60]}...'} -->"
