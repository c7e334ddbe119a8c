"""Every text is read once in a build: its inline Markdown, and the segments of a policy."""

from collections import Counter
from pathlib import Path

import pytest

from scripts.commands import build
from scripts.markup import inline_parser

from ..conftest import sample_in


@pytest.mark.parametrize("thorough", [False, True])
def test_a_build_reads_each_text_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool) -> None:
    project = sample_in(tmp_path)
    read: Counter[tuple[object, ...]] = Counter()
    parse = inline_parser.parse

    def counted(text: str, *known: object, **how: object) -> object:
        read[text, *sorted(how.items())] += 1
        return parse(text, *known, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(inline_parser, "parse", counted)
    assert not [problem for problem in build.build(project, thorough=thorough).problems if problem.is_error]
    assert len(read) > 100
    assert [text for text, times in read.items() if times > 1] == []
