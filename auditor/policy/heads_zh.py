"""What opens a Chinese clause before its verb: data that the verb is done to, or a name that does it."""

from __future__ import annotations

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate
from auditor.policy.terms import Term

_CLAUSE = expression(r"[，,；;：:。\x01]")
_MODAL = (
    r"(?:可能会?|会|将会?|可以?|能够?|应当?|须|需要?|不会|不得|不再|不能|不予|无法|绝不会?|从不|概不|永不|均|都|也|亦|还|仍|则|"
    r"便|就|即|才|方|仅|只|一律|一概|一并|一同|当即|当场|随之|尽数|悉数|同步|逾期|到期|逐一|按期|同时|直接|立即|立刻|即刻|随即|随后|及时|自动|定期|默认|始终|全部|全程|单独|"
    r"另行|统一|永久|彻底|主动|已经?|被|再|后|予以|加以|进行|不|未|没有)"
)
_WHERE = (
    r"(?:(?:在|于|自|以|按|按照|通过|经由?|从|随|由|受|用|凭|到|向|与|和|依|依照|依法|根据|采用|采取|使用)"
    r"[^，,；;：:。\x01]{1,20}?)"
)
_LINK = expression(
    rf"(?:等|等等|及其|本身|原文|副本|备份|的)*(?:相关|敏感|个人|必要)?的?(?:信息|数据|资料|内容|记录|文件|结果|字段|原件|明文|类信息)?"
    rf"(?:{_MODAL}|{_WHERE}|(?:不可逆)?(?:加密|脱敏|去标识化|匿名化|哈希|压缩|汇总)(?:处理)?(?:之?后)?|\x01+)*"
)
_COMMA = expression(r"[，,；;：:。]")
_ENDS = expression(r"\s*(?:[，,；;。]|$)")
_NEW_PART = expression(r"[，,；;：:。]|[并且或后再]|[把将]")
_ACTIVE = expression(r"(?:了|过)?(?:您|你|用户|其(?!他)|孩子|上述|这些|该|以下|相关)")
_PERSON = expression(r"(?:[人者主员]|好友)$")
_ANOTHER = expression(
    r"作为|可|能|将|把|对|应|需|须|有权|会|请|向|给|从|通过|根据|基于|使用|按|凭|以(?!上|下)|我们(?!的|收)|平台(?!的)"
)
_NO_PASSIVE = expression(r"收到|接收|获得|得到|取得|包括|包含")
_DOES = frozenset(
    {"camera", "microphone", "sensors", "motion_sensors", "bluetooth", "browser_type", "cookie", "carrier", "storage"}
)
_NAME = expression(
    r"(?:但是?|而(?!且)|且|并且?|则|那么|因此|所以|然后|随后|之后|届时|同时|此外|另外|此时|其中|当然)?"
    r"(?P<v>[“《「]?[\u4e00-\u9fffA-Za-z0-9+·_ -]{2,14}?[”》」]?)"
    r"(?P<m>(?:可能会?|有可能|会|将会?|不会|不得|绝不|从不|已|仅会|只会|有权|无权|自动|停止|仍会|也会|还会|均会|都会|"
    r"(?:均|都|也|还|便|就|即|才|仅|只)?(?:需要?|须|应当?|可以?|能够?|无法|不能|不再))+)"
)
_APART = expression(
    r"(?P<v>[\u4e00-\u9fff]{2,10}?)(?:\x01+|[\u4e00-\u9fff]{2,6}(?:之?后|时|期间))(?:均|都|也|还|便|就|即|才|仅|只)?(?:可能会?|会|将|可以?|能够?|不会|不得|无法|无权|有权)"
)
_QUOTED = expression(
    r"[“「《](?P<v>[^”」》，。；]{2,14})[”」》](?:App|APP|平台|软件|应用|小程序)?(?:会|将|可能|不|仅|只|也|还|均|停止|自动|需|须|应|在|已)+[^，。；]{0,12}$"
)
_NO_NAME = expression(
    r"^(?:并|且|但|如|若|当|在|经|为|可|需|须|应|请|将|把|对|向|与|和|也|还|则|就|即|以|从|由|因|除|按|凭|用|每|该项|以便|便于|"
    r"根据|基于|通过|由于|一旦|只要|无论|不论|选择|点击|同意|拒绝|授权|开启|关闭|上述|以上|这些|这样|这|此|那|否则|不|未|没|必要|其余|"
    r"其(?!他)|您|你|用户|我们|至少|可能|仍|依然|照样|届时|所有|任何|是否|有时|同样|一般|通常|首先|其次|最后|进而|从而|之)"
    r"|[时后前中下内里外上]$|[的了着过是有]|可能|需要|必须|应当|功能|服务$|权限|政策|协议|情况|原因|目的|行为|选择$|[并且也还则就即及和与或]$"
)
_OTHERS = expression(
    r"^(?!我|本|平台|系统|客服|运营|工作|开发)(?:[\u4e00-\u9fff]{0,10}(?:(?:配送|安装|维修|护理|医护|安保|施工|销售|家政|救援|检测|教学|招聘)人员|"
    r"(?:[送雇教队店警官飞闪]|管理)员|[医教律技讲导]师|(?:咨询|设计|摄影|理发|美容|营养|护理)师|(?:经销|代理|供应|承运|服务|制造|广告|运营|零售)商|买家|卖家|对方|接收方|受托方|合作方|"
    r"酒店|门店|店铺|学校|医院|院校|机关|机构|部门|协会|物业|银行|邻居|住户|好友|同学|同事|朋友|家人|亲友|嘉宾|网友|路人|听众|观众|读者|粉丝|"
    r"司机|骑手|师傅|医生|护士|老师|教练|商家|房东|租客|老板|雇主|主管|经纪人?|中介|法院|警方|厂商|居委会|车队|航司|药房|药店|诊所|实验室))$"
)


