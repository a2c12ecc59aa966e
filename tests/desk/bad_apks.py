"""APK files that are broken on purpose, made from a good one."""

import struct
import zipfile

NO_STRING = 0xFFFFFFFF


def rewrite(good, path, change=None, *, signed=False, extra=()):
    """A copy of an APK without its signature, or with what is left of it; `change` maps names and contents."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            if entry.filename.startswith("META-INF/") and not signed:
                continue
            content = source.read(entry)
            target.writestr(entry.filename, change(entry.filename, content) if change else content)
        for name, content in extra:
            target.writestr(name, content)
    return path


def manifest(depth, *, strings=1, text="a"):
    """A binary manifest of `depth` elements within each other, whose string pool claims to have `strings`."""
    raw = struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
    raw += bytes(-len(raw) % 4)
    pool = struct.pack("<IIIIII", strings, 0, 0, 28 + 4, 0, 0) + raw
    pool = struct.pack("<HHI", 1, 28, 28 + 4 + len(raw)) + pool[:20] + struct.pack("<I", 0) + raw
    start = struct.pack("<HHIIIIIHHHHHH", 0x0102, 16, 36, 1, NO_STRING, NO_STRING, 0, 20, 20, 0, 0, 0, 0)
    end = struct.pack("<HHIIIII", 0x0103, 16, 24, 1, NO_STRING, NO_STRING, 0)
    body = pool + start * depth + end * depth
    return struct.pack("<HHI", 3, 8, 8 + len(body)) + body


def with_manifest(path, content):
    """An archive of that manifest and some code."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AndroidManifest.xml", content)
        archive.writestr("classes.dex", b"dex\n035\0")
    return path
