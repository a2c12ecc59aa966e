"""The life of an app on the phone, driven by the stock adb: tests/apks/life says in the log what happens to it."""

import http.server
import json
import os
import re
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from auditor import desk
from tests.desk.stock import center, connected

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]

LIFE = Path(__file__).parents[1] / "apks" / "life" / "life.apk"
PACKAGE = "com.cornershop.test.life"
LIMIT_S = 30
# A clock that is moved by hand costs 125 a second, a looper that polls every 50 ms 20.
RESTING_SWITCHES = 15


class Driver:
    """The stock client on one phone, and what the app has said since the last look."""

    def __init__(self, adb, web):
        self.adb, self.web, self.seen, self.new = adb, web, 0, []

    def sh(self, line):
        done = self.adb("shell", line)
        return done.stdout + done.stderr

    def do(self, line, *expected):
        """Run a line of the shell, and wait until the app has said these facts in this order."""
        self._read()
        self.new = []
        output = self.sh(line)
        deadline = time.monotonic() + LIMIT_S
        while not _in_order(expected, self.new):
            assert time.monotonic() < deadline, f"{line}: {expected} is not in {self.new}; it printed {output}"
            self._read()
        return output

    def wait_for(self, *facts):
        """Wait until the app has said all of these since the last command, in any order."""
        deadline = time.monotonic() + LIMIT_S
        while not set(facts) <= set(self.new):
            assert time.monotonic() < deadline, f"{set(facts) - set(self.new)} is not in {self.new}"
            self._read()

    def step(self, name, *expected):
        """Have the app do a step of Steps.java."""
        return self.do(f"am start -n {PACKAGE}/.MainActivity --es step {name}", *expected)

    def _read(self):
        lines = re.findall(r" life    : (.*)", self.sh("logcat -d -s life"))
        self.new += lines[self.seen :]
        self.seen = len(lines)

    def screen(self):
        return self.sh("uiautomator dump /dev/tty")

    def tap(self, wanted):
        """Tap the node that the pattern fits, once it is on the screen."""
        deadline = time.monotonic() + LIMIT_S
        while (at := center(screen := self.screen(), wanted)) is None:
            assert time.monotonic() < deadline, f"never on the screen: {wanted}; there is {screen[:3000]}"
        return f"input tap {at[0]} {at[1]}"

    def ledger(self):
        return [json.loads(line) for line in self.sh(f"desk ledger {PACKAGE}").splitlines()]


SHOP = """<html><head><title>Shop</title><link rel="stylesheet" href="style.css"></head>
<body onload="go()"><h1>Fresh   bread</h1><img src="/pixel.gif" alt="a loaf">
<script src="own.js"></script><script src="//tracker.example/t.js"></script><script>var a = "<p>not text</p>";</script>
<noscript><p>without script</p></noscript><iframe src="frame.html"></iframe>
<p>Read <a href="/next?a=1&amp;b=2">the next page</a> or <a href="life://open/page">go back to the app</a></p>
<form action="/search"><input name="q" placeholder="what"><input type="hidden" name="h" value="1">
<input type="submit" value="Find"></form></body></html>"""


class Web:
    """A proxy that is the whole web, and keeps what was asked of it."""

    def __init__(self):
        asked = self.asked = []

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, dict(self.headers)))
                url = urlsplit(self.path)
                if url.path == "/next":
                    self.send_response(302)
                    self.send_header("Location", "/landed?" + url.query)
                    body = b""
                elif url.hostname == "nowhere.example":
                    self.send_response(404)
                    body = b"<title>Gone</title>nothing here"
                else:
                    self.send_response(200)
                    pages = {"/": SHOP, "/frame.html": "<img src='inner.gif'>"}
                    body = pages.get(url.path, f"<title>Page {url.path}</title><p>asked: {url.query}</p>").encode()
                self.send_header("Set-Cookie", f"seen={url.hostname}; Path=/")
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self._server.server_port

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self._server.shutdown()
        self._server.server_close()


def _in_order(expected, facts):
    rest = iter(facts)
    return all(any(wanted == fact for fact in rest) for wanted in expected)


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    from auditor.phone.server import AdbServer

    with pytest.MonkeyPatch.context() as patch, AdbServer() as server:
        patch.setenv("AUDITOR_RUNTIME", str(tmp_path_factory.mktemp("r")))
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(server.port))
        with (
            desk.start(owner=os.getpid(), locale="en-US") as phone,
            Web() as web,
            connected(phone.serial) as adb,
        ):
            driver = Driver(adb, web)
            driver.sh(f"settings put global http_proxy 127.0.0.1:{web.port}")
            assert "Success" in driver.adb("install", str(LIFE)).stdout
            driver.do(
                f"am start -W -n {PACKAGE}/.MainActivity",
                "application created", "main created new", "process in the foreground", "resumed MainActivity",
            )  # fmt: skip
            yield driver
            assert json.loads(driver.sh(f"desk process {PACKAGE}"))["state"] == "running"


