"""A Markdown policy as plain text: marks of headings, lists and tables stay, wrapped lines are put together."""

from __future__ import annotations

import html
import re

from auditor.policy.documents.decoded import Decoded
from auditor.policy.documents.reflow import joined

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:\s[^()\n]{0,200})?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^()\s]{0,500}(?:\s[^()\n]{0,200})?\)|\[[^\[\]\n]{0,100}\])")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,400}?\S|\S)\1")
_STRESS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)\*(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,200})`")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_DEFINITION = re.compile(r"\s{0,3}\[[^\[\]\n]{1,100}\]:\s*\S+.*$")


def to_text(markup: str) -> Decoded:
    """The text of a Markdown file; comments, HTML tags, emphasis and the targets of links are left out."""
    found: list[str] = []
    paragraph: list[str] = []
    for line in [*_without_comments(markup).splitlines(), ""]:
        for part in _BREAK.split(line):
            _take(part, paragraph, found)
        if _BREAK.search(line) or line.endswith(("  ", "\\")):
            _flush(paragraph, found)
    _flush(paragraph, found)
    return Decoded("\n".join(found) + "\n")


def _take(line: str, paragraph: list[str], found: list[str]) -> None:
    if _UNDERLINE.match(line) and len(paragraph) == 1 and not paragraph[0].lstrip().startswith(("#", "-", "*", "|")):
        paragraph[0] = "# " + paragraph[0].strip()
        _flush(paragraph, found)
    elif _FENCE.match(line) or _RULE.match(line) or _DEFINITION.match(line) or not line.strip():
        _flush(paragraph, found)
    elif line.lstrip().startswith(("|", "#")):
        _flush(paragraph, found)
        found.append(_plain(line.strip()))
    else:
        line = line.rstrip().removesuffix("\\")
        paragraph.append(line.lstrip("> ") if line.lstrip().startswith(">") else line)


def _flush(paragraph: list[str], found: list[str]) -> None:
    found += [line for part in joined(paragraph) if (line := _plain(part).strip())]
    paragraph.clear()


def _plain(line: str) -> str:
    line = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", line)))
    line = _TAG.sub("", line)
    line = _STRESS.sub(r"\1", _STRONG.sub(r"\2", _CODE.sub(r"\1", line)))
    return html.unescape(_ESCAPE.sub(r"\1", line)).replace("\n", " ")


def _without_comments(markup: str) -> str:
    kept: list[str] = []
    at = 0
    while (begin := markup.find("<!--", at)) >= 0:
        kept.append(markup[at:begin])
        end = markup.find("-->", begin)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, markup[at:]])
