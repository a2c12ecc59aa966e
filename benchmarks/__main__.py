"""`python -m benchmarks NAME`: run one benchmark; without a name, list them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> int:
    """Run `benchmarks/NAME.py` and return its exit code."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_"))
    if len(sys.argv) != 2 or sys.argv[1] not in names:
        print(f"usage: python -m benchmarks NAME, one of: {', '.join(names)}", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"benchmarks.{sys.argv[1]}").main() or 0)


if __name__ == "__main__":
    sys.exit(main())