def test_services_are_started_bound_and_ended(life):
    life.step("start", "new intent", "service created", "service command 1")
    life.step("foreground", "service command 2")
    life.step("bind", "bind true", "service bound", "connected .CountService 1")
    life.step("stop", "stopped true")
    life.step("unbind", "service unbound", "service destroyed")
    life.step("once", "once on IntentService[once]", "once destroyed")
    life.step("elsewhere", "bind elsewhere true", "bind play false")
    assert [entry["kind"] for entry in life.ledger()] == ["second_process", "play_services"]
    life.do(f"am startservice -n {PACKAGE}/.CountService", "service created", "service command 1")
    assert "Service stopped\n" in life.do(f"am stopservice -n {PACKAGE}/.CountService", "service destroyed")


def test_alarms_and_jobs_run_at_their_time(life):
    life.step("alarms", "named receiver repeating ordered false", "alarms over")
    life.wait_for("alarm listener", *(f"named receiver {word} ordered false" for word in ("set", "exact")))
    assert "named receiver cancelled ordered false" not in life.new
    life.step("jobs", "job refused", "work first", "work second", "work done")
    life.wait_for("job 1 soon", "job 2 online")
    assert "job 3 idle" not in life.new
    life.do(f"cmd jobscheduler run -f {PACKAGE} 3", "job 3 idle")
    assert "Could not find job 99" in life.sh(f"cmd jobscheduler run -f {PACKAGE} 99")


def test_what_waits_is_done_on_time(life):
    what = ("main", "other looper", "sooner than another", "frame", "sleep")
    life.step("times", *(f"{each} early false late false" for each in what), "times over")


