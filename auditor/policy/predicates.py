"""One predicate: an action word of a sentence with what the grammar of its language says of it."""

from __future__ import annotations

import msgspec


class Predicate(msgspec.Struct):
    """An action word at `start:end`; `zone` is where its own part of the sentence begins.

    `rule_kind` marks special readings (permission_scope, usefor, basis); `lists` that the objects follow a noun
    (收集的信息包括…); `objects_before` that they stand before the verb (将…, passive); `negation` is the span of the
    negating word; `jointly` that we and a third party act together; `negates` that the word itself denies the act
    (out of reach); `front` is where objects before the verb begin.
    """

    start: int
    end: int
    action: str
    word: str
    rule_kind: str = ""
    zone: int = 0
    actor: str = "first_party"
    polarity: str = "positive"
    modality: str = "will"
    negation: tuple[int, int] | None = None
    lists: bool = False
    objects_before: bool = False
    passive: bool = False
    jointly: bool = False
    stated_actor: bool = True
    negates: bool = False
    front: int = 0
