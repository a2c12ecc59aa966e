"""The subject of a Chinese predicate: the nearest actor on its left that no preposition governs."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import heads_zh, rules
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_PREPOSITION = expression(
    r"(?:向|给|予|希望|与|对|把|将|从|自|为|同|跟|及|和|或|征得|获得|取得|得到|经|帮助|协助|便于|方便|需要|要求|请|"
    r"提醒|建议|尊重|任何|其他|以外的?|通过|接入的?|嵌入的?|除|至|到|确定|了解|识别|收集|获取|读取|访问|判断|"
    r"记录|展示|推荐|保障|保护|通知|告知|联系|使|让|供|确保|保证|回复|答复|如果|如|根据|基于|依据|按照|"
    r"结合)(?:该等?|此|这些|上述)?\s*$"
)


_WHAT_YOU_GAVE = expression(
    r"(?:本人|自己|亲自|主动|自行|自愿|所|在[^，。；的]{1,10})?(?:上传|填写|提供|发布|输入|发表|分享|拍摄|录入|设置|录制|提交|授权|创建|撰写|编辑"
    r"|选择|绑定|发送|添加|键入|说出|勾选|选定|预留|留下|登记|观看|浏览|购买|收藏|使用|订阅|关注)(?:过|或[^，。；的]{1,4})?的"
    r"(?!情况|时候|过程|前提|功能|方式)"
)
_DESCRIBES = expression(r"(?:(?!我们|本|平台)[^，,。；;：的会将可能需须应请]){1,12}的")
_TOLD = expression(r"(?:发送|传输|提供|共享|披露|提交|传送|上传|同步|委托)(?:至|到|给)[^，,；;]{0,12}$")
_AGREES = expression(
    r"(?:已|在此|均|将)?(?:(?:充分)?(?:理解|知悉|知晓|了解|确认|认可|承诺)(?:并|且|、|和))?(?:同意|授权|许可|认可)(?:并|、|且|和)?(?:不可撤销地?)?(?:授权|委托|允许)?"
    r"(?!提供|填写|上传|提交|授予|向|将(?:您|本人|自己)|后|之后|的)"
)
_OUR_PART = expression(
    r"的(?:[\u4e00-\u9fffA-Za-z]{0,4})(?:服务器|系统|云端|后台|平台|应用|App|APP|客户端|工作人员|员工|客服(?:人员)?|团队|程序|数据库|算法|产品|软件|网站)"
    r"(?=[^，。；的]{0,12}?(?:会|将|不|可|能|无|自动|仅|只|也|均|都|同步|收集|读取|记录|保存|存储|删除|清除|获取|看))"
)
_OWN_SDK = expression("(?:本|该)?SDK", re.I)
_AGENT = expression(
    r"由(?!我[们行司方]|本|系统|平台|您|用户|你|其(?!他)|此|于)(?P<v>[^，。；：]{0,16}?(?:公司|机构|银行|[^地官双]方|商|医院|院|学校|组织|部门|单位|SDK|医[生师]|老师|教师|律师|中心|"
    r"企业|门店|机关|局|协会|雇主|卖家|物业|车队|驿站|承运人|政府|运营者))(?:自行|负责|代为|直接|独立|依法|统一|单独|另行|予以|进行|来|会|将|先|再|后|实时|线下|专门|通过[^，。；]{2,10})*$"
)
TAKEN_UP = r"其(?!他|中|它)|该(?:公司|平台|SDK|机构)"
_SERVES = expression(
    r"(?:由|接入了?|集成了?|引入了?|嵌入了?|委托)(?P<v>(?!我[们行司方]|本|系统|平台|您|用户|其)[^，。；：、]{2,16}?)"
    r"(?:公司|的?SDK|(?:为(?:我们|您))?(?:提供|负责|完成|处理|支持|承运|配送)[^，。；]{0,12})?"
    rf"[，；](?:{TAKEN_UP}|(?P=v))(?=也|还|会|将|可|不|仅|只|须|应|需|在|为|自动|收集|获取|读取)"
    r"(?:(?!我[们行司方]|您(?:可|同意|授权))[^，。；]){0,40}$"
)
_ACTS = expression(
    r"(?:App|APP|平台|应用|软件|客户端|小程序)?(?:会|将|可能|有可能|不|仅|只|也|还|均|亦|并|需|须|应|承诺|在|可|为|自动|"
    r"收集|采集|获取|读取|使用|共享|保存|存储|向|对|把)"
)


_AHEAD = 2


def find(sentence: Sentence, first: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]) -> tuple[int, str, bool]:
    """The nearest subject on the left: its place, the actor, and whether one stands there at all."""
    before = first.start
    agent = _AGENT.search(sentence.text, max(0, before - 40), before)
    if agent is not None and not sentence.is_hidden(agent.start()):
        return agent.start(), "third_party", True
    serves = _SERVES.search(sentence.text, max(0, before - 90), before)
    if serves is not None and not any(name in serves.group("v") for name in sentence.people.own):
        return serves.start("v"), "third_party", True
    best: tuple[int, str] | None = None
    floor = max(0, before - 220)
    for compiled in grammar["actor"]:
        for match in compiled.regex.finditer(sentence.text, floor, before + _AHEAD):
            place = match.start()
            if match.end() > before or sentence.is_hidden(place) or (best is not None and place <= best[0]):
                continue
            following = sentence.text[match.end() : match.end() + 1]
            preceding = sentence.text[max(0, place - 6) : place]
            if (
                following in {"的", "处", "”", "所"}
                and compiled.rule.name != "third_party"
                and not (compiled.rule.name == "first_party" and _OUR_PART.match(sentence.text, match.end()))
            ):
                continue
            if compiled.rule.name == "user" and (
                following in {"，", "；", "、"}
                or any(term.start <= place and match.end() < term.end for term in sentence.terms)
                or _AGREES.match(sentence.text, match.end())
                or _WHAT_YOU_GAVE.match(sentence.text, match.end())
                or _owns(sentence, match.end(), before)
            ):
                continue
            if compiled.rule.name == "third_party" and (
                following in {"的", "处"} or sentence.text[match.end() :].startswith(("共享", "提供的", "处"))
            ):
                continue
            acts = (
                compiled.rule.name == "third_party"
                and re.search(r"[由为被]\s?$", preceding)
                and before - match.end() < 6
            )
            receives = (
                compiled.rule.name == "third_party"
                and first.action in {"share", "transfer", "publish"}
                and (
                    re.search(r"(?:与|向|给|和|通过)[^，,；;]*$", sentence.text[max(0, place - 60) : place]) is not None
                )
            )
            if receives or (
                compiled.rule.name == "third_party" and _TOLD.search(sentence.text[max(0, place - 24) : place])
            ):
                continue
            if not acts and _PREPOSITION.search(preceding):
                continue
            best = (place, compiled.rule.name)
    if best is not None and sentence.people.own_sdk and _OWN_SDK.match(sentence.text, best[0]):
        best = (best[0], "first_party")
    own = _own_name(sentence, floor, before)
    if own is not None and (best is None or own > best[0]):
        best = (own, "first_party")
    if best is None or best[1] == "user":
        named = heads_zh.name_before(sentence, before)
        if named is not None and (best is None or named[0] > best[0]):
            best = named
    if best is None:
        return before, "first_party", False
    return best[0], best[1], True


def _owns(sentence: Sentence, place: int, verb: int) -> bool:
    """`您正在键入的拼音串会`: does what the user does only describe the data behind it?"""
    clause = _DESCRIBES.match(sentence.text, place, verb)
    return clause is not None and any(t.start <= clause.end() + 4 and t.end > clause.end() for t in sentence.terms)


def _own_name(sentence: Sentence, floor: int, before: int) -> int | None:
    """Where the product's own name stands as the subject: `XX不会存储…`."""
    found = None
    for name in sentence.people.own:
        place = sentence.text.rfind(name, floor, before)
        if place < 0 or sentence.is_hidden(place) or _PREPOSITION.search(sentence.text[max(0, place - 6) : place]):
            continue
        if re.search(r"[在于用的《]$", sentence.text[max(0, place - 1) : place]):
            continue
        if _ACTS.match(sentence.text, place + len(name)) and (found is None or place > found):
            found = place
    return found
