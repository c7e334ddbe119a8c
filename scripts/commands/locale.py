"""`make locale`: starts a language, with a catalog for every policy."""

from collections.abc import Sequence

from ..locales import language
from ..problem import Problem, Refused
from ..project.frame_words import SITE, reads_english
from ..project.project import Project
from ..terminal import Progress
from .update import Shelf, Templates, write_templates


def start(project: Project, codes: Sequence[str], progress: Progress) -> list[Problem]:
    """Start some locales. Raises `Refused` for a code that is no language, before any of them is started."""
    for code in codes:
        language(code)
    return [problem for code in codes for problem in start_one(project, code, progress)]


def start_one(project: Project, code: str, progress: Progress) -> list[Problem]:
    """Start a catalog for every template that has none, filled with texts that the locale has translated elsewhere.

    The language of the policies needs only the catalog with the words of the page frame, and not even that in English.
    """
    config = project.read_config()
    is_source = code == config.source
    if is_source and (reads_english(code) or project.has(project.catalog(code, SITE))):
        message = f"'{code}' is the language in which the policies are written"
        raise Refused(Problem(message, "locale", hint="choose a language to translate into"))
    project.refuse_twin(code, config.source)
    problems = write_templates(project, config, progress)
    templates = Templates(project, config)
    shelf = Shelf(project, code, templates)
    domains = [SITE] if is_source else list(templates.catalogs)
    wanted = [domain for domain in domains if not project.has(project.catalog(code, domain))]
    for domain in wanted:
        shelf.write(domain, progress)
    if not wanted:
        progress(f"locale/{code} has all its catalogs already: nothing to do")
    return [*problems, *templates.problems, *shelf.problems]
