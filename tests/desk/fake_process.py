"""A process that speaks the inside half of deskphone/PROTOCOL.md without an Android: for tests of the outside half.

`config["intent"]["data"]` says how it misbehaves: `crash`, `silent` (ends without a word), `garbage`, `deaf`.
"""

import base64
import json
import socket
import sys
from pathlib import Path

config = json.loads(Path(sys.argv[1]).read_text("utf-8"))
line = socket.socket(socket.AF_UNIX)
line.connect(config["control"])
stream = line.makefile("rwb")
mode = config["intent"].get("data")


def say(**message):
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def show(component):
    say(event="activity", state="created", component=component, milliseconds=10)
    say(event="activity", state="resumed", component=component, milliseconds=12)


say(event="boot", stage="framework", milliseconds=5)
if mode == "garbage":
    stream.write(b"this is no JSON\n")
    stream.flush()
if mode == "silent":
    print("something went wrong in here")
    sys.exit(9)
if config["debug"]:
    say(event="boot", stage="gate", milliseconds=6)
else:
    say(event="boot", stage="application", milliseconds=7)
    show(config["component"])
say(event="log", priority="I", tag="fake", message="hello from inside")
say(event="ledger", kind="native_library", name="libx.so", why="no ARM here", stack=[])
if mode == "crash":
    exception = "java.lang.IllegalStateException"
    say(event="crash", thread="main", exception=exception, message="no", stack="at A.b(A.java:1)")
    sys.exit(1)
for raw in stream:
    question = json.loads(raw)
    if mode == "deaf":
        continue
    do, extra = question["do"], {}
    if do == "dump":
        taps = json.dumps(config.get("taps", []))
        extra["xml"] = f"<hierarchy><node text='taps {taps}' config '{json.dumps(config)}' end/></hierarchy>"
    elif do == "screencap":
        extra["png"] = base64.b64encode(b"\x89PNG\r\n\x1a\nfake").decode()
    elif do == "tap":
        config.setdefault("taps", []).append([question["x"], question["y"]])
        if question["x"] == 1:
            permission = "android.permission.READ_CONTACTS"
            say(event="permission_result", permission=permission, granted=True, dont_ask_again=False)
    elif do == "configure":
        config = question["config"]
        mode = config["intent"].get("data")
    elif do == "open":
        say(event="boot", stage="application", milliseconds=7)
        show(config["component"])
    elif do == "home":
        say(event="activity", state="paused", component=config["component"], milliseconds=20)
    elif do == "resume":
        show(config["component"])
    elif do == "start_activity":
        show(question["component"])
    elif do == "key" and question["code"] == 999:
        say(id=question["id"], ok=False, error="no such key here")
        continue
    elif do == "setting":
        config["settings"][question["namespace"]][question["name"]] = question["value"]
    say(id=question["id"], ok=True, **extra)
