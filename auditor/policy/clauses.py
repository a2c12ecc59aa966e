"""What a sentence is made of, before statements are: terms, conditions, purposes, quotations, and where they lie."""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from auditor.expressions import expression
from auditor.policy import backward, conditions, likely, participles_en, repeats_zh, terms
from auditor.policy.acts import Said
from auditor.policy.conditions import Found
from auditor.policy.people import People
from auditor.policy.terms import Term

NOBODY = People()
_PLAIN = {0x00A0: " ", 0x3000: " ", 0x202F: " ", 0x2009: " ", 0x2019: "'", 0x2011: "-", 0x2010: "-", 0x0009: " "}
_IN_A_NUMBER = expression(r"(?<=\d),(?=\d{3}\b)")
_NOTE = expression(
    r"^\W*(?:(?:please|kindly|also|however,?|you should) )*(?:note|be aware|be advised|be informed|keep in mind|"
    r"bear in mind|remember)(?:,? (?:however|though|too|also),?)? that ",
    re.I,
)
"""What opens a sentence without a word about data; it is read as if it were not there."""
_QUOTED = expression(r"[“\"「]([^”\"」\n]{1,40})[”\"」]")
_TRIVIAL = expression(
    r"^(?:此|这个|以下|如下|下列|上述|该|此类|前述|这|this|that|these|such|you are|applicable)$", re.I
)
_TURNS = {
    "zh": expression(
        r"(?:或者?|并且?|和)(?=共享|披露|出售|转让|提供给|上传)|，(?=[^，。；]{0,14}(?:我们|不会|不得|仅|将|会|但|如果|若|不再|不予|不[作做用向对与另存留传]|绝不|从不|均不|也不|本应用|平台|系统|停止|自动|随即|即可|(?:保存|存储|存放|"
        r"保留|缓存)(?:在|于|至)))"
        r"|，(?=[^，。；]{0,16}?(?:不|绝不|从不|概不|未)(?:会|再|得|予|能|作|做|将|把|对|向|用|主动|反向|另行|进行|任何)*(?:收集|采集|获取|读取|访问|上传|"
        r"存储|保存|留存|保留|共享|提供|透露|披露|分享|记录|使用|用于|用作|用来|传输|发送|展示|公开|出售|查看|扫描|关联))"
        r"|，(?=[^，。；]{0,12}?(?:即|便|就|立即|立刻|马上|及时|随即|完|后|毕)(?:会|将|被|予以|立即|自动)*(?:删除|销毁|清除|丢弃|抹除|清空|匿名))"
        r"|[，、](?!拍摄|上传|扫描|进行|使用|通过|点击|以|并|完成|参与|填写|录制)(?=[^，。；、]{1,20}?(?<![可被会将仅只])(?:将|会|可|仅|只|均|则|被)*(?:用于|用来|用作))"
        r"|，(?=[^，。；]{0,8}(?:不含|不包含|不包括|不涉及|不附带|不携带|不体现|不显示))"
        r"|，(?=(?:也|均|都)?(?:仅|只)(?:会|将)?(?:在|于|对|供|保存|存储|保留|存放))"
        r"|，(?:并且?|同时|且|以及)(?=(?:同时|一并|另行|再)?(?:会|将|可能)?(?:被)?(?:传送|传输|发送|提供|共享|分享|传递|推送|移交|转交|披露|提交|上报|报送|同步)"
        r"(?:给|至|到|予)(?!您|你|用户))"
    ),
    "en": expression(
        r",? (?:and|but|or|nor|yet) (?:(?:is|are|was|were|will|may|can|cannot|do|does|never|not|no longer|we|you|it|"
        r"they|none|nothing|neither|nobody|no one)\b|(?:this|these|that|those|the) (?:[\w-]+ ){1,2}?(?:is|are|does|do|"
        r"never|will|may|can|cannot|stays?|remains?|leaves?)\b|(?:then )?(?:delete|erase|destroy|discard|wipe|keep|"
        r"store|retain|save|share|disclose|forward|pass|hand|sell|send|transmit|upload|encrypt|anonymi[sz]e|hash)"
        r" (?:it|them|only|nothing|no|none|neither|a copy|this|these|that|both)\b|(?:then )?(?:delete|erase|destroy|"
        r"discard|wipe|anonymi[sz]e) (?:the|your|any)\b|(?:then |also )?(?!us|this|its|his|always|"
        r"across|previous)[a-z]{3,12}(?<!s)s (?:your|their|the|its|"
        r"this|these|that|it|them|all|any|only|no|nothing|both|a|an)\b|"
        r"(?:automatically |then |immediately |permanently |subsequently |afterwards |thereafter )?(?:shared|sent|"
        r"sold|kept|given|"
        r"stored|deleted|transferred|"
        r"disclosed|passed|retained|discarded|erased|uploaded|removed|destroyed|saved|published|anonymi[sz]ed|"
        r"wiped|purged|archived|forwarded|transmitted|overwritten|encrypted|held)\b)|"
        r", (?:which|who|all of which|both of which) (?:is|are|will|may|we)\b",
        re.I,
    ),
}
_NO_AIM = expression(
    r"\b(?:ability|way|means|possibility|position|power|right|permission|able|unable|forbidden|prohibited|"
    r"allowed|permitted|"
    r"authori[sz]ed|entitled|free|obliged|forced|compelled|bound|fail|fails|failed|"
    r"(?:allow|permit|authori[sz]e|oblige|require|compel|force|instruct|ask|invite|request|forbid|enable|expect|"
    r"want|cause)(?:s|d|ed)? "
    r"(?!for\b)(?:[\w'’-]+ ){0,3}[\w'’-]+|"
    r"(?:forbidden|prohibited|permitted|allowed|possible|impossible|necessary|required|open|free) for [\w' -]{2,30})$"
    r"|\b(?:required|obliged|have|need|needs|has|right|asked|entitled|agree|undertake|"
    r"promise|undertakes|undertaken|promises|promised|agreed|committed|not) to "
    r"(?![^,;:.]*\bto\b)[^,;:.]{3,100} (?:and|or|nor)$",
    re.I,
)
_OPENS = expression(r"[,;](?: (?:and|but|while))?(?: in order)?$", re.I)
_THEN_WE = expression(
    r"(?<!how)(?<!what)(?<!that)(?<!which)(?<!services)(?<!where)(?<!when)(?<!why)(?<!and)(?<!than)(?<!products),? we "
    r"(?:also |may |will |then |only )*(?:use|collect|process|share|store|read|need|ask|access|record|keep|require|"
    r"pass|send|analy[sz]e)\b",
    re.I,
)
_TO_AND_FRO = expression(r"\W*to (?:and|or) from\b", re.I)
_USING = expression(r"^(?:use|using|visit|open|access|访问|使用|打开|首次使用)(?: the)? ?", re.I)
_APP = expression(r"(?: ?(?:app|application|service|services|website|平台|应用|小程序|网站|的|服务|软件))+$", re.I)
_TITLE = expression(r"《[^》\n]{1,60}》")


