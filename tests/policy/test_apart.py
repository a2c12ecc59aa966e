"""A clause is read by itself once, however many stand in a sentence."""

from __future__ import annotations

import pytest

from auditor.policy import apart, clauses


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们收集您的姓名，" * 40 + "我们收集您的姓名。", "zh"),
        ("We collect your name" + ", and we read your contacts" * 20 + ".", "en"),
    ],
)
def test_no_part_of_a_sentence_is_read_twice(monkeypatch, text, language):
    sentence = clauses.read(text, 0, language)
    read = clauses.read
    lengths = []

    def counted(part, *rest):
        lengths.append(len(part))
        return read(part, *rest)

    monkeypatch.setattr(clauses, "read", counted)
    apart.also(sentence, [])
    assert lengths
    assert sum(lengths) <= len(text)
