"""The list of SDKs that a policy leaves to another page, supplied as a file: YAML or CSV.

A YAML file looks like this; a CSV file has the same four columns, named in its first row (English or Chinese):

    sdks:
    - name: Example Push
      company: Example Ltd.
      data_types: [oaid, mac_address]
      purpose: push messages

`data_types` are ids of the vocabulary, or words that a policy would use for them; in one cell of a CSV file they are
separated by any of ; 、 , /
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor import rulefiles, vocabulary
from auditor.errors import RuleFileError
from auditor.model import Contract, PolicySdk

MOST_ROWS = 5_000
LARGEST = 16 * 1024 * 1024
_SEPARATORS = re.compile(r"[;；、,，/\n]+")
_COLUMNS = {
    "name": ("name", "sdk", "sdk name", "名称", "sdk名称", "第三方sdk名称"),
    "company": ("company", "provider", "developer", "公司", "公司名称", "提供方", "所属公司", "运营方"),
    "data_types": ("data_types", "data types", "data", "types", "信息类型", "收集的信息", "个人信息类型", "数据类型"),
    "purpose": ("purpose", "use", "目的", "使用目的", "用途"),
}


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    company: str = ""
    data_types: tuple[str, ...] = ()
    purpose: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sdks: tuple[_Row, ...]


@dataclass(frozen=True)
class SdkList:
    """The rows of a file, and the words for data that no entry of the vocabulary is known for."""

    rows: tuple[PolicySdk, ...]
    unknown: tuple[str, ...] = ()


def read(file: Path) -> SdkList:
    """The SDKs of a file. Raises `RuleFileError` where it cannot be read, a row has no name or a column is missing."""
    rows = list(_from_csv(file) if file.suffix.lower() == ".csv" else rulefiles.load(file, _File).sdks)
    if not rows:
        raise RuleFileError(f"{file.name}: names no SDK; a list that is empty on purpose needs no file.")
    if len(rows) > MOST_ROWS:
        raise RuleFileError(f"{file.name}: more than {MOST_ROWS} SDKs; split the file.")
    unknown: dict[str, None] = {}
    found = []
    for number, row in enumerate(rows, 1):
        if not row.name.strip():
            raise RuleFileError(f"{file.name}: SDK {number} has no name.")
        types: dict[str, None] = {}
        for word in row.data_types:
            named = _types(word)
            types.update(dict.fromkeys(named))
            unknown.update(dict.fromkeys(() if named else (word.strip(),)))
        found.append(
            PolicySdk(
                name=row.name.strip(),
                company=row.company.strip(),
                data_types=tuple(types),
                purpose=" ".join(row.purpose.split()),
            )
        )
    return SdkList(tuple(found), tuple(unknown))


def supply(contract: Contract, supplied: SdkList) -> Contract:
    """The contract with the rows beside those of the policy's own table; what refers to such a list is supplied."""
    references = tuple(
        msgspec.structs.replace(one, supplied=True) if one.what == "sdk_list" else one for one in contract.references
    )
    return msgspec.structs.replace(contract, sdks=(*contract.sdks, *supplied.rows), references=references)


def _types(word: str) -> tuple[str, ...]:
    """The data types that a word names: an id, a name of the vocabulary, else what a policy's reader finds in it."""
    wanted = word.strip()
    known = vocabulary.load().types
    if wanted in known:
        return (wanted,)
    exact = [row.id for row in known.values() if wanted.casefold() in (row.zh.casefold(), row.en.casefold())]
    if exact:
        return (exact[0],)
    from auditor.policy import scripts, terms

    plain = scripts.simplified(wanted)
    return tuple(dict.fromkeys(term.type for lang in ("zh", "en") for term in terms.lexicon(lang).find(plain)))


def _from_csv(file: Path) -> Iterator[_Row]:
    try:
        raw = file.read_bytes()
        text = raw[:LARGEST].decode("utf-8-sig")
    except OSError as error:
        raise RuleFileError(f"{file}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise RuleFileError(f"{file.name}: not UTF-8; save it as UTF-8.") from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise RuleFileError(f"{file.name}: not CSV ({error}).") from None
    header = [_column(cell) for cell in rows[0]] if rows else []
    if "name" not in header:
        raise RuleFileError(f"{file.name}: the first row names no column 'name'; wanted are {', '.join(_COLUMNS)}.")
    for cells in rows[1:]:
        given = {column: cell for column, cell in zip(header, cells, strict=False) if column}
        if any(cell.strip() for cell in cells):
            types = tuple(part for part in _SEPARATORS.split(given.get("data_types", "")) if part.strip())
            yield _Row(given.get("name", ""), given.get("company", ""), types, given.get("purpose", ""))


def _column(cell: str) -> str | None:
    wanted = " ".join(cell.split()).casefold()
    return next((column for column, words in _COLUMNS.items() if wanted in words), None)
