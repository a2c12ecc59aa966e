"""Data types in a sentence: longest match of the lexicon, then the rules for words with two readings."""

from __future__ import annotations

import itertools
import re
from functools import cache

import msgspec

from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.wordlist import WordList, lengths_by_head
from auditor.prepared import prepared

_FOLD = (
    {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    | {0xFF21 + i: ord("a") + i for i in range(26)}
    | {0xFF41 + i: ord("a") + i for i in range(26)}
    | {0x00A0: 0x20, 0x3000: 0x20, 0x2019: 0x27, 0x2010: 0x2D, 0x2011: 0x2D}
)
_BEFORE_MEMBER = expression(
    r"(?:^|[、，,；;（(：:/和及与或括有如是的“\"把将]|以及|相关|有关|写入|发送|传输|停止|出示|停用|禁用|回传|传回|(?<![最今随此幕])后|读取|收集|获取|采集|填写|存储|保存|上传|输入|调用|访问|占用|开启|启用|打开|关闭|撤销|扫描|查看|分析|"
    r"记录|提供|共享|分享|删除|处理|人员?的|公开|[次条张份段其新些]|该等|此等|做|进行|开展|所用|所拍|所传|所留|用到|用上|离不开|少不了|需要|凭|借助|唤醒|启动|激活|调起|全部|所有|任何|上述|"
    r"录制|拍摄|采集到|产生|形成|生成|抓取|调取|调阅|(?:[您你]|用户)[\u4e00-\u9fff]{1,5}的|所(?![以在有需谓])[\u4e00-\u9fff]{1,2}的?|"
    r"查阅|核验|核对|校验|展示|显示|推送|同步|上报|备份|导出|转发|转让|披露|出售|出租|透露|泄露|交给|索取|索要|要求|隐藏|删去|清空|清除|抹去|抹除|销毁|"
    r"保留|留存|缓存|持有|掌握|知道|知悉|获知|看到|看见|拿到|读到|拍到|录下|记下|触碰|动用|浏览|观看|补充|登记|绑定|加密|捕捉|提取|跟踪|"
    r"追踪|加入|['’]s?|use[sd]?|using|access(?:es|ed)?|shares?|process(?:es)?|opens?|provide|"
    r"delete|send|transmit|disclose|and|or|your|of|the|include[sd]?|including|any|with|as|a|an|their|retain|"
    r"keep|store|collect|record|upload|read)\s?$",
    re.I,
)
_AFTER_MEMBER = expression(
    r"^\s?(?:$|[、，,。；;.!）)/和及与或等以的中—–”\"]|信息|数据|内容|记录|权限|授权|用于|来|使|时|后|并|进行|为|"
    r"因|由|被|将|会|在|仅|只|均|经|须|需|应|可|则|不|才|即|便|就|也|都|仍|还|已|未|没|皆|随|默认|始终|一并|字段|归|属|保留|留存|当即|立即|即刻|比对|核验|校验|另行|自动|是|无法|属于|采用|以及|加密|到|供|协助|辅助|提供给|提交|共享|分享|披露|转交|转给|报送|告知|展示给|交给|交由|扫描|"
    r"给|传|上传|同步|发送|删除|and\b|or\b|data\b|information\b|for\b|to\b|when\b"
    r"|if\b|from\b|with\b|by\b|in\b|on\b|you\b|that\b)",
    re.I,
)

_BEFORE_NOUN = expression(
    r"\b(?:your|his|her|their) [a-z-]{3,12} $|"
    r"\b(?:all|each|every|some|both|only|no|nor|neither|either|certain|his|her|any|your|the|"
    r"their|its|user|users'|[a-z]{3,14}['’]s|[a-z]{3,14}s['’]|of|and|or|an?|including|contain|contains|containing)"
    r"(?: (?!following )(?:[a-z]{2,12}(?:ed|al|ic|ous|ive|ent|ant|ble|ful|ary|ing)|new|old|raw|own|full|exact|whole|"
    r"first|last|entire|"
    r"rough|main|other|past|loose|short|long|small|daily|weekly|monthly|annual|latest|earlier|later|future)){0,2} $"
)
_WORD = expression(r"(?<![a-z0-9_])[^\W_]", re.A)
_OWNED = expression(r"(?:您|用户|孩子|儿童|玩家|乘客|他人|宝宝|本人|学生|患者|求职者|会员)的$|本人$|[把将]$")
_NAMES_A_FEATURE = expression(
    r"^(?:功能|服务|权限|授权|设置|管理|安全|页|中心|的|绑定|注销|上(?!传)|下(?!载)|里|操作|平台|客户端|密码|申请|规则|体验|需求|风险|流程)"
)
_QUALIFIED = expression(r"\s*(?:[a-z]{2,12}(?:ed|al|ic|ous|ive) )?", re.A)
_FEATURE = expression(
    r"^ (?:feature|function|editing|calls?|app|settings|service|button|screen|page|sharing|search|policy|"
    r"partners?|providers?|use|us\b)",
    re.I,
)


_OPENS = expression(
    r"(?:^|[，。；：])(?:(?![使开打关访允授点通根在从对向选需可上传拍无不没由经用将把我您])[\u4e00-\u9fff]){1,7}$"
)
_HEADS = expression(
    "照片|图片|图像|视频|相册|位置|定位|轨迹|文件|文档|附件|语音|音频|声音|订单|账单|评价|评论|笔记|作品|短信|联系人|处方|简历|成绩|表情|截图|留言|弹幕"
)
_RUN = expression(r"(?:使用|利用|运用)$")
_DEVICES = expression("相机|摄像头|麦克风|话筒")
_IS_TOLD_OF = expression(r"(?:仅|只|会|将|均|不|由|被|一律|默认|自动|始终)")
_MEDIUM = expression(r"录音|录像|照片|图片|截图|视频|画面|扫描件|影像")
_OF_THE_APP = expression(r"(?:功能|模块|按钮|入口|插件|工具|频道|栏目|专区|引擎)")


class Term(msgspec.Struct, frozen=True):
    """A word of the lexicon at `start:end` of the sentence."""

    start: int
    end: int
    type: str
    word: str


def fold(text: str) -> str:
    """Lower case and plain spaces without changing any offset."""
    return text.translate(_FOLD)


class Lexicon:
    """The data type words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._types, lengths, not_terms = prepared(f"lexicon.{language}", lambda: _tables(language))
        self._words = WordList(self._types, lengths)
        self._not_terms = WordList(not_terms)
        self._weak = {fold(word) for word in rules.ambiguities().weak[language]}
        self._rules: dict[str, list[tuple[rules.Ambiguity, re.Pattern[str], re.Pattern[str] | None]]] = {}
        for rule in rules.ambiguities().rules:
            if rule.language == language:
                pattern = expression(rule.pattern or rule.unless or "", re.I)
                only = expression(f"(?:{rule.word})$", re.I) if rule.word else None
                self._rules.setdefault(rule.type, []).append((rule, pattern, only))

    def find(self, sentence: str) -> list[Term]:
        """The terms of a sentence in order, words with two readings decided."""
        folded = fold(sentence)
        found: list[Term] = []
        starts = [match.start() for match in _WORD.finditer(folded)] if self.language == "en" else None
        barred = [
            (start, end) for start, end in self._not_terms.all(folded, starts) if self._whole_word(folded, start, end)
        ]
        for start, end in self._words.longest(folded, self._fits, starts):
            if any(low <= start and end <= high for low, high in barred):
                continue
            word = folded[start:end]
            data_type = self._types[word]
            if (
                word in self._weak
                and not self._is_member(folded, start, end)
                and not (self.language == "en" and _QUALIFIED.fullmatch(folded[:start]))
            ):
                continue
            decided = self._decide(data_type, folded, start, end)
            if decided is not None:
                found.append(Term(start, end, decided, word))
        return found if self.language == "en" else _heads(found, folded)

    def _fits(self, text: str, start: int, end: int) -> bool:
        """Whole words, unless a longer one begins behind `your` (`your card` gives way to `card number`)."""
        if not self._whole_word(text, start, end):
            return False
        inner = start + len("your ")
        return not text.startswith("your ", start) or not any(
            longer > end and self._whole_word(text, inner, longer) for longer in self._words.at(text, inner)
        )

    def _whole_word(self, text: str, start: int, end: int) -> bool:
        def latin(index: int) -> bool:
            return 0 <= index < len(text) and text[index].isascii() and (text[index].isalnum() or text[index] == "_")

        return not (latin(start - 1) and latin(start)) and not (latin(end) and latin(end - 1))

    @staticmethod
    def _is_member(text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - 40) : start], text[end : end + 12]
        if _OWNED.search(before[-12:]) and not _NAMES_A_FEATURE.match(after):
            return True
        if text[start].isascii():
            named = _BEFORE_MEMBER.search(before[-12:]) or _BEFORE_NOUN.search(before)
            return named is not None and _FEATURE.match(after) is None
        runs = _RUN.search(before) is not None and _DEVICES.match(text, start, end) is not None
        if runs or _BEFORE_MEMBER.search(before[-12:]) is not None:
            return _AFTER_MEMBER.match(after) is not None
        compound = _OPENS.search(before[-11:]) is not None and _IS_TOLD_OF.match(after) is not None
        return compound and _HEADS.fullmatch(text[start:end]) is not None

    def _decide(self, data_type: str, text: str, start: int, end: int) -> str | None:
        for rule, pattern, word in self._rules.get(data_type, ()):
            if word is not None and not word.match(text[start:end]):
                continue
            if rule.where == "before":
                place = text[max(0, start - 20) : start]
            elif rule.where == "after":
                place = text[end : end + 20]
            else:
                place = text
            if (pattern.search(place) is not None) == (rule.pattern is not None):
                return rule.becomes
        return data_type


def _tables(language: str) -> tuple[dict[str, str], dict[str, list[int]], list[str]]:
    """Each word with its data type, their lengths by head, and the words that are no terms."""
    data = rules.terms(language)
    types: dict[str, str] = {}
    for data_type, words in data.types.items():
        for word in fold("\n".join(words)).split("\n"):
            types.setdefault(word, data_type)
            if language == "en" and word[-1].isalpha() and not word.endswith("s"):
                types.setdefault(word + "s", data_type)
    return types, lengths_by_head(types), [fold(word) for word in data.not_terms]


def _heads(found: list[Term], text: str) -> list[Term]:
    """Chinese compounds: `行程录音` is a recording, `会议纪要功能` no data at all."""
    return [
        term
        for term, coming in itertools.zip_longest(found, found[1:])
        if not (coming is not None and term.end == coming.start and _MEDIUM.fullmatch(coming.word))
        and not _OF_THE_APP.match(text, term.end)
    ]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of `zh` or `en`, built once."""
    return Lexicon(language)
