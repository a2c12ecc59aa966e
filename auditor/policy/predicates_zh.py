"""Predicates of a Chinese sentence: action words that say what someone does, with subject, polarity and modality."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import carried_zh, heads_zh, likely, polarity_zh, purposes_zh, rules, stands_zh, subjects_zh
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_COORDINATED = expression(
    r"^(?:[、,，/]|和|与|及|以及|或者?|并且?|且|及/或|和/或|(?:向|自|从)其中|后|再|会|将|进行|对外|向外|主动|另行|进一步|对其|其|予以|不|均|还|也|可能|而|亦)*$"
)
_ZONE = expression(r"[，,；;：:。]")
_NEW_SUBJECT = expression(rf"[，,；;](?:{subjects_zh.TAKEN_UP})(?:也|还|会|将|可|不|仅|只|在|为|自动)")
_OBJECT_MARK = expression(
    r"把|(?:将|对)(?=您|其|该|上述|这|此|相关|收集|用户|个人|基于|所|我们所|有关|前述|以上|部分|订单|设备|"
    r"信息|数据|它|间接|敏感|位置|通讯|手机|[A-Za-z“])"
)
_RECEIVER = expression(
    r"我们的(?:关联|合作|服务|第三方|供应|物流|支付|广告|集团|子公司|母公司|技术|附属)|"
    r"[^，。；的]{1,12}的(?:第三方|主体|机构|组织|公司|接收方|[^，。；的]{0,6}(?:商|伙伴|平台|企业|医院|学校|商家|门店|单位|雇主|银行|酒店|公司))(?=[，,。；、）]|$)"
)
_JOINTLY = expression(r"我们(?:以?及|和|与|或)(?:我们|其|合作|授权|委托|关联|的|接入|嵌入|部分|相关|所)*$")


_BEHIND_DATA = frozenset({"moves", "left_out", "hereby", "runs"})
_GENERAL = expression(r"的?(?:信息|数据|记录|内容|行为|习惯|日志|历史|偏好|时间|时长|情况|资料)")
_OF_YOURS = expression("(?:您|用户|你)所$")
_PARTIAL = expression(r"(?!您|用户|其|部分|完整|真实)[^，。；]{1,10}的")
_UNABLE = expression(r"(?:不具备|不拥有|没有|并?无|缺乏)(?:任何)?$")
_GOVERNED = expression(r"(?:请您?|(?<!机)会|不|不再|可能|自动|定期|次)$")
_REQUIRED = expression(
    r"(?:要求|督促|责成|约束)(?:其(?!他)|他们|对方|接收方|合作方|受托方|第三方|上述主体)[^，。；]{0,14}$"
)
_UNDERGOES = expression(r"被(?:系统|自动|一并|同时|完整|逐条|如实)*$")
_NOUNS = ("收集", "采集", "获取", "读取", "上报", "上传", "共享", "同步", "推送", "录制", "定位", "扫描", "记录")
_SEES = expression("看到|看见|见到|收到|得到|获得|拿到|获知|得知|知悉|知晓|看不到|拿不到|查不到|得不到")
_SDK = expression(r"[^，。；]{0,16}?(?:SDK|插件|统计服务)", re.I)
_FROM_US = expression(r"(?:从|向)(?:我们|平台|本公司|我[司行])(?:这里|处|这儿)$")
_BY_THEN = expression(r"(?:[后内]|立即|随即|及时|自动)(?:即|便|就|自动|立即|将|会|予以|被)*$")
_STOPPED = {
    "collect": "收集|采集|获取|读取|记录|定位|录音|录像|录制|扫描|监测|采样",
    "use": "使用|处理|分析",
    "share": "共享|分享|披露|提供|转让",
    "upload": "上传|上报|同步",
    "store": "存储|保存|储存|备份",
    "publish": "公开",
}


def find(sentence: Sentence) -> list[list[Predicate]]:
    """Clusters of coordinated predicates (收集、使用) in order of place."""
    grammar = likely.grammar("zh", sentence.text)
    clusters: list[list[Predicate]] = []
    for predicate in _candidates(sentence, grammar):
        if clusters and _joined(sentence, clusters[-1][-1], predicate, grammar):
            clusters[-1].append(predicate)
        else:
            clusters.append([predicate])
    clusters = [
        c for c in clusters if _is_verb(sentence, c[0], grammar, end=c[-1].end) and not stands_zh.serves(sentence, c)
    ]
    clusters = [c for i, c in enumerate(clusters) if not (i and heads_zh.is_made(sentence, clusters[i - 1][-1], c))]
    previous, before = 0, None
    for cluster in clusters:
        _complete(sentence, cluster, previous, grammar, before)
        carried_zh.carry_on(sentence, before, cluster, previous)
        if before is not None and cluster[0].rule_kind == "ceases":
            cluster[0].action, cluster[0].polarity = before.action, "negative"
            cluster[0].negation = (cluster[0].start, cluster[0].end)
        previous, before = cluster[-1].end, cluster[-1]
    return [cluster for cluster in clusters if stands_zh.stands(sentence, cluster)]


def _candidates(sentence: Sentence, grammar: dict[str, tuple[rules.Compiled, ...]]) -> list[Predicate]:
    found: list[Predicate] = []
    covered = [(t.start, t.end) for t in sentence.terms]
    matches = [
        (match.start(), order, match, compiled)
        for order, compiled in enumerate(grammar["verbs"])
        for match in compiled.regex.finditer(sentence.text)
    ]
    for _, _, match, compiled in sorted(matches, key=lambda entry: entry[:2]):
        start, end = match.span()
        if any(start < p.end and p.start < end for p in found):
            continue
        if sentence.is_hidden(start) or (sentence.is_hidden(end - 1) and compiled.rule.kind != "usefor"):
            continue
        inside = next((span for span in covered if span[0] <= start and end <= span[1]), None)
        if inside is not None and compiled.rule.kind != "own_object" and not _governed(sentence, start, end, inside):
            continue
        if compiled.rule.kind == "needs" and not sentence.terms_in(end, end + 1):
            continue
        actions = [compiled.rule.action]
        if compiled.rule.kind == "stop":
            actions = [action for action, words in _STOPPED.items() if re.search(words, match.group())]
        found += [Predicate(start, end, action, match.group(), compiled.rule.kind) for action in actions]
    found += purposes_zh.uses(sentence)
    return sorted(found, key=lambda predicate: predicate.start)


def _governed(sentence: Sentence, start: int, end: int, term: tuple[int, int]) -> bool:
    """`不再上报位置`: is a verb that opens a word of the lexicon a verb here?"""
    return (
        term[0] == start
        and _GOVERNED.search(sentence.text[:start]) is not None
        and _GENERAL.fullmatch(sentence.text, end, term[1]) is None
    )


def _is_verb(
    sentence: Sentence, predicate: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]], *, end: int
) -> bool:
    """Is the cluster that `predicate` opens and that ends at `end` a predicate, and no noun or attribute?"""
    if predicate.rule_kind in {"needed", "optional"}:
        clause = _ZONE.split(sentence.text[: predicate.start])[-1]
        named = sentence.terms_in(predicate.start - len(clause), predicate.start)
        return bool(named or predicate.word.endswith(("：", ":"))) and not purposes_zh.ACTS.search(clause)
    if predicate.rule_kind == "excludes":
        return stands_zh.has_data(sentence, [predicate]) and stands_zh.of_what_is_given(sentence, predicate)
    if predicate.rule_kind in {"usefor", "permission_scope", "stop", "period", "left_out"}:
        return not _asks(sentence, predicate, grammar)
    after = sentence.text[end : end + 60]
    part = _PARTIAL.match(sentence.text, end) if predicate.action == "protect" else None
    if part is not None and any(term.start == part.end() for term in sentence.terms):
        return False
    if _UNABLE.search(sentence.text[: predicate.start]):
        return True
    listed = next((m for c in grammar["listed_after"] if (m := c.regex.search(after))), None)
    if listed is not None and not _OF_YOURS.search(sentence.text[: predicate.start]):
        predicate.lists = True
        if "权限" in listed.group():
            predicate.rule_kind = "permission_scope"
        return not _asks(sentence, predicate, grammar)
    before = sentence.text[max(0, predicate.start - 24) : predicate.start]
    to = re.match("[给至到]?", after)
    given = sentence.text[end - 1 : end] in {"给", "至", "到"} or (to is not None and to.group())
    receiver = given and _RECEIVER.match(after, to.end() if to is not None else 0)
    if not receiver and any(
        compiled.regex.search(after)
        for compiled in grammar["nominal_after"]
        if predicate.rule_kind != "moves" or compiled.rule.name == "attribute"
    ):
        return False
    return not any(
        compiled.regex.search(before)
        for compiled in grammar["nominal_before"]
        if compiled.rule.name != "of the service" or predicate.word == "使用"
    )


def _asks(sentence: Sentence, predicate: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]) -> bool:
    before = sentence.text[max(0, predicate.start - 24) : predicate.start]
    return any(c.regex.search(before) for c in grammar["nominal_before"] if c.rule.name == "question")


def _joined(
    sentence: Sentence, left: Predicate, right: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]
) -> bool:
    between = sentence.text[left.end : right.start]
    if _NEW_SUBJECT.match(between):
        return False
    if "permission_scope" in {left.rule_kind, right.rule_kind} or right.word.startswith(("与", "和", "同")):
        return False
    if not between and any(c.regex.search(sentence.text[right.end : right.end + 60]) for c in grammar["nominal_after"]):
        return False
    if re.search("[，,]", between) and (
        "moves" in {left.rule_kind, right.rule_kind} or not _is_verb(sentence, right, grammar, end=right.end)
    ):
        return False
    return len(between) <= 8 and _COORDINATED.match(between) is not None and right.rule_kind != "basis"


def _complete(
    sentence: Sentence,
    cluster: list[Predicate],
    previous: int,
    grammar: dict[str, tuple[rules.Compiled, ...]],
    before: Predicate | None,
) -> None:
    first = cluster[0]
    zone = previous
    for mark in _ZONE.finditer(sentence.text, previous, first.start):
        zone = mark.end()
    subject, actor, stated = subjects_zh.find(sentence, first, grammar)
    if before is not None and before.actor != "user" and actor == "user" and subject < before.start:
        actor, stated = before.actor, False
    cleans_up = first.action == "delete" and actor == "user" and subject < previous
    if cleans_up and _BY_THEN.search(sentence.text[: first.start]):
        actor, stated = "first_party", False
    if _REQUIRED.search(sentence.text[max(0, first.start - 20) : first.start]):
        actor = "third_party"
    objects = _object_mark(sentence, previous, first.start)
    data = heads_zh.done_to(sentence, first.start, cluster[-1].word)
    data = data if data is not None and data.start >= previous else None
    if data is not None and objects is None and actor == "user" and subject < data.start:
        actor, stated = "first_party", False
    passive = re.search(
        r"被|由系统|会经过|均?已?经过?$", sentence.text[max(previous, first.start - 8) : first.start]
    ) is not None or (data is not None and data.start >= previous)
    if actor == "user" and _UNDERGOES.search(sentence.text[: first.start]):
        actor, stated = "first_party", False
    zone = min(zone, objects) if objects is not None else zone
    if stated and previous <= subject < zone:
        zone = subject
    reach = sentence.visible(max(previous, min(zone, subject if stated and subject >= previous else zone)), first.start)
    polarity, negation = polarity_zh.polarity_of(reach, first, grammar)
    modality = polarity_zh.modality_of(reach, actor)
    for index, predicate in enumerate(cluster):
        predicate.zone, predicate.actor, predicate.stated_actor = zone, actor, stated
        predicate.front = objects or 0
        predicate.polarity, predicate.modality = polarity, modality
        predicate.jointly = actor == "third_party" and _JOINTLY.search(sentence.text[:subject]) is not None
        predicate.objects_before = objects is not None or passive or first.rule_kind in _BEHIND_DATA
        if negation is not None:
            predicate.negation = (first.start - len(reach) + negation[0], first.start - len(reach) + negation[1])
        if predicate.word.endswith("不到"):
            predicate.polarity, predicate.negation = "negative", (predicate.start, predicate.end)
        if predicate.rule_kind == "inbound":
            predicate.action = "give" if actor == "user" else "collect"
            predicate.actor = "user" if actor == "user" else "first_party"
        if (actor == "third_party" and _SEES.match(predicate.word) and not _SDK.match(sentence.text, subject)) or (
            predicate.action == "collect" and _FROM_US.search(sentence.text[: predicate.start])
        ):
            predicate.action, predicate.actor = "share", "first_party"
        if predicate.rule_kind == "moves" and sentence.text.startswith("我们的", predicate.end):
            predicate.actor = "first_party"
        if predicate.rule_kind == "runs" and predicate.word.startswith("由"):
            predicate.actor = "third_party"
        if predicate.word == "写入" and predicate.objects_before:
            predicate.action = "store"
        if predicate.rule_kind == "needs":
            predicate.modality = "must"
        if predicate.rule_kind in {"optional", "needed"}:
            predicate.modality = "optional" if predicate.rule_kind == "optional" else "must"
            predicate.polarity, predicate.actor, predicate.negation = "positive", "first_party", None
        if predicate.rule_kind == "stop" and predicate.word.startswith(_NOUNS) and actor == "user":
            predicate.actor = "first_party"
        if predicate.rule_kind == "stop":
            predicate.polarity, predicate.negation = "negative", (predicate.start, predicate.start + 2)
        if predicate.rule_kind in {"left_out", "excludes"}:
            predicate.polarity, predicate.negation = "negative", (predicate.start, predicate.end)
        if index:
            own = sentence.text[cluster[index - 1].end : predicate.start]
            again, _ = polarity_zh.polarity_of(own, predicate, grammar)
            if again == "negative":
                predicate.polarity = "negative"
            elif re.search(r"而|但", own) or (
                predicate.action in {"delete", "protect"} and carried_zh.stops(sentence, first)
            ):
                predicate.polarity = "positive"


def _object_mark(sentence: Sentence, previous: int, start: int) -> int | None:
    """Where 将/把/对 brings the objects before the verb."""
    found = None
    for match in _OBJECT_MARK.finditer(sentence.text, previous, start):
        if not sentence.is_hidden(match.start()) and sentence.terms_in(match.end(), start):
            found = match.start()
    return found
