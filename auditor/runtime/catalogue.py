"""The catalogue of watched methods: `hooks/catalogue/<category>.yaml`, one row a method and meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Literal

import msgspec

from auditor import resources, rulefiles, vocabulary
from auditor.errors import RuleFileError

NEWEST = 99
STEP = re.compile(r"[\w$<>]+(\([\w/$;\[]*\)[\w/$;\[]+(@-?\d+(,-?\d+)*)?|:[\w/$;\[]+)")


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a call counts: argument `argument` (from 0; -1 the object called), read along `read`, is one of these.

    `read` is a path of JNI steps: `getAuthority()Ljava/lang/String;`, `mField:I`, separated by blanks, whole numbers
    as arguments after `@`. Empty: the argument itself. Without `equals`, `starts`, `contains` it must only be there.
    `unless`: never with one of these.
    """

    argument: int
    read: str = ""
    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class KeptArgument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An argument whose text is kept; of an object array every element is read, joined by commas."""

    argument: int
    read: str = ""


class KeptResult(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"as_": "as"}):
    """What is kept of a result: `text` or `number` along `read`, `hex` or `mac` of a byte[], `count`, or none.

    One path may hold several, joined by `,`: they make one value (`getLatitude()D,getLongitude()D`). `each`: the
    result is a List or an array, and the paths go for every element. `of: this`: the object called is read instead.
    """

    as_: Literal["text", "number", "hex", "mac", "count", "none"] = "text"
    read: tuple[str, ...] = ()
    each: bool = False
    of: Literal["result", "this"] = "result"


class Api(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"class_": "class"}):
    """A row. `class` is the declaring class (`Outer$Inner`), `overloads` lists of Java type names (none: all).

    `levels`: API levels, `26-`, `-28` or `26-33`. `permission`: any of them is needed. `action` as in `model.Event`.
    `in_app`: the class comes with an app or a maker's system; where it is not, the row does not apply.
    `direct`: the framework calls it often on the app's behalf; only a call straight from app, SDK or library counts.
    `placeholders`: results, in lower case, that stand for "you get nothing", beside those made of zeros alone.
    """

    id: str
    class_: str
    method: str
    data_type: str | None = None
    action: Literal["access", "permission_request", "bookkeeping"] = "access"
    overloads: tuple[tuple[str, ...], ...] = ()
    levels: str = "1-"
    counts_when: tuple[Condition, ...] = ()
    keep_arguments: tuple[KeptArgument, ...] = ()
    keep_result: KeptResult = KeptResult()
    placeholders: tuple[str, ...] = ()
    in_app: bool = False
    direct: bool = False
    permission: tuple[str, ...] = ()
    source: str

    @property
    def api(self) -> str:
        """Short name: `Settings.Secure.getString`; a constructor is `AudioRecord.<init>`."""
        method = "<init>" if self.method == "$init" else self.method
        return f"{self.class_.rpartition('.')[2].replace('$', '.')}.{method}"

    def level_range(self) -> tuple[int, int]:
        """First and last API level, both included."""
        first, _, last = self.levels.partition("-")
        return int(first or 1), int(last or NEWEST)

    def for_agent(self) -> dict[str, Any]:
        """The row as the agent takes it."""
        row: dict[str, Any] = msgspec.to_builtins(self)
        for key in ("data_type", "action", "direct", "permission", "source"):
            del row[key]
        return row | {"levels": list(self.level_range()), "is_read": self.action == "access"}


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call of `api`: what its conditions read, the result's texts, whether it counts, and what came of it."""

    api: str
    reads: tuple[str | None, ...] = ()
    result: tuple[str, ...] = ()
    counts: bool = True
    outcome: Literal["returned", "empty", "placeholder"] = "returned"


class CatalogueFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`hooks/catalogue/<category>.yaml`."""

    category: str
    apis: tuple[Api, ...]
    examples: tuple[Example, ...]


@cache
def files() -> tuple[tuple[str, CatalogueFile], ...]:
    """Every catalogue file by name, checked. Raises `RuleFileError` naming file and row."""
    return tuple(read(folder()))


@cache
def load() -> tuple[Api, ...]:
    """Every row that ships with the package, in the order of files and rows."""
    return tuple(api for _, file in files() for api in file.apis)


def folder() -> Traversable:
    return resources.data("hooks").joinpath("catalogue")


def read(source: Traversable) -> Iterable[tuple[str, CatalogueFile]]:
    """Read and check a folder of catalogue files. Raises `RuleFileError` with one sentence."""
    known = set(vocabulary.load().types)
    seen: dict[str, str] = {}
    for name, file in rulefiles.load_folder(source, CatalogueFile):
        for api in file.apis:
            if api.id in seen:
                raise RuleFileError(f"{name}: row {api.id} is already in {seen[api.id]}; give it another id.")
            seen[api.id] = name
            _check(name, api, known)
        _check_examples(name, file)
        yield name, file


def _check(name: str, api: Api, known: set[str]) -> None:
    where = f"{name}: row {api.id}"
    if not re.fullmatch(r"\d*-\d*", api.levels):
        raise RuleFileError(f"{where}: levels '{api.levels}' should look like 26-, -28 or 26-33.")
    if api.data_type is not None and api.data_type not in known:
        raise RuleFileError(f"{where}: no data type {api.data_type}.{rulefiles.nearest(api.data_type, known)}")
    if api.data_type is None and api.action == "access":
        raise RuleFileError(f"{where}: a row whose action is access needs a data_type.")
    paths = [c.read for c in api.counts_when] + [k.read for k in api.keep_arguments]
    paths += [part for path in api.keep_result.read for part in re.split(r",(?=[A-Za-z])", path)]
    for step in (step for path in paths for step in path.split()):
        if not STEP.fullmatch(step):
            raise RuleFileError(f"{where}: '{step}' is no step such as getAuthority()Ljava/lang/String; or mField:I.")


def _check_examples(name: str, file: CatalogueFile) -> None:
    rows = {api.id: api for api in file.apis}
    for example in file.examples:
        if example.api not in rows:
            near = rulefiles.nearest(example.api, set(rows))
            raise RuleFileError(f"{name}: an example is for {example.api}, which the file does not have.{near}")
        if len(example.reads) != len(rows[example.api].counts_when):
            raise RuleFileError(f"{name}: an example of {example.api} needs one text in reads for each condition.")
