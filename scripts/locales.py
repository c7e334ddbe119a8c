"""Facts about languages, from CLDR by way of Babel: names, dates, direction, plurals, percentages."""

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache, reduce
from operator import getitem
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global
from babel.localedata import Alias, locale_identifiers

from .patterns import regex
from .problem import Problem, Refused, short

_SHAPE = regex(r"[A-Za-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?$")


@dataclass(frozen=True, slots=True)
class Language:
    """A locale with its two spellings, and facts about its language that pages need."""

    code: str
    """gettext's spelling, as in the folders of `locale/`: `zh_Hans`, `pt_BR`."""
    tag: str
    """The tag of BCP 47 (RFC 5646), as in addresses and HTML: `zh-Hans`, `pt-BR`."""

    @property
    def name(self) -> str:
        """Its name in the language itself, as a menu shows it: `Deutsch`, `Português (Brasil)`.

        CLDR has the form for the middle of a sentence. A menu begins it with a capital, except in Georgian, whose
        capitals are for whole words only.
        """
        return _facts(self.code)[0]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return _facts(self.code)[1]


_FACTS: dict[str, tuple[str, str]] = {}
"""Code to name and direction, for each language that was asked for."""


def _facts(code: str) -> tuple[str, str]:
    if code not in _FACTS:
        name = _babel(code).display_name or code
        # The title case of a Georgian letter is the letter itself (Unicode, UnicodeData.txt); its upper case is not.
        name = name if name[0].title() == name[0] else name[0].upper() + name[1:]
        _FACTS[code] = name, str(_babel(code).text_direction)
    return _FACTS[code]


