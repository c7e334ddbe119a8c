"""What the checks of entries need to know besides the texts: settings, facts about the policy, the glossary."""

from ..checks.entry.glossary import Glossary
from ..checks.table import CheckContext
from .config import Config
from .policy import Policy


def check_context(policy: Policy, config: Config, code: str, words: Glossary) -> CheckContext:
    """The context for checking the entries of a policy in the locale `code`; `words` is the locale's glossary."""
    reader = policy.source.reader.for_locale()
    return CheckContext(code, config.source, reader, policy.facts, config.targets_of(code), config.keep, words)
