"""Conditions in a sentence: where one stands (frames), and what it says (circumstances)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from auditor.expressions import expression
from auditor.policy import acts, likely, rules
from auditor.policy.acts import Said
from auditor.policy.rules import Compiled

_AND = {
    "zh": expression(
        r"并且|而且|(?<!知情)(?<!知悉)(?<!阅读)(?<!了解)(?<!知晓)(?<!理解)并(?=签署|确认|完成|提交|发起|设置|绑定|选择|填写|上传|授予|开启|打开|允许|同意|点击|授权|已|主动|勾选|使用|登录|注册|且)|且"
    ),
    "en": expression(
        r",? and (?:also )?(?=(?:you|have|has|the (?:end )?user|grant|granted|give|given|allow|allowed|tap|"
        r"agree|accept|"
        r"consent|enable|turn|confirm|explicitly|only)\b)",
        re.I,
    ),
}
_NOT_YOURS = {
    "zh": expression(
        r"(?:我们|本公司|平台|监护人|第三方|法律|(?:您|用户)的|个人信息|相关|业务)|(?:您|用户)?(?:不|无法|没有|未)"
    ),
    "en": expression(
        r"(?:we|our|the company|they|third|it|this)\b|(?:you )?(?:do not|don't|cannot|can't|are unable|"
        r"have not|are not)\b",
        re.I,
    ),
}
_GUARDIAN = expression("监护人|父母|家长|法定代理人|抚养人|父亲|母亲|爸爸|妈妈|爸妈|双亲")
_MEANWHILE = expression("(?<!按住)(?<!长按)(?:过程中|期间|途中)$")
_GIVEN_BY_GUARDIAN = frozenset({"consent", "explicit_consent", "guardian_consent", "user_action"})
_SETTLED = frozenset({"consent", "refusal", "user_action"})
_THIS = expression(r"^(?:相应|对应|该|此|上述|相关|附加|这些|其|this|that|these|such|relevant|corresponding)$", re.I)


class Found(msgspec.Struct, frozen=True):
    """A condition at `start:end` of the sentence. `role`: when, unless or additive (which says nothing).

    `aim`: it tells what the user is after (`To book a flight you need…`), so that it is a purpose as well.
    """

    start: int
    end: int
    role: str
    said: tuple[Said, ...]
    necessary: bool
    text: str = ""
    framed: bool = True
    aim: bool = False


def find(sentence: str, language: str) -> list[Found]:
    """Every condition of a sentence in order of place; frames first, direct patterns where no frame stands."""
    groups = likely.conditions(language, sentence)
    found: list[Found] = []
    framed = [
        (match.start(), order, match, compiled)
        for order, compiled in enumerate(groups["frames"])
        for match in compiled.regex.finditer(sentence)
    ]
    for _, _, match, compiled in sorted(framed, key=lambda entry: entry[:2]):
        if not _overlaps(match.start(), match.end(), found):
            found.append(_framed(match, compiled, language))
    for compiled in groups["direct"]:
        for match in compiled.regex.finditer(sentence):
            direct = Found(
                match.start(),
                match.end(),
                "when",
                (_direct(match, compiled, language),),
                compiled.rule.necessary,
                match.group(),
                framed=False,
            )
            if compiled.rule.kind == "deadline":
                found = [
                    other
                    for other in found
                    if not (direct.start <= other.start < direct.end or other.end == direct.end)
                ]
            if _says_already(direct, found):
                continue
            if compiled.rule.kind == "foreground":
                found = [other for other in found if not (other.start < direct.end and direct.start < other.end)]
            found.append(direct)
    return sorted(found, key=lambda condition: (condition.start, condition.end))


def _framed(match: re.Match[str], compiled: Compiled, language: str) -> Found:
    group = match.groupdict()
    end = _closed(match)
    named = next((name for name in "cd" if group.get(name)), 0)
    content = match.group(named)
    if end < match.end():
        content = match.string[match.start(named) : end] or content
    if language == "zh":
        content = _with_guardian(match.group(), content)
    said = tuple(classify(content, language))
    if compiled.rule.kind == "additive":
        refused = tuple(one for one in said if one.kind == "refusal")
        return Found(match.start(), end, "when" if refused else "additive", refused, False, content)
    if compiled.rule.value in _SETTLED:
        said = (_settled(compiled.rule.value, content, language),)
    elif compiled.rule.value == "feature":
        said = tuple(_as_feature(one, content, language) for one in said)
    elif compiled.rule.kind == "when":
        said = tuple(acts.by_user(one, match.group(), content, language) for one in said)
        if _MEANWHILE.search(match.group()):
            said = tuple(_as_feature(one, content, language) if one.kind == "user_action" else one for one in said)
    aim = compiled.rule.value == "aim"
    if aim or compiled.rule.value == "act":
        said = tuple(acts.bare(one, content, language) for one in said)
    return Found(match.start(), end, compiled.rule.kind, said, group.get("n") is not None, content, aim=aim)


def _closed(match: re.Match[str]) -> int:
    """Where a condition ends that stands in brackets: `(if you give it) and your name` ends with them."""
    depth = 0
    for index, mark in enumerate(match.group()):
        depth += (mark in "(（") - (mark in ")）")
        if depth < 0:
            return match.start() + index
    return match.end()


def _with_guardian(whole: str, content: str) -> str:
    """`监护人同意后`: where the frame took the guardian for the user, who agrees is kept."""
    guardian = _GUARDIAN.search(whole)
    return guardian.group() + content if guardian and not _GUARDIAN.search(content) else content


def _settled(kind: str, content: str, language: str) -> Said:
    """A frame that says by itself what the circumstance is (`without asking you`: consent)."""
    return Said(kind, acts.clean(content, language) if kind == "user_action" else None)


def _as_feature(said: Said, content: str, language: str) -> Said:
    """`导航过程中`, `in voice rooms`: what goes on is a feature in use, not an act just done."""
    if said.kind in {"user_action", "if"} and said.value != "background" and not said.happens:
        return Said("feature", acts.clean(content, language))
    return said


def classify(content: str, language: str) -> list[Said]:
    """What a stated circumstance is: every state it names, else an event, else an action, else `if` with its words.

    `点击“查找门店”并授予位置权限` says two things; both are given when each half means something alone.
    """
    halves = [half for half in _AND[language].split(content) if half and len(half.strip()) > 1]
    if 1 < len(halves) <= 4:
        said = [one for half in halves for one in _classify(half, language)]
        if any(one.kind != "if" for one in said) and len({one.kind for one in said}) > 1:
            return _of_one_guardian(list(dict.fromkeys(said)), content, language)
    return list(_classify(content, language))


def _of_one_guardian(said: list[Said], content: str, language: str) -> list[Said]:
    """`监护人完成验证并同意`: who agrees is named once, with the first of the two acts; what a guardian does is consent."""
    whole = list(_classify(content, language))
    if not any(one.kind == "guardian_consent" for one in whole):
        return said
    return [Said("guardian_consent"), *(one for one in said if one.kind not in _GIVEN_BY_GUARDIAN)]


def _classify(content: str, language: str) -> Iterator[Said]:
    groups = rules.groups("conditions", language)
    taken: list[tuple[int, int]] = []
    kinds: set[str] = set()
    for compiled in groups["states"]:
        for match in compiled.regex.finditer(content):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            said = _direct(match, compiled, language)
            if compiled.rule.kind in kinds or _implied(said.kind, kinds):
                continue
            kinds.add(compiled.rule.kind)
            yield _with_all_permissions(said, content, language)
    law = [c for c in groups["events"] if c.rule.kind == "legal_requirement"]
    if taken:
        if any(c.regex.search(content) for c in law) and kinds <= {"consent", "explicit_consent"}:
            yield Said("legal_requirement")
        return
    tiers = ("events",) if _NOT_YOURS[language].match(content.strip()) else ("events", "actions")
    for tier in tiers:
        for compiled in groups[tier]:
            found = compiled.regex.search(content)
            if found:
                said = _direct(found, compiled, language)
                if said.kind in {"login", "registration"}:
                    said = _beside_others(said, content, language)
                yield said
                return
    yield Said("if", acts.clean(content, language))


def _beside_others(said: Said, content: str, language: str) -> Said:
    """`登录、转账`: one of several acts, then they are told as acts."""
    joined = acts.alternatives(content, language)
    parts = joined.split("|")
    return Said("user_action", joined) if len(parts) > 1 and all(len(part) <= 3 for part in parts) else said


def _implied(kind: str, kinds: set[str]) -> bool:
    """Does a stronger circumstance already say it?"""
    return (
        kind == "consent"
        and bool(
            kinds
            & {
                "explicit_consent",
                "guardian_consent",
                "permission_granted",
                "permission_revoked",
                "refusal",
                "consent_withdrawn",
            }
        )
    ) or (kind == "explicit_consent" and "guardian_consent" in kinds)


def _direct(match: re.Match[str], compiled: Compiled, language: str) -> Said:
    template = compiled.rule.value
    if template is None:
        return Said(compiled.rule.kind)
    group = match.groupdict()
    if template == "{p}":
        word = next((group[name] for name in "pqrst" if group.get(name)), None)
        return Said(compiled.rule.kind, rules.permission_names(language).get(word.lower()) if word else None)
    if template == "{event}":
        return Said(compiled.rule.kind, acts.clean(group["v"], language), happens=True)
    if template == "{v}":
        value = next((group[name] for name in "vwxy" if group.get(name)), match.group())
        if compiled.rule.kind == "feature" and _THIS.match(value):
            return Said(compiled.rule.kind)
        if compiled.rule.kind in {"user_action", "feature"}:
            return Said(compiled.rule.kind, acts.alternatives(value, language))
        return Said(compiled.rule.kind, acts.clean(value, language))
    return Said(compiled.rule.kind, template)


def _with_all_permissions(said: Said, content: str, language: str) -> Said:
    """`开启位置、相机权限` names two permissions: both stand in the value."""
    if said.kind not in {"permission_granted", "permission_revoked"} or said.value is None:
        return said
    names = rules.permission_names(language)
    folded = content.lower()
    pattern = rules.groups("permissions", language)["names"][0].regex
    found = [names[match.group().lower()] for match in pattern.finditer(folded) if match.group().lower() in names]
    unique = list(dict.fromkeys([said.value, *found])) if len(found) > 1 else [said.value]
    return Said(said.kind, "|".join(sorted(unique, key=unique.index)))


def _overlaps(start: int, end: int, found: list[Found]) -> bool:
    return any(start < other.end and other.start < end for other in found)


def _says_already(direct: Found, found: list[Found]) -> bool:
    """Is the same, or something that decides it, already found at this place?"""
    kind = direct.said[0].kind
    for other in found:
        if not (direct.start < other.end and other.start < direct.end):
            continue
        if other.role in {"additive", "unless"} or any(said.kind == kind for said in other.said):
            return True
        if kind not in {"foreground", "frequency", "if"}:
            return True
    return False
