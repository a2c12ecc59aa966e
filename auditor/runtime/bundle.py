"""The agent's bundle: read where it is used, built in development (`python -m auditor.runtime.bundle`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from auditor import resources
from auditor.errors import HookError


def text() -> str:
    """The committed bundle."""
    return resources.data("hooks").joinpath("bundles", "agent.js").read_text("utf-8")


def build(hooks: Path) -> str:
    """Compile `hooks/src/agent.ts` with frida's own compiler: the same sources give the same text.

    Raises `HookError` with the compiler's complaints, or when the node modules are not there.
    """
    import frida

    if not (hooks / "node_modules" / "frida-java-bridge").is_dir():
        raise HookError(f"{hooks} has no node_modules; run `npm ci` there first.")
    complaints: list[str] = []

    def complain(diagnostics: list[Any]) -> None:
        for one in diagnostics:
            place = one.get("file")
            where = f"{place['path']}:{place['line'] + 1}" if place else "agent"
            complaints.append(f"{where}: {one.get('text')}")

    compiler: Any = frida.Compiler()  # type: ignore[no-untyped-call]
    compiler.on("diagnostics", complain)
    try:
        return str(compiler.build("src/agent.ts", project_root=str(hooks), source_maps="omitted", compression="terser"))
    except frida.InvalidArgumentError:
        raise HookError("The agent does not compile: " + "; ".join(complaints)) from None


def main() -> None:
    """Build and write `hooks/bundles/agent.js` of the checkout this runs in."""
    hooks = Path("hooks")
    target = hooks / "bundles" / "agent.js"
    target.parent.mkdir(exist_ok=True)
    target.write_text(build(hooks), "utf-8")
    print(f"{target}: {target.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
