"""Chinese, English or neither: by the share of scripts and by the commonest words."""

from __future__ import annotations

from auditor.errors import PolicyError
from auditor.expressions import expression

_HAN = expression("[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER_EAST = expression("[\u3040-\u30ff\uac00-\ud7af]")
_LETTER = expression(r"[^\W\d_]")
_WORD = expression(r"[A-Za-zÀ-ÿ']+")
_COMMON_ZH = expression("[的我您你用和会在将或为信息個个们們]")
SHORT = 40
_COMMON_EN = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "we",
        "you",
        "your",
        "our",
        "or",
        "with",
        "for",
        "is",
        "are",
        "not",
        "may",
        "this",
        "that",
        "when",
        "if",
        "us",
        "by",
        "on",
        "as",
        "any",
        "be",
        "will",
        "have",
        "from",
    ]
)


def detect(text: str, name: str) -> str:
    """`zh` or `en`. Raises `PolicyError` when the text is in neither, or in no language at all.

    Below `SHORT` words or characters the shares say little, and less is asked for.
    """
    sample = text if len(text) <= 60_000 else text[:20_000] + text[len(text) // 2 :][:20_000] + text[-20_000:]
    letters = len(_LETTER.findall(sample))
    han = len(_HAN.findall(sample))
    is_han = letters > 0 and han / letters > 0.2 and len(_OTHER_EAST.findall(sample)) < han * 0.3
    if is_han and (han < SHORT or len(_COMMON_ZH.findall(sample)) / han >= 0.02):
        return "zh"
    words = [word.lower() for word in _WORD.findall(sample)]
    common = sum(1 for word in words if word in _COMMON_EN)
    least = 0.12 if len(words) >= SHORT else 0.07
    if words and han / max(letters, 1) <= 0.2 and common / len(words) > least:
        return "en"
    raise PolicyError(f"{name}: neither Chinese nor English; give the policy in one of the two.")


def of_piece(text: str, around: str) -> str:
    """The language of a block or sentence; `around`, that of its section, where the piece itself is too short."""
    han = len(_HAN.findall(text))
    latin = len(_WORD.findall(text))
    if han and not latin:
        return "zh"
    if han >= 4 and han >= latin:
        return "zh"
    if latin >= 5 and han * 3 < latin:
        return "en"
    return around
