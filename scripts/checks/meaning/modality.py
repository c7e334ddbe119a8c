"""Modality: negations, duties, permissions and bans must be as strong as in the source.

Words cannot prove a mistake: languages express these in too many ways. So each rule needs a plain word on one side
and the lack of any such word, even an indirect one, on the other (`words.toml`); in doubt nothing is reported.
"""

from collections.abc import Iterator

from ...problem import Problem
from ..rule import Pair, Rule
from .sentences import aligned
from .words import LanguageWords, language_words, prose, text

_NEGATION_LOST = Rule(
    "negation-lost",
    "warning",
    "The source denies something and nothing in the translation does, so the sentence may say the opposite.",
    "Compare both sentences and add the negation. If other words deny it, have the warning waived.",
    ("de", "We do not sell your data.", "Wir verkaufen Ihre Daten."),
    ("de", "We do not sell your data.", "Wir verkaufen Ihre Daten nicht."),
)
_NEGATION_ADDED = Rule(
    "negation-added",
    "warning",
    "The translation denies something and nothing in the source does, so the sentence may say the opposite.",
    "Compare both sentences and delete the negation. If both say the same, have the warning waived.",
    ("fr", "We share your data with our partners.", "Nous ne partageons pas vos données avec nos partenaires."),
    ("fr", "We share your data with our partners.", "Nous partageons vos données avec nos partenaires."),
)
_DUTY_WEAKER = Rule(
    "duty-weaker",
    "warning",
    "What must be done in the source only may or should be done in the translation.",
    "Use the word by which your language expresses a duty.",
    ("es", "You must notify us within 30 days.", "Usted puede notificarnos en un plazo de 30 días."),
    ("es", "You must notify us within 30 days.", "Usted debe notificarnos en un plazo de 30 días."),
)
_DUTY_STRONGER = Rule(
    "duty-stronger",
    "warning",
    "What may or should be done in the source must be done in the translation.",
    "Use the word by which your language expresses a permission or a recommendation.",
    ("pl", "You may contact our support.", "Użytkownik musi skontaktować się z naszą pomocą techniczną."),
    ("pl", "You may contact our support.", "Użytkownik może skontaktować się z naszą pomocą techniczną."),
)
_BAN_LOST = Rule(
    "ban-lost",
    "warning",
    "What is forbidden in the source is only unnecessary in the translation.",
    "Use the words for a ban. In some languages “must” with a negation says only that something is not necessary.",
    ("de", "You must not share your key.", "Sie müssen Ihren Schlüssel nicht weitergeben."),
    ("de", "You must not share your key.", "Sie dürfen Ihren Schlüssel nicht weitergeben."),
)
_BAN_ADDED = Rule(
    "ban-added",
    "warning",
    "What is unnecessary in the source is forbidden in the translation.",
    "Use the words by which your language says that something is not necessary.",
    ("nl", "You do not have to give a reason.", "U mag geen reden opgeven."),
    ("nl", "You do not have to give a reason.", "U hoeft geen reden op te geven."),
)
RULES = (
    _NEGATION_LOST,
    _NEGATION_ADDED,
    _DUTY_WEAKER,
    _DUTY_STRONGER,
    _BAN_LOST,
    _BAN_ADDED,
)


def check_modality(pair: Pair) -> Iterator[Problem]:
    """Negations lost or added, and duties that are weaker or stronger, compared by sentences if both texts have as many.

    A word that may imply a negation ("without", "only", "refuse") is enough on the other side. Only a plain
    negation on one side and none of any kind on the other is reported.
    """
    source, target = language_words(pair.source_code), language_words(pair.code)
    if source is None or target is None:
        return
    for ours, theirs in aligned(prose(pair.source), prose(pair.target), pair.source_code, pair.code):
        # A negation turns a duty into something else, so its loss is reported alone.
        found = [*_negation(ours, theirs, source, target)] or [*_duty(ours, theirs, source, target)]
        yield from found


def _negation(ours: str, theirs: str, source: LanguageWords, target: LanguageWords) -> Iterator[Problem]:
    left, right = text(ours), text(theirs)
    # A heading or a table cell may leave out the verb, and with it the negation.
    if len(left.words) < 3 or not right.words:
        return
    denial = source.no.found(source.without_idioms(left))
    if (
        denial
        and denial not in right.words  # the same word in both, quoted or shared by the languages
        and not target.no.found(right)
        and not target.implicit_negation.found(right)
    ):
        message = f"the source says '{denial}', but the translation has no negation"
        hint = f"say the same as the source: {_short(ours)}"
        yield _NEGATION_LOST.problem(message, hint)
        return
    denial = target.no.found(target.without_idioms(right))
    if denial and not source.no.found(left) and not source.implicit_negation.found(left):
        message = f"the translation says '{denial}', but the source has no negation"
        hint = f"say the same as the source: {_short(ours)}"
        yield _NEGATION_ADDED.problem(message, hint)


def _duty(ours: str, theirs: str, source: LanguageWords, target: LanguageWords) -> Iterator[Problem]:
    left, right = source.without_idioms(text(ours)), text(theirs)
    ban, lifted = source.must_not.found(left), source.need_not.found(left)
    # "must not" forbids, "need not" frees from a duty; in German "muss nicht" looks like the former and is the latter.
    if ban or lifted:
        theirs_ban, theirs_lifted = target.must_not.found(right), target.need_not.found(right)
        if ban and not lifted and theirs_lifted and not theirs_ban:
            message = (
                f"the source says '{ban}', the translation '{theirs_lifted}', which means that it is not necessary"
            )
            yield _BAN_LOST.problem(message, "use the words for what is forbidden")
        elif lifted and not ban and theirs_ban and not theirs_lifted:
            message = f"the source says '{lifted}', the translation '{theirs_ban}', which means that it is forbidden"
            yield _BAN_ADDED.problem(message, "use the words for what is not necessary")
        return
    # A negation turns a duty into a permission and back ("nobody may"), so their strength cannot be compared.
    if source.no.found(left) or target.no.found(right):
        return
    duty, leave, should = (words.found(left) for words in (source.duty, source.leave, source.should))
    has_duty, has_leave, has_should = (words.found(right) for words in (target.duty, target.leave, target.should))
    # If the sentence has words of both kinds, nobody knows which one belongs to which verb.
    if duty and not should and not source.may.found(left):
        if (has_leave or has_should) and not (has_duty or target.must.found(right)):
            message = f"the source says '{duty}', the translation only '{has_leave or has_should}'"
            yield _DUTY_WEAKER.problem(message, "use the word for what must be done")
        return
    # Where a language has one word for advice and duty, advice that became a duty cannot be seen.
    asked = leave or (should if target.advice else "")
    if not asked or duty or source.must.found(left):
        return
    if has_duty and not (has_leave or has_should or target.may.found(right)):
        message = f"the source says '{asked}', the translation '{has_duty}'"
        hint = f"use the word for what {'may' if leave else 'should'} be done"
        yield _DUTY_STRONGER.problem(message, hint)


def _short(ours: str) -> str:
    ours = " ".join(ours.split())
    return ours if len(ours) <= 80 else ours[:79].rsplit(" ", 1)[0] + " …"
