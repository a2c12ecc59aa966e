"""Which Chinese predicates stand: what the app or a third party does, and what the user must or may give."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import objects
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_USER_NEEDS = expression(r"需要?|须|应|要求|请|可(?!能)|选择|自愿|主动|同意")
_NO_NEED = expression(r"无需|不需|无须|不必|不(?:会)?(?:要求|强制)")
_ASKS_YOU = expression(
    r"(?:需要|要求|邀请|请|会请|引导|提示|由)(?:您|用户|你)(?:主动|自行|另行|补充|进一步|先|再|向我们|额外)*$"
)
_GIVEN = {
    "share": "提醒|通知|共享|分享|提供|披露|发送|推送|传给|转让|拿到|收到|告知",
    "upload": "上传|上报|回传|同步",
    "transfer": "传输|转移",
    "collect": "收集|采集|获取|读取|记录|统计(?!服务|平台|公司|SDK|机构|方)|扫描",
    "store": "存储|保存|留存",
    "publish": "公开|展示|显示|发布|公布|公示",
    "use": "画像|标签|推荐",
}
_ASKED = expression(r"要求|索要|请|可不|不予$")
_WHOSE = expression(r"(?:您|用户|其(?!他)|任何|上述|该|这些|经|可能|真实|完整)")
_TO_OTHERS = expression(r"(?:委托|向|与)[^，。；]{2,16}(?:服务商|第三方|合作方|机构|公司|部门)[^，。；]{0,12}时，")
_BACK = expression(r"到?(?:其(?!他|余)|上述|这些|该等|此类|前述)")
_OURS = {"留下": "store", "登记": "collect", "拍摄": "collect", "录制": "collect", "录入": "collect"}
_FILMS = expression(r"(?:会|将|自动|持续|实时|定时|来|不|仅|只|可能|一并|同时)$")
_LOOKS = expression(r"可以?(?:在[^，。；]{1,10}?[中内里上页])?(?:随时|正常|照常|继续)?$")
_ONLY_THEY = expression(r"(?:仅|只有)(?:限)?[^，。；]{2,20}$")
_GO_AND_SEE = expression(r"(?<![申邀])请(?:您|用户|前往|到|自行|至|在|访问|登录|参阅)[^，。；]{0,16}$")
_NOT_ASKED = expression(
    r"(?:不(?:会|得|应|再|曾)?|从不|绝不会?|从未|无权|禁止|严禁)(?:再|主动)?(?:要求|索要|诱导|强迫|引导)[\u4e00-\u9fff]{0,6}?(?:必须|额外)?$"
)
_ADVISED = expression(r"请(?:您|用户|勿|务必|谨慎|妥善|定期|及时|注意|自行|尽快|先)*$")
_GETS = expression(r"(?:可以?|即可|能够?|便可|会|将)(?:免费|额外|直接)?$")
_GIVES_TO = expression(
    r"向(?![^，。；]*(?:第三方|合作|其他|他人|任何|公众|商家|卖家|好友|不特定|特定))[^，。；]{1,14}(?:提供|提交)"
)
_REFUSES_US = expression(
    r"(?:您|用户|你|监护人|家长)[^，。；]{0,14}?(?:拒绝|阻止|禁止|反对|限制|不允许|不同意|不让|不希望|要求停止|停止|终止|暂停)"
    r"(?:授权|授予|允许)?(?:我[们司]|本应用|本App|本软件|本产品|平台|该?SDK|第三方)[^，。；]{0,8}$"
)
_OF_PERMISSIONS = expression(r"[^，。；]{0,14}权限")
_INSTEAD = expression(r"也(?:可以?|能)(?:选择|改为)?(?:手动|自行|直接)$")
_LEFT_TO_YOU = expression(r"(?:可以?|自愿|选择)(?:自愿|自主|自行|选择|另行|主动)?(?:是否)?$")
_TAKEN_UP = expression("[把将][^，。；]{1,30}$")
_CALENDAR = expression(r"[^，。；、]{0,6}日历(?![中的、])")
_WILL = expression(r"(?:(?<!机)会|将|可能)(?:同时|一并|定期)?$")
_UNABLE_TO = expression(r"(?:无法|不能(?!被)|没法|未能)(?:再|继续|正常|直接)*$")
_WHEN = expression(
    r"(?:[时后]，|状态下|^[如若][^，。；]{2,20}，|到期后|关闭[^，。；]{0,6}后)(?:[^，。；]{1,5}上)?(?:将|会|则|就|可能|都|暂时|均)*$"
)
_TAKES = frozenset({"收集", "获取", "采集", "读取", "搜集"})
_YOURS = expression("(?:您|用户|你)的")
_ENTITLED = expression("可|能|有权|申请|请求|希望|要求|需要副本|是否|如何|从我们")
_LEAKS = ("泄露", "泄漏", "外泄", "外传", "窃取", "倒卖", "贩售", "买卖")
_MEANS = expression(r"^(?![^，。；]{0,24}(?:您的|您|信息收集))[^，。；]{0,24}?(?:手段|措施|加密|技术|协议|工具)")
_NO_LESS = expression(
    r".*(?:同样|也|亦|仍|仍然|依然|一律|一概)(?:不会?|不予)|(?:仅|只)[^，。；]{2,30}(?:时|后|期间)(?:才|方)?"
)
_SERVICE = expression(
    r"(?:我们|本|该|此|上述|这些|这类|相关|以下|其他|其余|其|任何)?(?:的|提供的|各项)*(?:产品|服务|功能|应用|软件|"
    r"平台|网站|App|小程序|客户端|业务|附加)"
)


def serves(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """使用我们的服务 is no use of data."""
    last = cluster[-1]
    if last.word in {"使用", "利用"} and _MEANS.match(sentence.text[last.end : last.end + 30]):
        return True
    service = _SERVICE.match(sentence.text[: last.end + 16], last.end)
    if service is None or last.rule_kind or last.action not in {"use", "access", "collect"}:
        return False
    return not any(term.start < service.end() <= term.end for term in sentence.terms if term.start >= last.end)


def stands(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """Does the cluster say what the app or a third party does, or what the user must or may give?"""
    first = cluster[0]
    if all(p.rule_kind in {"weak", "fronted", "inbound"} for p in cluster) and not has_data(sentence, cluster):
        return False
    if first.rule_kind == "ceases" and first.polarity == "positive":
        return False
    if first.rule_kind == "ceases" and first.word.endswith("不会") and not sentence.terms_in(first.zone, first.start):
        return False
    if first.rule_kind == "runs" and not sentence.terms_in(first.zone, first.start):
        return _NO_LESS.fullmatch(sentence.text, first.zone, first.start) is not None
    if first.actor != "user" and first.stated_actor and first.word in _OURS and _has_own(sentence, cluster):
        first.action = _OURS[first.word]
    if first.word == "提供" and _hands_over(sentence, cluster):
        first.action = "share"
    if first.action in {"store", "protect", "use", "delete"} and _ADVISED.search(sentence.text[: first.start]):
        return False
    if (
        first.word.startswith("向")
        and first.word[1] not in "您用"
        and not (first.word[1] == "我" and _WILL.search(sentence.text[: first.start]))
        and first.action == "collect"
        and not first.stated_actor
    ):
        return False
    if (
        first.action == "access"
        and not first.stated_actor
        and not first.objects_before
        and _sees_nothing(sentence, first)
    ):
        return False
    if _REFUSES_US.search(sentence.text[: first.start]):
        return False
    if first.action == "access" and _GO_AND_SEE.search(sentence.text[: first.start]):
        return False
    if (
        first.word.startswith(("查看", "查询"))
        and not first.stated_actor
        and _LOOKS.search(sentence.text[: first.start])
        and not _ONLY_THEY.search(sentence.text[: first.start])
    ):
        return False
    if first.word == "获得" and not first.stated_actor and _GETS.search(sentence.text[: first.start]):
        return False
    if first.start == 0 and first.word in {"使用", "打开"} and re.search("可以?|能够?", sentence.text):
        return False
    if first.polarity == "positive" and any(p.word.startswith(_LEAKS) for p in cluster):
        return False
    if all(p.action == "give" for p in cluster) and _NOT_ASKED.search(sentence.text[: first.start]):
        for predicate in cluster:
            predicate.actor, predicate.action, predicate.polarity = "first_party", "collect", "negative"
        return True
    if (
        first.word == "写入"
        and _TAKEN_UP.search(sentence.text[: first.start])
        and _CALENDAR.match(sentence.text, first.end)
    ):
        first.action, first.objects_before = "store", False
    registers = first.word == "登记" and first.polarity == "negative" and first.actor != "user"
    if registers and has_data(sentence, cluster):
        first.action = "collect"
        return True
    if not first.stated_actor and all(p.action == "give" for p in cluster):
        reach = sentence.text[max(0, first.start - 8) : first.start]
        if re.search(r"需要?|须|请|应当?", reach) and not _NO_NEED.search(reach):
            _asked(cluster)
            return True
        if _LEFT_TO_YOU.search(reach) and not first.word.startswith("授权") and has_data(sentence, cluster):
            _asked(cluster)
            first.modality = "optional"
            return True
    clause = sentence.text[max(0, first.zone - 30) : first.start]
    if first.actor != "user":
        if not all(p.action == "give" for p in cluster):
            return True
        reach = sentence.text[max(0, first.start - 20) : first.start]
        if _ASKS_YOU.search(reach) and not _NO_NEED.search(reach):
            _asked(cluster, first.actor)
            return True
        return False
    if first.word in _TAKES and _YOURS.match(sentence.text, cluster[-1].end) and not _ENTITLED.search(clause):
        for predicate in cluster:
            predicate.actor = "first_party"
        return True
    gives = [p for p in cluster if p.action == "give" or p.word.startswith(("上传", "提供", "录入", "拍摄", "登记"))]
    if not gives and _GIVES_TO.fullmatch(first.word):
        gives, first.action, first.actor = [first], "collect", "first_party"
    if not gives:
        return False
    if first.lists:
        for predicate in cluster:
            predicate.actor, predicate.action = "first_party", "collect"
        return True
    if _INSTEAD.search(clause):
        return False
    unable = re.search(r"(?:无法|不能|不得|不要|切勿|可以?(?:选择)?拒绝|有权拒绝)[^，。；]{0,8}$", clause)
    return unable is None and _USER_NEEDS.search(clause) is not None


def _sees_nothing(sentence: Sentence, first: Predicate) -> bool:
    """`离线状态下无法查看聊天记录`: does the user, whom nobody names, see nothing?"""
    before = sentence.text[: first.start]
    if first.word.startswith(("看不到", "查看不到", "查不到", "找不到", "搜不到")):
        return _WHEN.search(before) is not None
    sees = first.word.startswith(("查看", "看到", "看见", "访问", "浏览"))
    unable = _UNABLE_TO.search(before)
    return sees and unable is not None and _WHEN.search(before[: unable.start()]) is not None


def _hands_over(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """`我们不提供您的号码`, `委托第三方配送时，我们提供您的地址`: do we give data, and ask nobody for it?"""
    first = cluster[0]
    before = sentence.text[: first.start]
    return (
        first.actor == "first_party"
        and first.stated_actor
        and (first.polarity == "negative" or _TO_OTHERS.search(before) is not None)
        and _ASKED.search(before[-14:]) is None
        and _WHOSE.match(sentence.text, first.end) is not None
        and has_data(sentence, cluster)
    )


def has_data(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """Has a verb that need not speak of data (`覆盖`, `转写`) data as its object, close behind it or in front?"""
    first, end = cluster[0], cluster[-1].end
    if first.objects_before:
        return True
    if first.rule_kind == "fronted" and first.polarity == "positive":
        return False
    if first.word.endswith(("给", "往", "予")) and sentence.terms_in(0, first.start):
        return True
    if objects.ends_clause(sentence, end):
        bare = first.polarity == "negative" and first.stated_actor and first.word in {"查询", "检索"}
        return bare or bool(sentence.terms_in(0, first.start))
    if _BACK.match(sentence.text, end) and sentence.terms_in(0, first.start):
        return True
    near = re.match(r"[^，,。；;：:]{0,14}", sentence.text[end:])
    return bool(near and sentence.terms_in(end, end + near.end()))


def _has_own(sentence: Sentence, cluster: list[Predicate]) -> bool:
    """`摄像头会拍摄您的面部` names what is taken, `调用摄像头进行拍摄` does not."""
    first = cluster[0]
    if first.word not in {"留下", "登记"} and (
        objects.ends_clause(sentence, cluster[-1].end) or not _FILMS.search(sentence.text[: first.start])
    ):
        return False
    return has_data(sentence, cluster)


def of_what_is_given(sentence: Sentence, predicate: Predicate) -> bool:
    """`提供给广告商的数据不含…`: which act the clause is about; False where it speaks of none."""
    before = sentence.text[max(0, predicate.start - 40) : predicate.start]
    if before.endswith(("（", "(")):
        return False
    if _OF_PERMISSIONS.match(sentence.text, predicate.end):
        return False
    acts = [(m.start(), action) for action, words in _GIVEN.items() for m in re.finditer(words, before)]
    if acts:
        predicate.action = max(acts)[1]
    return bool(acts)


def _asked(cluster: list[Predicate], by: str = "first_party") -> None:
    for predicate in cluster:
        predicate.actor, predicate.modality = "user" if by == "first_party" else by, "must"
