"""SDKs that a policy names: rows of a table, key-value blocks, and third parties that a statement says collect."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.model import PolicySdk, Statement
from auditor.policy import scripts, terms
from auditor.policy.sections import Block

_ROLES = (
    (
        "company",
        expression(
            r"公司|主体|提供方|运营方|机构|第三方(?!SDK)|合作方|开发者|company|provider|operator|developer|"
            r"owner",
            re.I,
        ),
    ),
    (
        "name",
        expression(
            r"SDK\s*名称|SDK名|名称|插件|产品|^SDK$|^SDK name|^name|^services?$|服务名称|third[- ]party sdk|^sdk", re.I
        ),
    ),
    ("data_types", expression(r"信息|数据|字段|权限|类型|data|information|types?", re.I)),
    ("purpose", expression(r"目的|用途|场景|功能|purpose|use|why|function", re.I)),
)
_CELL = expression(r"\s*\|\s*|\t+")
_RULE = expression(r"^[\s|:–—-]*$")
_PAIR = expression(r"^(?P<key>[^：:|]{2,24})[：:]\s*(?P<value>.{1,600})$", re.S)
MOST = 2000


class Tables:
    """Reads rows block by block; a header row names the columns."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows: list[PolicySdk] = []
        self.header: list[str | None] = []
        self.pairs: dict[str, tuple[int, int]] = {}

    def take(self, block: Block) -> bool:
        """Consume a block that is a table row or part of a key-value record; false for anything else."""
        line = self.text[block.start : block.end]
        if line.count("|") >= 2 or line.count("\t") >= 2:
            self._row(block, line)
            return True
        self.header = []
        return self._pair(block, line)

    def done(self) -> tuple[PolicySdk, ...]:
        """Every SDK found, the last record closed."""
        self._close()
        return tuple(self.rows[:MOST])

    def _row(self, block: Block, line: str) -> None:
        if _RULE.match(line):
            return
        cells = [cell.strip() for cell in _CELL.split(line.strip().strip("|").strip())]
        if not self.header:
            self.header = [_role(cell) for cell in cells]
            if "name" not in self.header and "company" not in self.header:
                self.header = [None] * len(cells)
            return
        fields = {role: cell for role, cell in zip(self.header, cells, strict=False) if role and cell}
        name = fields.get("name") or fields.get("company")
        if name:
            self.rows.append(_sdk(name, fields, block.start, block.end))

    def _pair(self, block: Block, line: str) -> bool:
        match = _PAIR.match(line)
        role = _role(match.group("key")) if match else None
        if match is None or role is None or len(match.group("key")) > 16:
            self._close()
            return False
        if role == "name":
            if not re.search("SDK", line, re.I):
                return False
            self._close()
        elif "name" not in self.pairs:
            return False
        low = block.start + match.start("value")
        self.pairs.setdefault(role, (low, block.end))
        return True

    def _close(self) -> None:
        if "name" in self.pairs and len(self.pairs) > 1:
            fields = {role: self.text[start:end].strip() for role, (start, end) in self.pairs.items()}
            start = min(start for start, _ in self.pairs.values())
            self.rows.append(_sdk(fields["name"], fields, start, max(end for _, end in self.pairs.values())))
        self.pairs = {}


def _role(cell: str) -> str | None:
    plain = scripts.simplified(cell)
    return next((role for role, pattern in _ROLES if pattern.search(plain)), None)


def _sdk(name: str, fields: dict[str, str], start: int, end: int) -> PolicySdk:
    words = scripts.simplified(fields.get("data_types", ""))
    found = dict.fromkeys(t.type for language in ("zh", "en") for t in terms.lexicon(language).find(words))
    return PolicySdk(
        name=name[:120],
        company=fields.get("company", "")[:120],
        data_types=tuple(found),
        purpose=fields.get("purpose", "")[:300],
        start=start,
        end=end,
    )


def merge(rows: tuple[PolicySdk, ...], statements: tuple[Statement, ...]) -> tuple[PolicySdk, ...]:
    """The rows, and third parties named by a statement that no row holds."""
    found = list(rows)
    for statement in statements:
        if (
            statement.actor != "third_party"
            or statement.polarity != "positive"
            or statement.action not in {"collect", "access"}
        ):
            continue
        for name in statement.recipients:
            if "_" in name or name in {"sdk", "partner", "affiliate", "authority", "merchant", "public", "successor"}:
                continue
            index = next((i for i, sdk in enumerate(found) if sdk.name == name), None)
            if index is None:
                found.append(
                    PolicySdk(
                        name=name,
                        data_types=statement.data_types,
                        purpose=statement.purpose or "",
                        start=statement.start,
                        end=statement.end,
                    )
                )
            else:
                types = tuple(dict.fromkeys([*found[index].data_types, *statement.data_types]))
                found[index] = msgspec.structs.replace(found[index], data_types=types)
    return tuple(found[:MOST])
