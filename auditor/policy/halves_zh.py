"""The half of a Chinese object list that is denied: `设备型号（不含IMEI）`, `位置，但不包括精确坐标`."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.halves_en import Half

_TURN = expression(
    r"(?:[（(]|，(?:但|且|并|均)?)(?:但|其中|均|并)?(?P<not>不含|不包括|不包含|未包含|不涉及|不涵盖|不计入?|剔除|排除)(?:任何|您的?|用户的?)?"
)
_APART = expression(r"[（(](?P<v>[^（()）]{2,20}?)除外[）)]")
_CLOSE = expression(r"[）)。；;]|，(?!.{0,6}[、和及或])")


def other(sentence: Sentence, start: int, end: int) -> Half | None:
    """What between `start` and `end` is left out of the objects, and where the word stands that leaves it out."""
    for match in _TURN.finditer(sentence.text, start, end):
        close = _CLOSE.search(sentence.text, match.end(), end)
        terms = sentence.terms_in(match.end(), close.start() if close else end, masked=True)
        if terms:
            return Half(tuple(dict.fromkeys(t.type for t in terms)), match.span("not"))
    for match in _APART.finditer(sentence.text, start, end):
        terms = sentence.terms_in(match.start("v"), match.end("v"), masked=True)
        if terms:
            return Half(tuple(dict.fromkeys(t.type for t in terms)), match.span())
    return None
