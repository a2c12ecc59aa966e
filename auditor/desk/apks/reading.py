"""APKs are read by androguard in a process of its own before they can be installed.

An APK is foreign: a manifest made to hang or to fill the memory ends that process, not the phone.
"""

from __future__ import annotations

import asyncio
import re
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from auditor.desk.apks import manifest, signing
from auditor.desk.apks.apk import Apk, BadApkError
from auditor.desk.apks.archive import ArchiveError, check_archive
from auditor.errors import ApkError

TIME_LIMIT_S = 90
REFUSED = 2
MEMORY_BYTES = 4 << 30
PACKAGE_NAME = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)


async def read(path: Path, api: int) -> Apk:
    """Read an APK in a child process.

    Raises `BadApkError` for a file that is no APK, is broken or not signed, or takes too long.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "auditor.desk.apks.reading", str(path), str(api),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        out, error = await asyncio.wait_for(process.communicate(), TIME_LIMIT_S)
    except TimeoutError:
        why = f"Reading {path.name} took more than {TIME_LIMIT_S} s; it is no APK for this phone."
        raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = error.decode("utf-8", "replace").strip().splitlines()
        code, _, why = (said[-1] if said else "").partition(" ")
        if process.returncode != REFUSED:
            code, why = "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", f"{path.name} could not be read; give an APK file."
        raise BadApkError(code, why[:500])
    return msgspec.json.decode(out, type=Apk)


def parse(path: Path, api: int) -> Apk:
    """Read an APK in this process; `BadApkError` as in `read`."""
    try:
        check_archive(path)
    except ArchiveError as error:
        raise BadApkError(error.code, f"{path.name} {error}; give a whole APK file.") from None
    from androguard.core.apk import APK
    from androguard.util import set_log

    with suppress(ValueError):  # it was called in this process before
        set_log("ERROR")
    try:
        found = APK(str(path))
        if not found.is_valid_APK() or not found.get_package():
            why = f"{path.name} has no readable AndroidManifest.xml; give a whole APK file."
            raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why)
        if not PACKAGE_NAME.fullmatch(found.get_package()) or len(found.get_package()) > 223:
            why = f"{path.name} names itself {found.get_package()[:80]!r}, which is no package name."
            raise BadApkError("INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME", why)
        apk = manifest.facts(found, api)
        return msgspec.structs.replace(apk, signers=signing.signers(path, apk.target_sdk, api))
    except signing.SignatureError as error:
        why = f"Failed to collect certificates from {path.name}: {error}"
        raise BadApkError("INSTALL_PARSE_FAILED_NO_CERTIFICATES", why) from None
    except ApkError:
        raise
    except Exception as error:
        # androguard answers broken input with errors of many kinds; each means the same here.
        why = f"{path.name} is a broken APK ({type(error).__name__}: {str(error)[:120]})."
        raise BadApkError("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", " ".join(why.split())) from None


def main(arguments: list[str]) -> int:
    """Print the facts of one APK as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        found = parse(Path(arguments[0]), int(arguments[1]))
    except BadApkError as error:
        print(error.code, error, file=sys.stderr)
        return REFUSED
    except (MemoryError, RecursionError):
        why = f"{Path(arguments[0]).name} needs more memory to be read than an APK should."
        print("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", why, file=sys.stderr)
        return REFUSED
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
