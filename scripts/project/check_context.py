"""What the checks of a policy's entries in a locale know beside the texts."""

from ..checks.entry.glossary import Glossary
from ..checks.table import CheckContext
from .config import Config
from .policy import Policy


def check_context(policy: Policy, config: Config, code: str, words: Glossary) -> CheckContext:
    """From the policy and the settings; `words` is the glossary of the locale."""
    reader = policy.source.reader.for_locale()
    return CheckContext(code, config.source, reader, policy.facts, config.targets_of(code), config.keep, words)
