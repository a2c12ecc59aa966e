import hashlib
import io
import os
import zipfile

import pytest

from auditor.desk import jars
from auditor.desk.device import RELEASES
from auditor.errors import DeviceError, NetworkError


def aar():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("classes.jar", b"the classes")
    return held.getvalue()


SERVED = {
    "one-1.0.jar": b"first jar", "two-2.0.aar": aar(), "all-34.jar": b"android", "all-28.jar": b"old android",
}  # fmt: skip


def pin(coordinate, name):
    raw = SERVED[name]
    return jars.Pin(coordinate=coordinate, sha256=hashlib.sha256(raw).hexdigest(), bytes=len(raw))


PINS = jars.Pins(
    framework=[pin("g:one:1.0", "one-1.0.jar"), pin("g.h:two:2.0@aar", "two-2.0.aar")],
    translate=[],
    android={28: [pin("a:all:28", "all-28.jar")], 34: [pin("a:all:34", "all-34.jar")]},
)


@pytest.fixture
def network(tmp_path, monkeypatch):
    """Maven Central as a dictionary; what was asked for is kept."""
    import requests

    asked = []

    class Response:
        def __init__(self, raw):
            self.status_code = 200 if raw is not None else 404
            self.raw = raw or b""
            self.headers = {"content-length": str(len(self.raw))}
            self.text = hashlib.sha1(self.raw).hexdigest()

        def iter_content(self, chunk_size):
            yield self.raw

    served = dict(SERVED)

    def request(method, url, **_options):
        name = url.rpartition("/")[2]
        asked.append(name)
        if served is None or served.get("down"):
            raise requests.ConnectionError("no route")
        if name.endswith(".sha1"):
            return Response(None)
        return Response(served.get(name))

    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path))
    monkeypatch.setattr(jars, "pins", lambda: PINS)
    monkeypatch.setattr(requests, "request", request)
    return served, asked


def test_everything_is_fetched_once_and_then_used_offline(network):
    served, asked = network
    seen = []
    folder = jars.prepare(lambda name, count, total: seen.append((name, count, total)))
    assert (folder / "one-1.0.jar").read_bytes() == b"first jar"
    assert (folder / "two-2.0.jar").read_bytes() == b"the classes"
    of_level = [raw for name, raw in SERVED.items() if name != "all-28.jar"]
    assert sum(count for _, count, _ in seen) == seen[0][2] == sum(map(len, of_level))
    served["down"] = b"x"
    asked.clear()
    jars.prepare()
    assert asked == []


def test_a_level_is_fetched_when_it_is_asked_for(network):
    _, asked = network
    folder = jars.prepare(None, 34)
    assert not (folder / "all-28.jar").exists()
    asked.clear()
    jars.prepare(None, 28, 34)
    assert (folder / "all-28.jar").read_bytes() == b"old android"
    assert [name for name in asked if not name.endswith(".sha1")] == ["all-28.jar"]


@pytest.mark.parametrize("damage", [b"", b"first j", b"first jax"])
def test_a_partial_or_changed_file_is_fetched_again(network, damage):
    _, asked = network
    folder = jars.prepare()
    (folder / "one-1.0.jar").write_bytes(damage)
    os.utime(folder / "one-1.0.jar", ns=(1, 1))
    asked.clear()
    jars.prepare()
    assert (folder / "one-1.0.jar").read_bytes() == b"first jar"
    assert [name for name in asked if not name.endswith(".sha1")] == ["one-1.0.jar"]


def test_a_touched_but_whole_file_is_kept(network):
    _, asked = network
    folder = jars.prepare()
    os.utime(folder / "one-1.0.jar", ns=(1, 1))
    asked.clear()
    jars.prepare()
    assert asked == []


def test_another_digest_than_the_pinned_one_is_never_kept(network):
    served, _ = network
    served["one-1.0.jar"] = b"evil jar!"
    with pytest.raises(NetworkError, match="another SHA-256"):
        jars.prepare()
    assert not (jars.folder() / "one-1.0.jar").exists()
    assert not list(jars.folder().glob(".fetch-*"))


def test_no_network_is_one_sentence_that_says_what_to_do(network):
    served, _ = network
    served["down"] = b"x"
    with pytest.raises(NetworkError, match="connect to the network once") as caught:
        jars.prepare()
    assert caught.value.exit_code == 3


def test_a_level_that_is_not_there_is_named(network):
    with pytest.raises(DeviceError, match=r"API level 12; choose one of: 28, 34"):
        jars.prepare(None, 12)


def test_the_pins_are_whole():
    pins = jars.pins.__wrapped__() if hasattr(jars.pins, "__wrapped__") else jars.pins()
    names = [found.filename for found in pins.of_level(34)]
    assert len(names) == len(set(names)) > 50
    assert all(len(found.sha256) == 64 and found.bytes > 0 for found in pins.of_level(34))
    assert not any("android-all" in name for name in jars.class_path(pins.framework))
    assert not any(name.endswith(".aar") for name in jars.class_path(pins.framework))


def test_every_level_that_the_phone_names_a_release_for_is_pinned():
    assert sorted(jars.pins.__wrapped__().android) == sorted(RELEASES)
