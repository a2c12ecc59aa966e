from __future__ import annotations

import subprocess
import sys

import pytest

from auditor.cli import COMMANDS


def auditor(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from auditor.cli import main; main()", *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )


def test_without_arguments_it_says_what_it_is_and_what_to_try() -> None:
    result = auditor()
    assert result.returncode == 0
    assert "auditor demo" in result.stdout
    assert len(result.stdout.splitlines()) < 10


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    result = auditor("polcy")
    assert result.returncode == 2
    assert "Did you mean 'policy'?" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str) -> None:
    result = auditor(name, "--help")
    assert result.returncode == 0, result.stderr
    assert "Example" in result.stdout or "Commands:" in result.stdout


def test_what_cannot_be_read_ends_with_one_sentence_and_code_2() -> None:
    result = auditor("runs", "prune", "--older-than", "-1")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_start_is_quick() -> None:
    """The frame alone imports nothing heavy: these are loaded by the command that needs them."""
    code = (
        "import sys; import auditor.cli; "
        "print([m for m in ('pandas', 'frida', 'mitmproxy', 'androguard', 'rich', 'lxml') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == "[]"
