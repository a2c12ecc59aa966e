"""Which stretch of a sentence a statement quotes, and where its objects end."""

from __future__ import annotations

import itertools
import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_COMMA = expression(r"[，,；;]")
_LEAD_IN = 2
_PERIOD = expression(
    r"(?:保存|保留|存储|留存|储存)?(?:期限?|时间|时长)(?:为|是|不超过|最长|最多|至少)|(?:不超过|最长|最多|至少|不少于)[\d一二两三四五六七八九十]+个?[年月日天小]"
)
_JOINS = expression(r"\s*(?:and|but|or)\b|并|且|但|然后")
_NEW_CLAUSE = {
    "zh": expression(r"\s*(?:我们|本|平台|第三方|您|用户|并|且|但|同时|如|若|当|在|为|经|未|除|仅|其中|也|还|根据|其)"),
    "en": expression(
        r"\s*(?:and |but |or )?(?:we|our|the|you|third|they|it|if|when|in|to|unless|which|this|these)\b", re.I
    ),
}


_RUN_IN = expression(
    r"^(?:[^，。；：:,.、“”（）]{2,24}?(?=我们|您|当您|如果|为了|在您|本平台|根据)"
    r"|[^，。；：:,.“”（）]{2,28}?(?=当您|如果您|为了|为保障|为向您|在您使用|在您浏览|在您注册))"
)


_GOVERNS = expression(r"会|不|我们|本(?:应用|平台|公司|软件)|[将把可向为与给对由是请的在如当若因让使从被和及经]$")


_AFTER_COMMA = expression(r"[，,；;]\s*(?:未来|此外|同时|另外|但是?|并且?|且|and|but|however,?)?\s*$", re.I)


_OPENS = {"zh": expression(r"，?\s*(?:我们|则|将|您|平台|请)"), "en": expression(r",? ?(?:we|you|please|our)\b", re.I)}


_SAYS = {
    "zh": expression(
        r"我们|(?:收集|采集|获取)(?:的|必要)?[^，。；：]{0,12}(?:信息|数据|内容|字段)[：:]"
        r"|您(?!.*(?:共享|转让|披露|服务|功能)[：:])|将|可以|以下|如下|下列"
    ),
    "en": expression(r"\b(?:we|you|may|will|following|is|are)\b", re.I),
}


_LABEL = {
    "zh": expression(r"^[^，。；：:,;]{2,36}[：:](?=\s*\S)"),
    "en": expression(r"^[A-Z“\"][^.,;:]{2,60}(?:: | [–—-] )(?=\S)"),
}


def following(sentence: Sentence, clusters: list[list[Predicate]], index: int) -> int:
    """Where the objects of a cluster end: at the next one's part of the sentence."""
    if index + 1 == len(clusters):
        return len(sentence.text)
    coming = clusters[index + 1][0]
    return max(clusters[index][-1].end, coming.zone if coming.zone > clusters[index][-1].end else coming.start)


def of_clusters(sentence: Sentence, clusters: list[list[Predicate]], *, first: bool) -> list[tuple[int, int]]:
    """For each cluster the stretch (start, end) of the sentence that its statements quote."""
    text = sentence.text
    starts = [label_end(sentence, first=first)]
    for left, right in itertools.pairwise(clusters):
        cut = starts[-1]
        for comma in _COMMA.finditer(text, left[-1].end, max(left[-1].end, right[0].start)):
            after = comma.end()
            begins_hidden = any(c.start - _LEAD_IN <= after < c.end for c in sentence.conditions if c.framed) or any(
                p.start <= after < p.end for p in sentence.purposes if p.leads
            )
            if _belongs_left(sentence, after, right[0].start):
                continue
            if after >= right[0].zone or _NEW_CLAUSE[sentence.language].match(text, after) or begins_hidden:
                cut = after
                break
        starts.append(cut)
    ends: list[int] = []
    for index, start in enumerate(starts):
        later = next((s for s in starts[index + 1 :] if s > start), None)
        ends.append(_last_end(sentence, clusters[-1][-1].end) if later is None else later)
    return [_tight(text, start, end) for start, end in zip(starts, ends, strict=True)]


def _belongs_left(sentence: Sentence, start: int, end: int) -> bool:
    """`…, as tax law prescribes, and…`, `…，期限为三个月，…`: is it a circumstance or period of the clause before?"""
    text = sentence.text
    close = next((m for m in _COMMA.finditer(text, start, end)), None)
    if close is None:
        return False
    if sentence.language == "zh" and _PERIOD.match(text, start, close.start()):
        return True
    low = start + (text[start : start + 1] == " ")
    said = any(low - 1 <= c.start <= low + 1 and close.start() - 1 <= c.end <= close.end() for c in sentence.conditions)
    return said and _JOINS.match(text, close.end()) is not None


def _last_end(sentence: Sentence, after: int) -> int:
    """The end of the last range: before a condition that opens another clause (`…，如果我们发现…，我们将…`)."""
    for found in sentence.conditions:
        if (
            found.start > after
            and found.role == "when"
            and found.framed
            and _OPENS[sentence.language].match(sentence.text, found.end)
            and _AFTER_COMMA.search(sentence.text[: found.start])
        ):
            return found.start
    return len(sentence.text)


def label_end(sentence: Sentence, *, first: bool) -> int:
    """Where the sentence begins behind a label (`基于日历的附加服务：`) or a heading that runs into it."""
    text = sentence.text
    label = _LABEL[sentence.language].match(text)
    if label and not _SAYS[sentence.language].search(label.group()):
        return label.end()
    if first and sentence.language == "zh":
        run_in = _RUN_IN.match(text)
        if (
            run_in
            and not _GOVERNS.search(run_in.group())
            and not any(c.start < run_in.end() for c in sentence.conditions)
            and (not any(p.start < run_in.end() for p in sentence.purposes))
        ):
            return run_in.end()
    return 0


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "，,；;、*-•"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,；;、。.：:|"):
        end -= 1
    return start, end