def test_nothing_ticks_in_an_app_at_rest(life):
    tasks = Path(f"/proc/{json.loads(life.sh(f'desk process {PACKAGE}'))['host_pid']}/task")
    ticking = [task for task in tasks.iterdir() if (task / "comm").read_text().strip() in ("main", "desk-clock")]
    assert len(ticking) == 2

    def switches():
        lines = [line for task in ticking for line in (task / "status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)

    deadline, most = time.monotonic() + LIMIT_S, None
    while most is None or most > RESTING_SWITCHES:
        assert time.monotonic() < deadline, f"{most} switches of threads in a second with nothing to do"
        before = switches()
        time.sleep(1)
        most = switches() - before


def test_broadcasts_reach_registered_and_manifest_receivers(life):
    life.step("receivers", "battery 100", "metered false", "network there")
    named = "named receiver ordered ordered true"
    life.step("ordered", "first got initial", named, "last got 21 from the named receiver")
    # It needs a permission that the app was not given; and Android 8 and later wake nobody by an action alone.
    assert "named receiver null ordered false" not in life.new
    implicit = life.do(f"am broadcast -a {PACKAGE}.NAMED --es word implicit")
    assert "Broadcast completed: result=0\n" in implicit
    answer = life.do(f"am broadcast -n {PACKAGE}/.NamedReceiver --es word shell", "named receiver shell ordered true")
    assert 'Broadcast completed: result=21, data="from the named receiver"' in answer
    assert "named receiver implicit ordered true" not in life.new
    boot = "android.intent.action.BOOT_COMPLETED"
    life.do(f"am broadcast -a {boot}", f"manifest receiver {boot}")


def test_the_phone_around_it_changes(life):
    life.do("svc wifi disable", "network there", "received android.net.conn.CONNECTIVITY_CHANGE")
    life.do("svc data disable", "network lost", "received android.net.conn.CONNECTIVITY_CHANGE")
    life.do("svc data enable; svc wifi enable", "network there")
    life.do("cmd connectivity airplane-mode enable", "received android.intent.action.AIRPLANE_MODE")
    # A manifest receiver that names it gets nothing since Android 8.
    assert "manifest receiver android.intent.action.AIRPLANE_MODE" not in life.new
    life.do("cmd connectivity airplane-mode disable", "network there")
    life.do("dumpsys battery unplug", "received android.intent.action.ACTION_POWER_DISCONNECTED")
    assert "level: 100" in life.sh("dumpsys battery; dumpsys battery reset")
    life.do("input keyevent POWER", "paused MainActivity", "process in the background", "saved MainActivity")
    life.do("input keyevent WAKEUP", "process in the foreground", "resumed MainActivity")
    life.step("observe", "changed content://com.cornershop.test.life.rows/row")
    life.do("settings put system screen_brightness 10", "changed content://settings/system/screen_brightness")


def test_results_come_back_from_its_own_and_from_other_apps(life):
    life.step("result", "paused MainActivity", "result 7 -1 forty-two", "resumed MainActivity")
    # The other activity was over before it was seen, so this one never stopped.
    assert "process in the background" not in life.new
    life.step("camera", "paused MainActivity", "result 7 0 nothing", "resumed MainActivity")
    life.step("share", "result 7 0 nothing")
    life.step("nobody", "nobody there")
    last = life.ledger()[-3:]
    assert [(entry["name"], entry["why"].partition(":")[0]) for entry in last] == [
        ("android.media.action.IMAGE_CAPTURE", "the camera is not on this phone; answered as cancelled"),
        ("android.intent.action.CHOOSER", "the share sheet is not on this phone; answered as cancelled"),
        ("com.cornershop.NOBODY", "no app on the phone handles Intent { act=com.cornershop.NOBODY }"),
    ]
    assert any("Steps.run" in frame for frame in last[0]["stack"])


def test_home_back_and_links_move_the_task(life):
    left = ("user leaves", "paused MainActivity", "process in the background", "saved MainActivity", "trim hidden")
    life.do("input keyevent HOME", *left)
    assert "com.android.launcher3" in life.sh("dumpsys window") + life.screen()
    life.do(f"am start -n {PACKAGE}/.MainActivity", "process in the foreground", "main started", "resumed MainActivity")
    assert "main created new" not in life.new and life.new.count("main started") == 1
    # Since Android 12 BACK on the first activity leaves it as HOME does.
    life.do("input keyevent BACK", *left)
    life.do(f"monkey -p {PACKAGE} 1", "resumed MainActivity")
    life.do(
        "am start -a android.intent.action.VIEW -d life://open/shop",
        "link life://open/shop root false", "resumed LinkActivity",
    )  # fmt: skip
    assert 'text="link life://open/shop"' in life.screen()
    life.do("input keyevent BACK", "resumed MainActivity", "destroyed LinkActivity")
    life.step("aside", "aside true", "process in the background")
    life.do(f"monkey -p {PACKAGE} 1", "resumed MainActivity")
    assert "unable to resolve" in life.sh("am start -a android.intent.action.VIEW -d other://open/shop")


def test_the_settings_show_the_app_and_change_its_permissions(life):
    life.step("settings", "paused MainActivity", "process in the background", "trim hidden")
    assert "com.android.settings/com.android.settings.applications.InstalledAppDetails" in life.sh("dumpsys window")
    assert 'text="App info"' in life.screen()
    life.sh(life.tap('text="Permissions"'))
    assert re.search(r'text="contacts"[^>]*class="android.widget.Switch"[^>]*checked="false"', life.screen())
    life.sh(life.tap('text="contacts"'))
    assert re.search(r'text="contacts"[^>]*checked="true"', life.screen())
    assert "READ_CONTACTS: granted=true" in life.sh(f"dumpsys package {PACKAGE}")
    life.sh("input keyevent BACK")
    returned = ("process in the foreground", "main started", "result 7 0 nothing", "resumed MainActivity")
    life.do("input keyevent BACK", *returned)

    life.do("am start -a android.settings.WIFI_SETTINGS", "paused MainActivity", "process in the background")
    life.do(life.tap('text="Airplane mode"'), "received android.intent.action.AIRPLANE_MODE")
    life.do(life.tap('text="Airplane mode"'), "received android.intent.action.AIRPLANE_MODE")
    life.do("input keyevent APP_SWITCH")
    assert "RecentsActivity" in life.sh("dumpsys window")
    life.do(life.tap('text="Life"'), "process in the foreground", "resumed MainActivity")
    assert f"{PACKAGE}/{PACKAGE}.MainActivity" in life.sh("dumpsys window")


def test_notifications_are_listed_and_tapped(life):
    life.step("notify", "notifications 0 false")
    assert life.sh("cmd notification list") == ""
    life.sh(f"pm grant {PACKAGE} android.permission.POST_NOTIFICATIONS")
    life.step("notify", "notifications 1 true")
    assert life.sh("cmd notification list").startswith(f"0|{PACKAGE}|5|tag|101")
    assert "android.title=String (fresh bread)" in life.sh("dumpsys notification")
    life.sh("cmd statusbar expand-notifications")
    life.do(life.tap('text="later"'), "named receiver later ordered false")
    life.do("input keyevent HOME; cmd statusbar expand-notifications", "process in the background")
    opened = "link life://open/notified root false"
    life.do(life.tap('text="Life · fresh bread · until noon"'), opened, "resumed LinkActivity")
    assert life.sh("cmd notification list") == ""
    life.do("input keyevent BACK", "resumed MainActivity")


def test_dialogs_menus_text_and_lists_answer_to_hands(life):
    life.step("dialog")
    life.do(life.tap('text="yes"'), "answered yes")
    life.step("dialog")
    life.do("input keyevent BACK", "dialog cancelled")
    life.sh(life.tap('text="more"'))
    life.do(life.tap('text="popup entry"'), "chosen popup entry")
    life.step("menu")
    life.do(life.tap('text="about this app"'), "chosen about this app")
    life.sh(life.tap('text="search here"'))
    life.do("input text 'rye%sbread'; input keyevent ENTER", "searched for rye bread")
    seen = life.screen()
    assert 'text="row 2"' in seen and 'text="row 90"' not in seen
    life.sh("input swipe 500 2000 500 700 300")
    after = life.screen()
    assert 'text="row 2"' not in after and 'scrollable="true"' in after


def test_another_configuration_makes_activities_anew_or_is_told(life):
    life.do("settings put system user_rotation 1", "destroyed MainActivity", "main created again with something")
    assert 'bounds="[0,0][2340,1080]"' in life.screen()
    life.step("steady", "steady created", "resumed SteadyActivity")
    life.do("wm user-rotation lock 0", "configuration portrait day en-US")
    life.do("cmd uimode night yes", "configuration portrait night en-US")
    life.do(f"cmd locale set-app-locales {PACKAGE} --locales fr-FR", "configuration portrait night fr-FR")
    # What lies below is made anew when it is seen again.
    life.do("input keyevent BACK", "main created again with something", "resumed MainActivity")
    life.do("cmd uimode night no; cmd locale set-app-locales x --locales en-US", "resumed MainActivity")
    assert 'bounds="[0,0][1080,2340]"' in life.screen()


def test_a_page_is_fetched_read_and_followed_without_its_scripts(life):
    page = "http://shop.example/"
    life.do(
        f"am start -n {PACKAGE}/.PageActivity --es url {page}",
        f"page started {page}", "page title Shop", "page at 100",
        f"page finished {page} titled Shop cookies seen=shop.example",
    )  # fmt: skip
    life.wait_for("script gave null", "page part http://shop.example/own.js")
    asked = dict(life.web.asked)
    # What the app answers itself goes nowhere; everything else that the page names is asked for, frames included.
    parts = {f"{page}{name}" for name in ("", "style.css", "pixel.gif", "frame.html", "inner.gif")}
    assert set(asked) == parts | {"http://tracker.example/t.js"}
    assert "; wv) AppleWebKit/537.36" in asked[page]["User-Agent"] and "Android 14" in asked[page]["User-Agent"]
    assert asked[page]["X-Requested-With"] == PACKAGE
    assert (
        asked["http://tracker.example/t.js"]["Referer"] == page and "Cookie" not in asked["http://tracker.example/t.js"]
    )
    assert asked[f"{page}inner.gif"]["Cookie"] == "seen=shop.example"

    screen = life.screen()
    words = ["Fresh bread", "a loaf", "Read", "the next page", "or", "go back to the app", "what", "Find", "Life"]
    assert re.findall(r' text="([^"]+)"', screen) == words
    told = [entry for entry in life.ledger() if entry["kind"] == "script"]
    assert [(entry["name"], entry["why"]) for entry in told] == [
        ("bridge phone", f"{PACKAGE}.PageActivity$Bridge offers pages: deviceName; no script calls it"),
        (page, "script of the app was not run: navigator.userAgent"),
        (page, "4 scripts of the page were not run"),
    ]
    life.do(life.tap('text="go back to the app"'), "page asks for life://open/page")
    landed = "http://shop.example/landed?a=1&b=2"
    life.do(
        life.tap('text="the next page"'), "page asks for http://shop.example/next?a=1&b=2", f"page asks for {landed}",
        f"page finished {landed} titled Page /landed cookies seen=shop.example",
    )  # fmt: skip
    assert 'text="asked: a=1&amp;b=2"' in life.screen()
    life.do("input keyevent BACK", f"page finished {page} titled Shop cookies seen=shop.example")
    life.sh(life.tap('text="what"'))
    life.sh("input text rye%sbread")
    found = "http://shop.example/search?q=rye+bread&h=1"
    life.do(life.tap('text="Find"'), f"page asks for {found}")
    life.wait_for(f"page finished {found} titled Page /search cookies seen=shop.example")
    life.do("input keyevent BACK", f"page finished {page} titled Shop cookies seen=shop.example")
    life.do("input keyevent BACK", "destroyed PageActivity")

    base = "http://shop.example/base/"
    life.do(f"am start -n {PACKAGE}/.PageActivity", f"page finished {base} titled {base} cookies seen=shop.example")
    assert f"{base}pixel.gif" in dict(life.web.asked)
    life.do("input keyevent BACK", "destroyed PageActivity")
