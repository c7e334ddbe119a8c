"""What `site.toml` requires of the published pages: locales, and the governing text.

Both are warnings, because a page that is missing must not stop the pages that exist.
"""

from collections.abc import Iterator, Mapping, Sequence

from ..problem import Problem
from ..project.config import Config
from ..project.project import Project

States = Mapping[str, Mapping[str, str]]
"""The state of each page: by policy, then by locale, the source language among them."""


def missing_locales(project: Project, config: Config, required: Sequence[str], states: States) -> Iterator[Problem]:
    """The policies without a current page in a locale of `required`, the key in `site.toml`."""
    for code in required:
        for name, state in states.items():
            if state.get(code) != "current":
                message = f"'{name}' has no current page in '{code}', which site.toml requires"
                has_catalog = project.has(project.catalog(code, name)) or code == config.source
                hint = "complete its catalog" if has_catalog else f"start it: make locale LOCALE={code}"
                hint += ", or take it out of required"
                yield Problem(
                    message, "required", "policy/site.toml", 0, "warning", locale=code, policy=name, hint=hint
                )


def missing_governing(config: Config, states: States) -> Iterator[Problem]:
    """What is wrong with each policy if the governing text, which prevails, is a translation.

    Either that text is not published, or it is: then the policy in its own language has to say that the other text
    prevails. Pages in other languages get a notice that says so, but the source page has none (`notices`).
    """
    code = config.governing
    if not code or code == config.source:
        return
    for name, state in states.items():
        message = f"the text in '{code}' prevails according to site.toml, but '{name}' has no current page in it"
        hint = "complete its catalog, or name another language in governing"
        if state.get(code) == "current":
            message = f"the page of '{name}' in '{config.source}' has no notice that the text in '{code}' prevails"
            hint = "say so in the policy itself (this warning stays); the pages in other languages have a notice"
        yield Problem(message, "governing", "policy/site.toml", 0, "warning", policy=name, hint=hint)