class Purpose(msgspec.Struct, frozen=True):
    """A purpose at `start:end`; `text` without its leading word; `leads` when it stands before its verb."""

    start: int
    end: int
    text: str
    leads: bool = False


class Sentence(msgspec.Struct):
    """One sentence in the document at `offset`, with what was found in it (offsets count from its own start)."""

    text: str
    offset: int
    language: str
    terms: list[Term] = []
    conditions: list[Found] = []
    purposes: list[Purpose] = []
    hidden: list[tuple[int, int]] = []
    people: People = People()
    _starts: list[int] = []

    def is_hidden(self, position: int) -> bool:
        """Does the position lie in a condition, a purpose or a quotation?"""
        index = bisect_left(self._starts, position + 1) - 1
        return index >= 0 and self.hidden[index][0] <= position < self.hidden[index][1]

    def visible(self, start: int, end: int) -> str:
        """The text between, hidden parts replaced by a mark of their length."""
        piece = list(self.text[start:end])
        for low, high in self.hidden:
            for index in range(max(low, start) - start, min(high, end) - start):
                piece[index] = "\x01"
        return "".join(piece)

    def without_purposes(self, start: int, end: int) -> str:
        """The text between, purposes blanked."""
        piece = self.text[start:end]
        for purpose in self.purposes:
            low, high = max(purpose.start - start, 0), min(purpose.end - start, len(piece))
            if low < high:
                piece = piece[:low] + " " * (high - low) + piece[high:]
        return piece

    def without_exceptions(self, piece: str, start: int) -> str:
        """A piece that begins at `start`, exceptions blanked: who is named there receives nothing by this statement."""
        for found in self.conditions:
            low, high = max(found.start - start, 0), min(found.end - start, len(piece))
            if found.framed and found.role == "unless" and low < high:
                piece = piece[:low] + " " * (high - low) + piece[high:]
        return piece

    def terms_in(self, start: int, end: int, *, masked: bool = False) -> list[Term]:
        """Terms between, those in hidden parts left out unless `masked`."""
        return [t for t in self.terms if start <= t.start < end and (masked or not self.is_hidden(t.start))]


