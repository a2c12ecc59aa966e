"""Every catalogue file's own examples, decided by the real agent."""

import subprocess
from collections.abc import Iterator
from typing import Any

import frida
import msgspec
import pytest

from auditor.runtime import bundle, catalogue

EXAMPLES = [(name, file, example) for name, file in catalogue.files() for example in file.examples]


@pytest.fixture(scope="module")
def agent() -> Iterator[Any]:
    process = subprocess.Popen(["sh", "-c", "echo up; read line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        # Frida must not enter a program that the system is still loading.
        assert process.stdout is not None and process.stdout.readline() == b"up\n"
        script = frida.attach(process.pid).create_script(bundle.text())
        script.load()
        yield script.exports_sync
    finally:
        process.kill()
        process.wait()


@pytest.mark.phone
@pytest.mark.parametrize(
    ("name", "file", "example"), EXAMPLES, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(EXAMPLES)]
)
def test_example(agent: Any, name: str, file: catalogue.CatalogueFile, example: catalogue.Example) -> None:
    row = next(api for api in file.apis if api.id == example.api)
    conditions = [msgspec.to_builtins(condition) for condition in row.counts_when]
    counts, outcome = agent.example(conditions, list(example.reads), list(example.result), list(row.placeholders))
    assert counts == example.counts
    assert outcome == example.outcome


@pytest.mark.phone
def test_a_process_without_java_says_so(agent: Any) -> None:
    assert agent.info()["java"] is False


def test_every_row_with_conditions_has_an_example_that_counts() -> None:
    for name, file in catalogue.files():
        proven = {example.api for example in file.examples if example.counts}
        assert proven, f"{name} has no example"
    assert len(EXAMPLES) > 40
