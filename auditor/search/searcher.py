"""Find planted and returned values in bytes, through every layer of encoding, with the chain that leads to each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditor.model import Hit, Identity
from auditor.search import peel
from auditor.search.automaton import Automaton, Match, longest, worth
from auditor.search.forms import weight
from auditor.search.patterns import SHORTEST, Kind, patterns
from auditor.search.places import Half, PlaceFinder, Spot, pair
from auditor.search.runs import decodings, runs

DECODE_DEPTH = 6
CHAIN_LIMIT = 16
LAYER_LIMIT = 50_000
BYTES_LIMIT = 128 << 20
HIT_LIMIT = 10_000
SMALL = 65_536
COMPRESSED = {("gzip",), ("zstd",), ("deflate",), ("br",)}
ENCODED = {("base64",), ("hex",), ("url",)}
PLAIN = {"gzip", "zstd", "deflate", "br"}


@dataclass(frozen=True)
class Layer:
    """Bytes at some depth, with the way to them; `number`, `parent` and `order` tell which fields are neighbours."""

    data: bytes
    chain: tuple[str, ...] = ()
    decoded: int = 0
    number: int = 0
    parent: int = -1
    order: int = 0
    is_field: bool = False
    content_type: str = ""
    content_encoding: str = ""


@dataclass(frozen=True)
class Found:
    """A value found, before it is tied to a request."""

    value: int
    chain: tuple[str, ...]
    offset: int
    confidence: str


@dataclass
class Work:
    """One search: what it may still spend, and the coordinates seen on the way."""

    layers: int = 0
    size: int = 0
    halves: list[Half] = field(default_factory=list)

    def begin(self, data: bytes) -> bool:
        """Count a layer; false when the search has cost enough."""
        self.layers += 1
        self.size += len(data)
        return self.layers <= LAYER_LIMIT and self.size <= BYTES_LIMIT


class Searcher:
    """All values of a run, ready to be searched for. Building takes some 50 ms; use one for all flows of a run."""

    def __init__(self, values: Sequence[Identity]) -> None:
        self.values = tuple(values)
        self._places = PlaceFinder(self.values)
        self.automaton = Automaton(
            pattern
            for index, value in enumerate(self.values)
            for pattern in (*self._places.patterns(index), *patterns(value, index))
        )
        # Too short to prove anything: not searched for, which the coverage should say.
        self.unsearched = tuple(one.id for one in self.values if weight(one.value.strip()) < SHORTEST)

    def search(
        self, data: bytes, *, content_type: str = "", content_encoding: str = "", part: str = "body", source: str = ""
    ) -> list[Hit]:
        """Every value in `data`, as `Hit`s in the order of chain and offset.

        `part`: body, url (path, or path and query), header:NAME, cookie, file. `source`: id of the flow or file. The
        offset counts bytes of the innermost layer. Not looked at: what lies deeper than 6 decodings, and what comes
        after 128 MiB of decoded data.
        """
        work = Work()
        layer = Layer(data, is_field=part.startswith("header:"), content_type=content_type)
        found = self._search(replace(layer, content_encoding=content_encoding), part, work)
        found += [Found(*one) for one in pair(work.halves)]
        unique: dict[tuple[int, tuple[str, ...], int], Found] = {}
        for one in found[:HIT_LIMIT]:
            unique.setdefault((one.value, one.chain, one.offset), one)
        ordered = sorted(unique.values(), key=lambda one: (one.chain, one.offset, one.value))
        return [self._hit(one, part, source) for one in ordered]

    def _search(self, layer: Layer, part: str, work: Work) -> list[Found]:
        if not layer.data or not work.begin(layer.data):
            return []
        layer = replace(layer, number=work.layers)
        if layer.content_encoding:
            steps, data = peel.opened(layer.data, layer.content_encoding)
            layer = replace(layer, data=data, chain=layer.chain + steps, content_encoding="")
        deeper = layer.decoded < DECODE_DEPTH and len(layer.chain) < CHAIN_LIMIT
        inner = peel.compressed(layer.data) if deeper else None
        if inner is not None:
            return self._search(_below(layer, inner, 0), "", work)
        matches, halves, seen = self._matches(layer)
        stretches = list(runs(layer.data)) if deeper else []
        worthwhile = self._has_fields(layer, part, seen, stretches)
        fields = peel.fields(layer.data, layer.content_type, part) if worthwhile else []
        if fields:
            before = len(work.halves)
            below = self._descend(layer, fields, work)
            if len(work.halves) == before:
                work.halves += halves
            better = _said_below(layer, matches, below)
            return _own(layer, [m for m in matches if m not in better]) + below
        work.halves += halves
        return self._decoded(layer, matches, stretches, work) if deeper else _own(layer, matches)

    def _matches(self, layer: Layer) -> tuple[list[Match], list[Half], bool]:
        """The matches that count, the coordinates, and whether a field by itself might say more."""
        matches: list[Match] = []
        halves: list[Half] = []
        spot = Spot(layer.chain, layer.number, layer.parent, layer.order)
        seen = False
        for start, end, pattern in self.automaton.candidates(layer.data):
            if pattern.kind is Kind.PLACE:
                half = self._places.half(layer.data, start, end, pattern, spot)
                if half is not None:
                    halves.append(half)
                continue
            seen = True
            confidence = worth(layer.data, start, end, pattern, layer.is_field)
            if confidence is not None:
                matches.append(Match(start, end, pattern, confidence))
        return longest(matches), halves, seen or bool(halves)

    def _has_fields(self, layer: Layer, part: str, seen: bool, stretches: list[tuple[int, int]]) -> bool:
        """Whether it can be worth while to take the data apart: plain fields without a trace of a value are not."""
        if len(layer.chain) >= CHAIN_LIMIT:
            return False
        data = layer.data
        if seen or part in ("cookie", "url") or layer.content_type.lower().startswith("multipart/"):
            return True
        if peel.is_database(data):
            return True
        return b"\\" in data or peel.has_percent(data) or data[:2] == b"--" or self._promising(data, stretches)

    def _promising(self, data: bytes, stretches: list[tuple[int, int]]) -> bool:
        """Whether some stretch of the text decodes to what could be meant; in a small one every stretch is tried."""
        if len(data) <= SMALL:
            return bool(stretches)
        tried: set[bytes] = set()
        for start, end in stretches:
            run = data[start:end]
            if run in tried:
                continue
            tried.add(run)
            for _, content in decodings(run):
                if len(content) >= 32 or peel.is_text(content) or peel.compressed(content):
                    return True
        return False

    def _descend(self, layer: Layer, children: Iterable[peel.Child], work: Work) -> list[Found]:
        found: list[Found] = []
        for order, child in enumerate(children):
            if len(child.data) >= SHORTEST:
                found += self._search(_below(layer, child, order), "", work)
        return found

    def _decoded(self, layer: Layer, matches: list[Match], stretches: list[tuple[int, int]], work: Work) -> list[Found]:
        """Hits of this layer and of all that is encoded in it, each hit once."""
        found: list[Found] = []
        own = {(m.pattern.value, m.pattern.steps) for m in matches}
        ordered = sorted(matches, key=lambda m: m.start)
        starts = [m.start for m in ordered]
        reach = max((m.end - m.start for m in ordered), default=0)
        better: set[Match] = set()
        done: dict[tuple[tuple[str, ...], bytes], list[Found]] = {}
        for order, child in enumerate(self._children(layer, stretches)):
            near = ordered
            if child.span:
                near = ordered[bisect_left(starts, child.span[0] - reach) : bisect_left(starts, child.span[1])]
                if any(m.start <= child.span[0] and child.span[1] <= m.end for m in near):
                    continue  # a digest or number is itself the value: what its letters decode to is chance
            same = done.get((child.steps, child.data))  # equal stretches say equal things, chain and offset included
            below = self._search(_below(layer, child, order), "", work) if same is None else same
            done[child.steps, child.data] = below
            if child.steps == ("url",):
                # What stood there without percent signs is found again behind them.
                below = [one for one in below if (one.value, one.chain[len(layer.chain) + 1 :]) not in own]
            better.update(_said_below(layer, near, below, child))
            if same is None:
                found += below
        return _own(layer, [m for m in matches if m not in better]) + found

    def _children(self, layer: Layer, stretches: list[tuple[int, int]]) -> Iterator[peel.Child]:
        text = peel.is_text(layer.data)
        if not text:
            yield from peel.binary(layer.data)
        yield from peel.encoded(layer.data, stretches, percent=text)

    def _hit(self, one: Found, part: str, source: str) -> Hit:
        value = self.values[one.value]
        return Hit(
            source=source,
            value_id=value.id,
            data_type=value.data_type,
            part=part,
            chain=one.chain,
            offset=one.offset,
            confidence=one.confidence,
        )


def _below(layer: Layer, child: peel.Child, order: int) -> Layer:
    return Layer(
        data=child.data,
        chain=layer.chain + child.steps,
        decoded=layer.decoded + (0 if child.is_field else 1),
        parent=layer.number,
        order=order,
        is_field=child.is_field or layer.is_field,
        content_type=child.content_type,
        content_encoding=child.content_encoding,
    )


def _own(layer: Layer, matches: Iterable[Match]) -> list[Found]:
    return [Found(m.pattern.value, layer.chain + m.pattern.steps, m.start, m.confidence) for m in matches]


def _said_below(
    layer: Layer, matches: Iterable[Match], below: Iterable[Found], child: peel.Child | None = None
) -> set[Match]:
    """The matches that a deeper hit says better: the same value, in the same place, by the same steps.

    `child` is the decoded stretch that `below` comes from; None stands for the fields of a structure.
    """
    ways: dict[int, set[tuple[str, ...]]] = {}
    for one in below:
        decoded = (step for step in one.chain[len(layer.chain) :] if ":" not in step and step not in PLAIN)
        ways.setdefault(one.value, set()).add(tuple(decoded))
    return {m for m in matches if m.pattern.value in ways and _same(m, ways[m.pattern.value], child)}


def _same(match: Match, ways: set[tuple[str, ...]], child: peel.Child | None) -> bool:
    """Whether a match in a layer is one thing with a hit below it; `ways`: the decodings that lead to those hits."""
    steps = tuple(step for step in match.pattern.steps if step != "json_escape")
    if child is not None and child.span and (match.end <= child.span[0] or child.span[1] <= match.start):
        return False
    if child is not None and not child.is_field and child.steps[-1:] not in COMPRESSED:
        # What the letters showed of the value, the decoded text shows too, and better.
        return steps[:1] == child.steps[-1:]
    return steps in ways or (steps[:1] in ENCODED and any(steps[0] in way for way in ways))
