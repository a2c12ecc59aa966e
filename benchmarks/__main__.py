"""`python -m benchmarks NAME`: run one benchmark; without a name, list them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """Every benchmark: a module, or a package with an `__init__.py`."""
    modules = {file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_")}
    packages = {file.parent.name for file in HERE.glob("*/__init__.py")}
    return sorted(modules | packages)


def main() -> int:
    """Run the benchmark that the first argument names and return its exit code; the rest are its own arguments."""
    if len(sys.argv) < 2 or sys.argv[1] not in names():
        print(f"usage: python -m benchmarks NAME, one of: {', '.join(names())}", file=sys.stderr)
        return 2
    name = sys.argv.pop(1)
    return int(importlib.import_module(f"benchmarks.{name}").main() or 0)


if __name__ == "__main__":
    sys.exit(main())
