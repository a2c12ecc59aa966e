"""Characters as they are meant where a PDF names the shapes it draws: radicals, ligatures, spaces between scripts."""

from __future__ import annotations

import re
import unicodedata

# Radicals of the supplement that Unicode gives no equivalent for, and the characters that fonts draw with them.
_RADICALS = (
    "⺁厂⺇几⺌小⺎兀⺏尢⺒巳⺓幺⺛旡⺝月⺟母⺠民⺪疋⺮竹⺯糹⺱网⺶羊⺷羊⺸羋⺼月⺽臼⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶"
    "⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭齒⻮齿⻯竜⻰龙⻲亀⻳龟"
)
_SHAPES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_MEANT = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_SPACED = re.compile(" [，。；：、！？）」』》]")
_BETWEEN = re.compile(f"(?<=[{_WIDE}]) (?=[^{_WIDE} |])|(?<=[^{_WIDE} |.)]) (?=[{_WIDE}])")


def plain(line: str) -> str:
    """The line with radicals, compatibility ideographs and ligatures replaced by the characters they stand for."""
    return _SHAPES.sub(lambda match: _MEANT.get(match.group()) or unicodedata.normalize("NFKC", match.group()), line)


def closed_up(lines: list[str]) -> list[str]:
    """The lines without the spaces that a writer of PDFs puts between Chinese and Latin letters.

    A document that has a space before a Chinese stop shows that its writer does so; in any other spaces stay.
    """
    if not any(_SPACED.search(line) for line in lines):
        return lines
    return [_BETWEEN.sub("", line) for line in lines]
