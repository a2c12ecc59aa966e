"""Run inside the seal: translate an APK's classes by enjarify, all of them or those that dex2jar failed on.

`python -m auditor.desk.translation.enjarified APK JAR ERRORS [CLASSES]`: CLASSES is a file, a name (`a/B`) a line.
Imports nothing of this package, so that the seal holds only this file and enjarify.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

DEX = re.compile(r"classes\d*\.dex")


def main(arguments: list[str]) -> int:
    """Write the jar and, a line each, the classes that failed and why; fails where an APK holds no readable DEX."""
    from enjarify.jvm import writeclass
    from enjarify.jvm.optimization import Options
    from enjarify.parsedex import DexFile

    apk, jar, errors = map(Path, arguments[:3])
    wanted = set(Path(arguments[3]).read_text("utf-8").splitlines()) if len(arguments) > 3 else None
    options = Options(
        inline_consts=True, prune_store_loads=True, copy_propagation=True, remove_unused_regs=True, dup2ize=False,
        sort_registers=False, split_pool=False, delay_consts=False,
    )  # fmt: skip
    done, failed = set(), []
    with zipfile.ZipFile(apk) as archive, zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        names = [name for name in archive.namelist() if DEX.fullmatch(name)]
        for name in sorted(names, key=lambda name: (len(name), name)):
            for found in DexFile(archive.read(name)).classes:
                file = found.unicodeName()
                if file in done or (wanted is not None and file.removesuffix(".class") not in wanted):
                    continue
                done.add(file)
                try:
                    code = writeclass.toClassFile(found, options)
                except Exception as error:  # whatever broken code leads to is that class's alone
                    why = f"{type(error).__name__}: {error}".replace("\n", " ").replace("\t", " ")
                    failed.append(f"L{file.removesuffix('.class')};\t{why}\n")
                else:
                    out.writestr(file, code)
    errors.write_text("".join(failed), "utf-8", errors="replace")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
