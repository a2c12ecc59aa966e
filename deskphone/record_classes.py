"""Write data/first_activity_classes.txt from a JVM's log of a start: the framework's classes loaded behind the gate.

The log is that of a process started with `-Xlog:class+load:file=LOG:uptime`, held at its gate, let go, and ended when a
first activity with a dialog was on screen. Usage: python deskphone/record_classes.py LOG
"""

import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent / "data" / "first_activity_classes.txt"
LAST_BEFORE_GATE = "auditor.handset.AtGate"
OF_FRAMEWORK = ("android.", "com.android.", "dalvik.", "libcore.", "org.robolectric.")
LINE = re.compile(r"\[[\d.]+s\] (\S+) source: ")
# Made while running, under names that another run does not have.
MADE = re.compile(r"0x|Lambda|\$\$Reflector|Proxy\d")


def classes(log: str) -> list[str]:
    """Names in the order in which they were loaded."""
    found = LINE.findall(log)
    behind = found[found.index(LAST_BEFORE_GATE) + 1 :]
    return [name for name in dict.fromkeys(behind) if name.startswith(OF_FRAMEWORK) and not MADE.search(name)]


def main() -> int:
    names = classes(Path(sys.argv[1]).read_text("utf-8"))
    OUT.write_text("".join(f"{name}\n" for name in names), "utf-8")
    print(f"{len(names)} classes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