def read(text: str, offset: int, language: str, people: People = NOBODY, before: str = "") -> Sentence:
    """Find everything in one sentence that the grammar needs; `before` is the piece of text in front of it."""
    text = text.translate(_PLAIN)
    if language == "en":
        text = _NOTE.sub(lambda match: " " * len(match.group()), _IN_A_NUMBER.sub(" ", text))
    sentence = Sentence(text, offset, language, people=people)
    sentence.terms = terms.lexicon(language).find(text)
    if language == "zh":
        sentence.terms = repeats_zh.whole(text, sentence.terms)
    sentence.conditions = [
        found
        for found in conditions.find(text, language)
        if not _TRIVIAL.match(found.text) and (found.framed or not _told_by_a_term(found, sentence.terms))
    ]
    told = [_of_the_app(c, people) for c in sentence.conditions]
    sentence.conditions = backward.resolved(told, text, before, language)
    sentence.purposes = _purposes(sentence)
    sentence.conditions = [c for c in sentence.conditions if not _inside_purpose(sentence, c)]
    spans = [(c.start, c.end) for c in sentence.conditions if not _is_light(c)]
    spans += [(p.start, p.end) for p in sentence.purposes]
    spans += [match.span() for pattern in (_QUOTED, _TITLE) for match in pattern.finditer(text)]
    sentence.hidden = _merged(spans)
    sentence._starts = [start for start, _ in sentence.hidden]
    return sentence


def _told_by_a_term(found: Found, terms_there: list[Term]) -> bool:
    """Is the condition a part of a name of data, or (`from children under 13`) a person whose data is a type?"""
    person = any(said.kind == "if" and said.value != "background" for said in found.said)
    return any(
        (t.start <= found.start and found.end <= t.end) or (person and found.start < t.end and t.start < found.end)
        for t in terms_there
    )


_LIGHT = frozenset({"registration", "frequency", "never", "deadline", "default_off", "needed_for", "voluntary"})


def _is_light(condition: Found) -> bool:
    """Conditions made of the predicate's own words (只会收集一次, 绝不, 您可以选择提供): they hide nothing."""
    return not condition.framed and all(said.kind in _LIGHT for said in condition.said)


def _purposes(sentence: Sentence) -> list[Purpose]:
    grammar = likely.grammar(sentence.language, sentence.text)
    inside = [(c.start, c.end) for c in sentence.conditions if c.role != "additive" and not _is_light(c) and not c.aim]
    found: list[Purpose] = []
    for group in ("purpose_before", "purpose_after"):
        for compiled in grammar[group]:
            for match in compiled.regex.finditer(sentence.text):
                start, end = match.span()
                own = _own_circumstances(sentence, match) if group == "purpose_after" else []
                if sentence.language == "en":
                    end = participles_en.end_of_aim(sentence.text, start, match.start("v"), end)
                if sentence.language == "en" and _TO_AND_FRO.match(sentence.text, start):
                    continue
                if sentence.language == "en" and _NO_AIM.search(sentence.text[max(0, start - 110) : start]):
                    continue
                clash = any(start < high and low < end for low, high in [(p.start, p.end) for p in found])
                if clash or any(low <= start < high for low, high in inside):
                    continue
                end = min([end, *(low for low, _ in inside if low > start and low not in own)])
                turn = _TURNS[sentence.language].search(sentence.text, match.start("v"), end)
                end = turn.start() if turn and group == "purpose_after" else end
                if sentence.language == "en" and _OPENS.search(sentence.text[:start]):
                    anew = _THEN_WE.search(sentence.text, match.start("v"), end)
                    end = anew.start() if anew else end
                text = " ".join(sentence.text[match.start("v") : min(match.end("v"), end)].split()).strip(" ，,、.")
                if text:
                    found.append(Purpose(start, end, text, group == "purpose_before"))
    return sorted(found, key=lambda purpose: purpose.start)


def _of_the_app(found: Found, people: People) -> Found:
    """Using the product by its own name is using the app."""
    said = tuple(
        Said("feature", "app")
        if one.kind in {"feature", "user_action"} and one.value and _names_the_app(one.value, people)
        else one
        for one in found.said
    )
    return found if said == found.said else msgspec.structs.replace(found, said=said)


def _names_the_app(value: str, people: People) -> bool:
    rest = _USING.sub("", value)
    return any(rest == name or _APP.sub("", rest) == name for name in people.own)


def _own_circumstances(sentence: Sentence, match: re.Match[str]) -> list[int]:
    """`使您在购物时更便利`: where circumstances stand that say when the purpose is reached, not when data is taken."""
    if sentence.language != "zh":
        return []
    start, end = match.span()
    return [
        c.start
        for c in sentence.conditions
        if c.framed
        and c.role == "when"
        and start < c.start < end
        and not re.search("[，,；;]", sentence.text[match.start("v") : c.start])
        and not re.match("，?(?:我们|才|仅|只)", sentence.text[c.end : c.end + 4])
    ]


def _inside_purpose(sentence: Sentence, condition: Found) -> bool:
    return (
        sentence.language == "zh"
        and condition.framed
        and condition.role == "when"
        and any(p.start < condition.start and condition.end <= p.end and not p.leads for p in sentence.purposes)
    )


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