def done_to(sentence: Sentence, place: int, word: str) -> Term | None:
    """The data that opens the clause whose verb `word` stands at `place`, with nothing but modals between:
    `您的照片会在手机上`, `设备型号随日志一并`. None where the data acts itself (`麦克风会录入`)."""
    if _NO_PASSIVE.search(word):
        return None
    floor = max(0, place - 120)
    visible = sentence.visible(floor, place)
    start = floor + max((mark.end() for mark in _COMMA.finditer(visible)), default=0)
    terms = sentence.terms_in(start, place)
    if not terms or _ANOTHER.search(visible[start - floor : terms[0].start - floor]):
        return None
    if _LINK.fullmatch(visible[terms[-1].end - floor :]) is None:
        return None
    end = place + len(word)
    close = 24 if terms[-1].type in _DOES or _PERSON.search(terms[-1].word) else 3
    goes = word.endswith(("至", "到", "于", "在", "给", "入"))
    if not goes and (_ACTIVE.match(sentence.text, end) or sentence.terms_in(end, end + close)):
        return None
    return terms[0]


def is_made(sentence: Sentence, before: Predicate, cluster: list[Predicate]) -> bool:
    """`上传您的相册备份`: is the second verb the head of what the first is done to?"""
    first, last = cluster[0], cluster[-1]
    between = sentence.text[before.end : first.start]
    return (
        any(term.end == first.start for term in sentence.terms)
        and _ENDS.match(sentence.text, last.end) is not None
        and _NEW_PART.search(between) is None
    )


def name_before(sentence: Sentence, place: int) -> tuple[int, str] | None:
    """The name that opens the clause of `place` and is followed by a modal (`萌芽课堂将`): its place and the actor."""
    floor = max(0, place - 60)
    visible = sentence.visible(floor, place)
    cut = max((mark.end() for mark in _CLAUSE.finditer(visible)), default=0)
    start, words = floor + cut, visible[cut:]
    quoted = _QUOTED.search(sentence.text[floor:place])
    if quoted is not None and "》" not in quoted.group():
        return floor + quoted.start(), "first_party"
    found = _NAME.match(words)
    if found is None:
        cut = max((mark.end() for mark in _COMMA.finditer(visible)), default=0)
        start, words = floor + cut, visible[cut:]
        found = _APART.match(words)
        if found is not None and not _OTHERS.match(found.group("v")):
            return None
    if found is None or _NO_NAME.search(found.group("v")):
        return None
    name = found.group("v").strip("“”《》「」 ")
    if any(start <= t.start < start + found.end("v") for t in sentence.terms) or not name:
        return None
    return start + found.start("v"), "third_party" if _OTHERS.match(name) else "first_party"
