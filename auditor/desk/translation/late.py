"""Code that an app loads while it runs: translated outside its process, in the translators' own seal, for that process.

The archive comes over the control socket, from inside the seal: its size, how many there are and the time each takes
are bounded, and nothing but the translator opens it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from auditor.desk.holes import Kind
from auditor.desk.seal import seal
from auditor.desk.translation import translate
from auditor.errors import ApkError, DeviceError

LARGEST_BYTES = 21 << 20
LARGEST_JAR_BYTES = 200 << 20
MOST_FILES = 100
LIMIT_S = 150.0
# Translated late code that stays in the user's cache; an app may make up new code at every start.
MOST_KEPT = 200
PREFIX = "late-"
Note = Callable[[Kind, str, str], object]


class LateCode:
    """Translates what one process asks for; `note` takes (kind, name, why) for its ledger."""

    def __init__(self, folder: Path, sandbox: str, note: Note) -> None:
        self._folder, self._sandbox, self._note = folder, sandbox, note
        self._made = 0
        self._turn = asyncio.Lock()

    async def translate(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer `{"zip": BASE64, "name": ...}` with `{"jar": path inside the seal}`.

        Raises `DeviceError` with the reason when there is too much of it or it cannot be translated.
        """
        packed = _decode(message.get("zip"))
        async with self._turn:
            if self._made >= MOST_FILES:
                raise DeviceError(f"the app has loaded {MOST_FILES} files of code while it ran; no more are translated")
            self._made += 1
            return {"jar": await self._jar(packed, self._made)}

    async def _jar(self, packed: bytes, number: int) -> str:
        late = self._folder / "late"
        late.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=late) as folder:
            file = Path(folder, "code.zip")
            file.write_bytes(packed)
            try:
                async with asyncio.timeout(LIMIT_S):
                    made = await translate.translate(file, PREFIX + hashlib.sha256(packed).hexdigest(), self._sandbox)
            except TimeoutError:
                raise DeviceError(f"it could not be translated within {LIMIT_S:g} s") from None
            except ApkError as error:
                raise DeviceError(str(error)) from None
        if sum(jar.stat().st_size for jar in made.jars) > LARGEST_JAR_BYTES:
            raise DeviceError(f"translated, it is larger than {LARGEST_JAR_BYTES >> 20} MB")
        await asyncio.to_thread(_join, made.jars, late / f"{number}.jar")
        await asyncio.to_thread(_forget_oldest, made.jar.parent)
        for hole in made.holes:
            self._note(Kind.CLASS_NOT_TRANSLATED, hole.name, hole.why)
        return seal.path(self._sandbox, seal.Bind(host=self._folder, inside="/phone"), f"late/{number}.jar")


def _decode(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > LARGEST_BYTES * 4 // 3 + 4:
        raise DeviceError(f"code loaded while the app runs must be at most {LARGEST_BYTES >> 20} MB, packed")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise DeviceError("the code did not arrive whole") from None


def _join(made: Sequence[Path], target: Path) -> None:
    """Put jars into one; of a class that several have, the first one's counts."""
    if len(made) == 1:
        shutil.copyfile(made[0], target)
        return
    written: set[str] = set()
    with zipfile.ZipFile(target, "w") as joined:
        for jar in made:
            with zipfile.ZipFile(jar) as archive:
                for name in archive.namelist():
                    if name not in written:
                        written.add(name)
                        joined.writestr(name, archive.read(name))


def _forget_oldest(used: Path) -> None:
    """Keep the `MOST_KEPT` results of late code that were used last, `used` just now."""
    os.utime(used)
    kept = sorted(used.parent.glob(f"{PREFIX}*"), key=_last_used, reverse=True)
    for old in kept[MOST_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _last_used(folder: Path) -> float:
    # Another phone may have removed it meanwhile.
    return folder.stat().st_mtime if folder.exists() else 0.0