def language_facts(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code to name and direction, for the given languages."""
    return {code: _facts(code) for code in codes}


def know_languages(facts: Mapping[str, tuple[str, str]]) -> None:
    """Reuse facts that `language_facts` gave in an earlier run: CLDR's data for dozens of languages is slow to load."""
    _FACTS.update(facts)


@cache
def _known() -> frozenset[str]:
    return frozenset(locale_identifiers())


_MOST_LOADED = 12
"""Languages whose CLDR data stays in memory, 2 MiB each; answers about the others are cached by the functions below."""
_LOADED: dict[str, Locale] = {}


def _babel(code: str) -> Locale:
    if code not in _LOADED:
        if len(_LOADED) >= _MOST_LOADED:
            _LOADED.clear()
            localedata._cache.clear()  # Babel has no public way to free what it has loaded
        _LOADED[code] = Locale.parse(code)
    return _LOADED[code]


@cache
def language(code: str, where: str = "") -> Language:
    """The language with gettext's code `code`; `where` is the folder that has this name.

    Raises `Refused` with the nearest code if CLDR does not know it, or with the right code if that is another one.
    """
    tidy = canonical_code(code)
    if not is_known(tidy):
        meant = _meant(code)
        near = f"; did you mean '{meant}' ({_babel(meant).english_name})?" if meant else ""
        hint = _renamed(where, code, meant) if meant and where else ""
        hint = hint or "name it as in `de`, `pt_BR` or `zh_Hans`" + (", or move it elsewhere" if where else "")
        raise Refused(Problem(f"no locale is called '{short(code)}'{near}", "locale", where, hint=hint))
    if tidy != code:
        hint = _renamed(where, code, tidy) if where else f"write {tidy}"
        what = "in file names" if where else "here"
        raise Refused(Problem(f"the locale '{code}' is written '{tidy}' {what}", "locale", where, hint=hint))
    return Language(code, code.replace("_", "-"))


@cache
def is_known(code: str) -> bool:
    """Whether a code has gettext's spelling and CLDR knows it."""
    if not _SHAPE.fullmatch(code) or gettext_code(code) != code:
        return False
    if code in _known():
        return True
    names = _babel("en")
    try:  # Babel accepts any script and territory after a language, also those that do not exist
        return _babel(code) is not None and all(
            part in names.scripts or part in names.territories for part in code.split("_")[1:]
        )
    except (ValueError, UnknownLocaleError):
        return False


def meant(code: str) -> str:
    """The code that somebody probably meant: the right spelling, or else the nearest that CLDR knows; "" for none."""
    tidy = gettext_code(code)
    return tidy if is_known(tidy) else _meant(code)


def _renamed(where: str, code: str, right: str) -> str:
    """A command that renames a folder, safe to paste; "" for a name with characters that a terminal does not print."""
    if not where.isprintable():
        return ""
    return f"git mv {shlex.quote(where)} {shlex.quote(where.removesuffix(code) + right)}"


def _meant(code: str) -> str:
    """The locale that was probably meant, by a language's English name, a former code, a country, or by spelling."""
    english = _babel("en")
    for known, name in english.languages.items():
        if name.casefold() == code.casefold() and known in _known():
            return str(known)
    if not _LIKE_A_CODE.fullmatch(code):
        return ""
    first, *rest = re.split(r"[-_.@]", code)
    first = str(get_global("language_aliases").get(first.lower(), first.lower()))
    if first in _known() and not rest:
        return first
    if first in _known():
        same = [known for known in _known() if known.split("_")[0] == first and is_known(known)]
        return next(iter(get_close_matches("_".join([first, *rest]), same, 1, 0.85)), first)
    # A country's code instead of a language's: CLDR's likely subtags know that people in CZ read cs.
    likely = get_global("likely_subtags").get(f"und_{code.upper()}") if len(code) == 2 else None
    return str(likely).split("_")[0] if likely else next(iter(get_close_matches(code, _known(), 1, 0.6)), "")


_LIKE_A_CODE = regex(r"[A-Za-z]+(?:[-_.@][A-Za-z0-9]+)*")
"""Names that can be a misspelt code."""
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
"""Modifiers of gettext that name a script, as in `sr@latin` (gettext manual, "Locale Names")."""


# gettext has `pt_BR` and `sr@latin` (gettext manual, "Locale Names"), BCP 47 has `pt-BR` and `sr-Latn`. Folders have the
# spelling of gettext, with CLDR's script in the place of a modifier, so that one language has one folder.
def gettext_code(code: str) -> str:
    """A code as gettext spells it, with CLDR's script for a modifier: `pt-br` is `pt_BR`, `sr_RS@latin` is `sr_Latn_RS`."""
    name, _, modifier = code.partition("@")
    first, *rest = re.split(r"[-_]", name)
    rest = [part.title() if len(part) == 4 and part.isalpha() else part.upper() for part in rest]
    if script := _SCRIPTS.get(modifier.lower()):
        rest.insert(0, script)
    elif modifier:
        return code
    return "_".join([first.lower(), *rest])


# RFC 5646, section 2.2.1: a language that has a code of two letters has no other, so `lang="eng"` is wrong in HTML. Babel
# accepts `eng` and the withdrawn `iw` for the data of `en` and `he`: without this, one language could have two folders.
def canonical_code(code: str) -> str:
    """A code as gettext spells it, with the code of CLDR for an alias of its language: `eng` is `en`, `iw_IL` is `he_IL`."""
    tidy = gettext_code(code)
    first, *rest = tidy.split("_")
    alias = str(get_global("language_aliases").get(first, first))
    if alias == first or not is_known(tidy):
        return tidy
    whole = "_".join([alias, *rest])
    return whole if is_known(whole) else alias  # the alias may include a territory: `swc` is `sw_CD`


@lru_cache(4096)
def language_name(code: str, reader: str) -> str:
    """The name of the language `code` in the language `reader`: `anglais` for `en` and `fr`."""
    return _babel(code).get_display_name(reader) or code


@cache
def english_name(code: str) -> str:
    """The English name of a language, for headers and comments of catalogs."""
    return _babel(code).english_name or code


@lru_cache(4096)
def long_date(day: date, code: str) -> str:
    """A date in the long form of a language (CLDR): `1. Oktober 2024` for `de`."""
    from babel.dates import format_date  # imported here, as below: most runs need one or none of these parts of Babel

    return str(format_date(day, "long", locale=_babel(code)))


@lru_cache(4096)
def percent(share: float, code: str) -> str:
    """A share from 0 to 1 as a whole percentage in the form of a language, rounded down so that only all is 100 %."""
    from babel.numbers import format_percent

    return str(format_percent(int(share * 100) / 100, locale=_babel(code)))


def plural_forms(code: str) -> str:
    """The value of the header field Plural-Forms (gettext manual, "Plural forms")."""
    from babel.messages.plurals import get_plural

    return str(get_plural(code).plural_forms)


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes dates and quantities (CLDR), for checks that find them in texts."""

    decimal: str
    """The decimal separator between Latin digits: `.` or `,`."""
    day_first: bool
    """Whether a date in digits whose year is last begins with the day, as in 31.12.2024."""
    months: tuple[tuple[str, int], ...]
    """Full names of the months in every form, and their numbers."""
    short_months: tuple[tuple[str, int], ...]
    """Abbreviated names of the months."""
    units: tuple[tuple[str, str], ...]
    """(pattern, unit): `("{0} Tage", "day")`; a pattern without `{0}` includes the number (Arabic and Hebrew duals)."""
    currencies: tuple[tuple[str, str], ...]
    """(name or symbol, ISO 4217 code) of the major currencies."""
    powers: tuple[tuple[str, int], ...]
    """(word, power of ten): `("Millionen", 6)`."""


_UNITS = {
    **{f"duration-{name}": name for name in ("second", "minute", "hour", "day", "week", "month", "quarter", "year")},
    **{f"digital-{name}byte": f"{name}byte" for name in ("", "kilo", "mega", "giga", "tera")},
    **{f"length-{name}": name for name in ("meter", "kilometer", "mile")},
    "mass-kilogram": "kilogram",
    "concentr-percent": "percent",
    "concentr-permille": "permille",
}
_CURRENCIES = "EUR USD GBP JPY CNY INR KRW RUB UAH TRY BRL CHF PLN CZK HUF SEK NOK DKK ILS THB VND IDR SAR AED".split()


@cache
def writing(code: str) -> Writing:
    """How the language `code` writes dates and quantities; those of CLDR's root for a language that it does not know."""
    from babel.numbers import get_decimal_symbol

    try:
        locale = _babel(code)
    except (ValueError, UnknownLocaleError):
        locale = Locale("root")
    data = _as_loaded(str(locale))
    short_date = str(locale.date_formats["short"].pattern).lstrip("\u200f")
    # Every form counts: long and short, and each plural form ("Tag", "Tagen"). `per` is for rates, such as "per day".
    units = [
        (pattern, unit)
        for name, unit in _UNITS.items()
        for length in ("long", "short")
        for form, pattern in _rows(data["unit_patterns"].get(name), length, data)
        if isinstance(pattern, str) and form != "per"
    ]
    names = [
        (name, currency)
        for currency in _CURRENCIES
        for name in (
            data["currency_names"].get(currency),
            data["currency_symbols"].get(currency),
            *_values(data["currency_names_plural"].get(currency)),
        )
        if isinstance(name, str)
    ]
    return Writing(
        get_decimal_symbol(locale, numbering_system="latn"),
        not short_date.startswith("M"),
        _months(data, "wide"),
        _months(data, "abbreviated"),
        tuple(dict.fromkeys(units)),
        tuple(dict.fromkeys(names)),
        _powers(data),
    )


def _as_loaded(name: str) -> dict[str, Any]:
    """The CLDR data of a language as Babel loads it, with aliases unresolved.

    Babel resolves an alias in place, in data that several languages share. The
    data of a language would then depend on which others were used before it
    (law 10), so this function loads it with a cache of its own.
    """
    shared, localedata._cache = localedata._cache, dict(_loaded_root)
    try:
        data = localedata.load(name)
        _loaded_root["root"] = localedata._cache["root"]  # all begin with it; `writing` remembers the rest
        return data
    finally:
        localedata._cache = shared


_loaded_root: dict[str, Any] = {}


def _values(table: object) -> list[object]:
    return list(table.values()) if isinstance(table, Mapping) else []


def _rows(table: object, name: str, data: Mapping[Any, Any]) -> list[tuple[str, object]]:
    return list(_whole(table.get(name), data).items()) if isinstance(table, Mapping) else []


def _whole(row: object, data: Mapping[Any, Any]) -> dict[str, object]:
    """A row of CLDR with everything that it inherits by aliases within `data`."""
    if isinstance(row, Alias):
        return _whole(reduce(getitem, row.keys, data), data)  # Alias.resolve loses what a second alias adds
    if isinstance(row, tuple):
        alias, others = row
        return _whole(alias, data) | dict(others)
    return dict(row) if isinstance(row, Mapping) else {}


def _months(data: Mapping[Any, Any], width: str) -> tuple[tuple[str, int], ...]:
    found = [
        (str(name), int(number))
        for use in ("format", "stand-alone")
        for number, name in _rows(data["months"].get(use), width, data)
    ]
    return tuple(dict.fromkeys(found))


def _powers(data: Mapping[Any, Any]) -> tuple[tuple[str, int], ...]:
    """The words of patterns such as `0 Millionen` (for 1000000), with their powers of ten."""
    found = {}
    for length in ("long", "short"):
        for _plural, row in _rows(data["compact_decimal_formats"], length, data):
            for size, format_ in row.items() if isinstance(row, Mapping) else ():
                pattern = format_.pattern.split(";")[0].replace("'", "").replace("\u200f", "")
                word = pattern.replace("0", "").strip()
                if word and len(word) < len(pattern):
                    found[word] = len(size) - pattern.count("0")
    return tuple(found.items())


# -- plurals, scripts and likely subtags -----------------------------------------------------------


@cache
def plural_names(code: str) -> frozenset[str]:
    """The plural categories of a language (CLDR), such as `one` and `other`; empty for a code that CLDR does not know."""
    try:
        return frozenset({*_babel(code).plural_form.tags, "other"})
    except (ValueError, UnknownLocaleError):
        return frozenset()


@cache
def plural_category(number: int, code: str) -> str:
    """The plural category of a whole number (CLDR): `few` for 3 in `pl`."""
    return str(_babel(code).plural_form(number))


def same_language(one: str, other: str) -> bool:
    """Whether two spellings name one locale: `de-DE` and `de`, `zh_CN` and `zh_Hans`, `iw` and `he`, `sr@latin` and `sr_Latn`."""
    return subtags(one) == subtags(other)


Subtags = tuple[str, str, str]
"""Language, script and territory."""


@cache
def subtags(code: str) -> Subtags:
    """Language, script and territory of a code; what the code leaves out is filled in with the likely ones."""
    parts = re.fullmatch(r"([a-z]{2,3})(?:_([A-Z][a-z]{3}))?(?:_([A-Z]{2}|[0-9]{3}))?", gettext_code(code))
    if parts is None:
        return code, "", ""
    name, script, territory = (part or "" for part in parts.groups())
    return in_full(get_global("language_aliases").get(name, name) if len(name) == 3 else name, script, territory)


RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Samr", "Mand"})
"""The scripts that are written from right to left, by their ISO 15924 codes."""


def is_right_to_left(code: str) -> bool:
    """Whether a language is written from right to left; also known for languages for which CLDR has no other data."""
    return script(code) in RIGHT_TO_LEFT


@cache
def script(code: str) -> str:
    """The script that a language is written in, by its ISO 15924 code: `Latn` for `de`, `Hans` for `zh_Hans`."""
    likely = get_global("likely_subtags")
    known = [code, likely.get(code, ""), likely.get(code.split("_")[0], "")]
    return next((part for name in known for part in name.split("_")[1:] if len(part) == 4), "Latn")


# -- which locale can replace another one ----------------------------------------------------------
# A reader of `zh-TW` reads Traditional Chinese, though neither code names a script. So codes are compared in full form,
# with CLDR's likely subtags, and "nearest" means nearest in CLDR's tree of parent locales.


@cache
def in_full(language: str, script: str = "", territory: str = "") -> tuple[str, str, str]:
    """Subtags with the likely ones filled in (UTS 35, "Likely Subtags"): `zh`, `TW` gives `zh`, `Hant`, `TW`.

    Old codes of two letters are replaced: `iw` is `he`, `sh` is `sr` in `Latn`, `no` is `nb`, `UK` is `GB`.
    """
    if len(language) == 2:
        # `no` is the macrolanguage (ISO 639); Norwegian without a variant is written Bokmål. `UK` below is reserved in
        # ISO 3166 for the United Kingdom, and some programs send it.
        alias = {"no": "nb"}.get(language, get_global("language_aliases").get(language, language))
        language, *others = alias.split("_")
        script = script or next((part for part in others if len(part) == 4), "")
    territory = {"UK": "GB"}.get(territory, territory)
    likely = get_global("likely_subtags")
    # UTS 35 looks up the most specific key first; the subtags that are given stay, and the found ones fill the gaps.
    for known in ((language, script, territory), (language, territory), (language, script), (language,)):
        found = likely.get("_".join(filter(None, known)))
        if found:
            return language, script or found.split("_")[1], territory or found.split("_")[2]
    return language, script, territory


@cache
def ancestors(language: str, script: str, territory: str) -> tuple[tuple[str, str, str], ...]:
    """A locale and those from which it inherits (CLDR's parent locales), nearest first: `en_AU`, `en_001`, `en`.

    All are in full form. A parent in another script ends the list: people who read one cannot read the other.
    """
    usual = in_full(language)[1]
    # CLDR's codes name a script only if it is not the usual one of the language: `zh_TW` is `zh_Hant_TW`, `en` is `en`.
    code = "_".join(filter(None, (language, script if script != usual else "", territory)))
    found = [(language, script, territory)]
    while True:
        # The parent is the code without its last subtag, unless CLDR lists another one: `es_419` for `es_MX`.
        code = get_global("parent_exceptions").get(code, code.rpartition("_")[0])
        parts = code.split("_")
        if parts[0] != language:  # `root`, or nothing is left
            return tuple(dict.fromkeys(found))
        its_script = next((part for part in parts[1:] if len(part) == 4), "" if len(parts) > 1 else usual)
        whole = in_full(language, its_script, next((part for part in parts[1:] if len(part) != 4), ""))
        if whole[1] != script:
            return tuple(dict.fromkeys(found))
        found.append(whole)


_EUROPEAN, _BRAZILIAN = ("pt", "Latn", "PT"), ("pt", "Latn", "BR")


@cache
def fallbacks(code: str) -> tuple[Subtags, ...]:
    """The locales whose words can replace words that `code` does not have, nearest first, beginning with itself.

    They are CLDR's parents within one script. European Portuguese and its children (`pt_AO`) do not fall back to the
    Brazilian, which CLDR calls `pt`: its words look like mistakes to their readers.
    """
    line = ancestors(*subtags(code))
    return tuple(step for step in line if step != _BRAZILIAN or _EUROPEAN not in line)


@cache
def old_codes(language: str) -> tuple[str, ...]:
    """Other codes of two letters for a language: `iw` for `he`, `no` for `nb`, `sh` for `sr`."""
    aliases = {"no": "nb", **get_global("language_aliases")}
    return tuple(sorted(old for old, new in aliases.items() if len(old) == 2 and new.split("_")[0] == language))


@cache
def significant_territories(language: str) -> tuple[str, ...]:
    """Territories with which a language has another script, or another parent locale, than without a territory."""
    found = _territories().get(language, frozenset())
    return tuple(sorted(found | ({"UK"} if "GB" in found else set())))


@cache
def _territories() -> Mapping[str, Set[str]]:
    """The territories that CLDR's tables name beside each language; one pass over thousands of codes."""
    heirs = get_global("parent_exceptions")
    found: dict[str, set[str]] = defaultdict(set)
    for code in (*get_global("likely_subtags"), *heirs, *heirs.values()):
        first, _, rest = code.partition("_")
        place = rest.rpartition("_")[2]
        if len(place) in (2, 3) and _TERRITORY.fullmatch(place):
            found[first].add(place)
    return found


_TERRITORY = regex(r"[A-Z]{2}|[0-9]{3}")


@cache
def writings(language: str) -> dict[str, tuple[str, ...]]:
    """The scripts of a language in CLDR, with the territories where each is used: for `hi`, both `Deva` and `Latn` in `IN`."""
    found: dict[str, set[str]] = {}
    for place in ("", *significant_territories(language)):
        _, its, likely = in_full(language, "", place)
        found.setdefault(its, set()).add(likely)
    for code in _known():
        if code.startswith(f"{language}_"):
            _, *parts = code.split("_")
            if len(parts[0]) == 4:
                found.setdefault(parts[0], set()).update(parts[1:] or [in_full(language, parts[0])[2]])
    return {its: tuple(sorted(places - {""})) for its, places in sorted(found.items()) if its}
