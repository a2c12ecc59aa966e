"""What a Chinese right is about where no data is named: a permission, recommendations, the account."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy import permits
from auditor.policy.clauses import Sentence

_PERMISSION = expression(r"权限|授权|定位|摄像头|麦克风")
_NAMED = (
    (
        "personalised_ranking",
        expression(
            r"(?:个性化|定向|精准|智能|程序化|兴趣)的?(?:内容|商品|广告|信息|消息)?(?:推荐|推送|广告|展示|排序|投放|服务|内容)|猜你喜欢|算法推荐"
        ),
    ),
    (
        "account_info",
        expression(r"(?:注销|删除|停用|解除|解绑)[^，。；]{0,12}(?:账[户号]|帐[户号])|账[户号](?:注销|资料)"),
    ),
)


def types(sentence: Sentence, start: int, end: int) -> list[str]:
    """The types that the right between `start` and `end` gives power over."""
    text = sentence.text[start:end]
    if _PERMISSION.search(text):
        opened = permits.between(sentence, start, end, masked=True)
        if opened:
            return opened
    return [name for name, pattern in _NAMED if pattern.search(text)][:1]
