"""How much of a policy a catalog translates, counted in entries and in words of the source."""

from collections.abc import Iterable, Mapping

from .. import segmentation
from ..checks.entry.markup_parity import shown
from ..po import Entry, Key
from ..project.policy import Policy
from .facts import Counts


def shown_texts(policy: Policy | None) -> dict[Key, str]:
    """Each segment of a policy as readers see it, without markup and addresses. One that appears twice counts once."""
    segments = [] if policy is None else policy.segments()
    return {
        (one.context, one.text): shown(one, one.text, policy.source.reader) for one in segments if policy is not None
    }


def count_entries(live: Mapping[Key, Entry], texts: Mapping[Key, str]) -> Counts:
    """How many of these texts the live entries of a catalog translate."""
    entries = {key: live[key] for key in texts if key in live}
    finished = sum(entry.is_translated for entry in entries.values())
    fuzzy = sum(entry.is_fuzzy for entry in entries.values())
    left = [text for key, text in texts.items() if key not in entries or not entries[key].is_translated]
    return len(texts), finished, fuzzy, len(texts) - finished - fuzzy, count_words(left)


def count_words(texts: Iterable[str]) -> int:
    """The number of words in texts of the source."""
    return sum(1 for text in texts for _ in segmentation.words(text, "en"))
