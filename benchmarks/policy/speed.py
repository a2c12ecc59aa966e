"""Time and memory of compiling policies of four sizes: the time per character must not grow with the length.

Processor seconds of one process, rules already loaded. Goals: 15,414 Chinese characters in under 0.5 s; a megabyte in
under 30 s and 500 MB. `AUDITOR_BENCH_FULL=1` adds the megabyte.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from auditor.policy import compile_text

DEMO = Path(__file__).parents[2] / "demo"
SIZES = (15_414, 31_000, 62_000, 124_000)
MEGABYTE = 1_000_000


def measure(text: str) -> tuple[float, int]:
    """(processor seconds, statements) of one compilation."""
    begun = time.process_time()
    contract = compile_text(text)
    return time.process_time() - begun, len(contract.statements)


def main() -> int:
    """Print a table; 1 when a goal is missed."""
    failed = False
    for name in ("policy.zh.txt", "policy.en.txt"):
        unit = (DEMO / name).read_text(encoding="utf-8")
        measure(unit)
        sizes = SIZES + ((MEGABYTE,) if os.environ.get("AUDITOR_BENCH_FULL") else ())
        speeds = []
        print(f"{name}\n{'characters':>12} {'seconds':>9} {'µs/char':>9} {'statements':>11}")
        for size in sizes:
            seconds, statements = measure((unit * (size // len(unit) + 1))[:size])
            speeds.append(seconds / size)
            print(f"{size:12,} {seconds:9.3f} {seconds / size * 1e6:9.2f} {statements:11,}")
            failed |= (size == SIZES[0] and seconds > 0.5) or (size == MEGABYTE and seconds > 30)
        failed |= speeds[-1] > 2 * speeds[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    failed |= peak > 500
    print("goal missed" if failed else "goals met", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
