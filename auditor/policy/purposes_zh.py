"""Uses of data that Chinese states with a word of purpose: `将其用于…`, `您的手机号用于…`."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_ZONE = expression(r"[，,；;：:。]")
ACTS = expression(
    r"收集|采集|获取|获得|读取|提供|使用|填写|输入|上传|上报|存储|保存|记录|共享|发送|传输|调用|访问|处理|申请|开启|授权"
    r"|打开|权限|要求|需要|请"
)
_BARELY = expression(r"(?:等|信息|数据|内容|记录|资料|主要|均|会|可|及其|，|,)*$")


def uses(sentence: Sentence) -> list[Predicate]:
    """不会…用于 and 将…用于: the purpose word is the predicate itself."""
    found: list[Predicate] = []
    for purpose in sentence.purposes:
        word = re.match(
            r"[，,并]*((?:仅|只)?(?:主要)?(?:用于|用作|用来|用以))", sentence.text[purpose.start : purpose.end]
        )
        if not word:
            continue
        before = sentence.text[max(0, purpose.start - 60) : purpose.start + word.start(1)]
        clause = _ZONE.split(before)[-1]
        only = word.group(1).startswith(("仅", "只")) and sentence.terms_in(purpose.start - len(clause), purpose.start)
        if (
            (only and not found)
            or _is_for(sentence, purpose.start - len(clause), purpose.start, clause)
            or re.search(r"不会|不得|不再|不能|不将|不把|并不|概不|从不|绝不|禁止|严禁|不(?:被)?$|绝不|未", clause)
            or re.search(
                r"(?:将|把)(?:被)?[^收采获存共分录读记上]{0,40}$|(?:会|可能)(?:被(?:我们|平台|系统|用户)?)?$", clause
            )
        ):
            start = purpose.start + word.start(1)
            found.append(Predicate(start, purpose.start + word.end(1), "use", word.group(1), "usefor"))
    return found


def _is_for(sentence: Sentence, low: int, high: int, clause: str) -> bool:
    """`您的手机号用于登录`: data and its use, with no other verb in the clause."""
    terms = sentence.terms_in(low, high)
    return bool(terms) and _BARELY.match(sentence.text[terms[-1].end : high]) is not None and not ACTS.search(clause)
