"""Facts about languages, from CLDR by way of Babel: names, dates, direction, plurals, percentages."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.messages.plurals import get_plural
from babel.numbers import format_percent

from .problem import Problem, Refused, near

_SHAPE = re.compile(r"[A-Za-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?$")


@dataclass(frozen=True, slots=True)
class Language:
    """A locale as a folder of `locale/` names it, and what pages need to know of it."""

    code: str
    """gettext's spelling, as in file names: `zh_Hans`, `pt_BR`."""
    tag: str
    """BCP 47 (RFC 5646), as in addresses and HTML: `zh-Hans`, `pt-BR`."""

    @property
    def name(self) -> str:
        """Its name in itself, as a menu shows it: `Deutsch`, `português (Brasil)`."""
        return _babel(self.code).display_name or self.code

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(_babel(self.code).text_direction)


@cache
def _known() -> frozenset[str]:
    return frozenset(locale_identifiers())


@cache
def _babel(code: str) -> Locale:
    return Locale.parse(code)


@cache
def language(code: str, where: str = "") -> Language:
    """The language with gettext's code `code`; `where` is the file or folder that names it.

    Raises `Refused` with the near code for one that CLDR does not know or that is spelled otherwise.
    """
    tidy = _tidy(code)
    try:
        if not _SHAPE.match(tidy):
            raise ValueError(code)
        _babel(tidy)
    except (ValueError, UnknownLocaleError) as error:
        hint = _hint(code)
        name = re.search(r"'(\w+)'", hint)
        hint = hint.replace("'?", f"' ({_babel(name.group(1)).english_name})?") if name else ""
        mend = (
            f"git mv {where} {where.removesuffix(code)}{name.group(1)}"
            if name and where
            else "name it as in `de`, `pt_BR` or `zh_Hans`"
        )
        raise Refused(Problem(f"no locale is called '{code}'{hint}", "locale", where, mend=mend)) from error
    if tidy != code:
        mend = f"git mv {where} {where.removesuffix(code)}{tidy}" if where else f"write {tidy}"
        raise Refused(Problem(f"the locale '{code}' is written '{tidy}' in file names", "locale", where, mend=mend))
    return Language(code, code.replace("_", "-"))


def _hint(code: str) -> str:
    """The locale that was meant: by a language's English name, by a country, or by spelling."""
    english = _babel("en")
    for known, name in english.languages.items():
        if name.casefold() == code.casefold() and known in _known():
            return f"; did you mean '{known}'?"
    likely = get_global("likely_subtags").get(f"und_{code.upper()}") if len(code) == 2 else None
    return f"; did you mean '{likely.split('_')[0]}'?" if likely else near(code, _known())


def _tidy(code: str) -> str:
    parts = re.split(r"[-_]", code)
    rest = [part.title() if len(part) == 4 and part.isalpha() else part.upper() for part in parts[1:]]
    return "_".join([parts[0].lower(), *rest])


def name_of(code: str, reader: str) -> str:
    """The name of a language in the reader's: `English` is `anglais` to `fr`."""
    return _babel(code).get_display_name(reader) or code


def english_name(code: str) -> str:
    """The English name of a language, for headers and comments of catalogs."""
    return _babel(code).english_name or code


def long_date(day: date, code: str) -> str:
    """A date in the reader's long form (CLDR): `1 October 2024` is `1. Oktober 2024` to `de`."""
    return str(format_date(day, "long", locale=_babel(code)))


def percent(share: float, code: str) -> str:
    """A share from 0 to 1 as a whole percentage in the reader's form, rounded down: 99.9 % is not all."""
    return str(format_percent(int(share * 100) / 100, locale=_babel(code)))


def plural_forms(code: str) -> str:
    """The value of the header field Plural-Forms (gettext manual, "Plural forms")."""
    return str(get_plural(code).plural_forms)
