"""What the browser tests share: a real luotd with a state of its own, Debian's chromium driven by selenium, and the
look at a page that checks it and keeps its picture.

scripts/browser-tests says where the programs are and where the pictures go.
"""

import atexit
import base64
import datetime
import http.client
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import unittest
import urllib.request
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ["LUOT_PROGRAMS"])
PICTURES = Path(os.environ["LUOT_PICTURES"])
CHECKS = (Path(__file__).parent / "checks.js").read_text()
# Where the tabulator stops, in the order of the document; of a group of radio buttons at the chosen one.
STOPS = """
    const modal = document.querySelector('dialog[open]') ?? document.body;
    const isStop = element => {
      const box = element.getBoundingClientRect();
      if (element.disabled || !box.width || !box.height || !element.checkVisibility() || (modal === document.body && element.closest('dialog'))) return false;
      if (element.type !== 'radio') return true;
      const group = Array.from((element.form ?? document).querySelectorAll(`[type=radio][name="${element.name}"]`));
      return element.checked || !group.some(one => one.checked) && group[0] === element;
    };
    window.stops = Array.from(modal.querySelectorAll('button, a[href], input, select, textarea, summary')).filter(isStop);
    modal.tabIndex = -1;
    modal.focus();
    modal.removeAttribute('tabindex');
    window.reached = [];
    document.onkeyup = () => window.reached.push(window.stop());
    // What is focused once a key is let go, and how one sees it.
    window.stop = () => {
      const element = document.activeElement;
      const seen = element.closest('.chip')?.querySelector('span') ?? element;
      const style = getComputedStyle(seen);
      const box = seen.getBoundingClientRect();
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2);
      // A part that may scroll is a stop of its own.
      const scrolls = element.matches('.scroll') || element.matches('div, section, main') && element.scrollWidth > element.clientWidth;
      return [
        scrolls ? null : window.stops.indexOf(element), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        Boolean(at) && (seen.contains(at) || element.contains(at) || at.contains(seen)), element.outerHTML.slice(0, 120)];
    };
    return window.stops.length;
"""
# Where the kiosk offers to call somebody, on its screen of 1920×1080.
HELP_BUTTON = {"x": 1650, "y": 1003}
NOT_HERE = "does not belong to the document"
PATIENCE = 120  # seconds until what does not come is a failure
PIN = "837264"  # what members choose instead of the one they were given
PHONE, DESK = (360, 740), (1366, 768)
# Việt Nam has one time all year; the machine that runs the tests may go by another.
COMMUNE = datetime.timezone(datetime.timedelta(hours=7))


def now():
    return datetime.datetime.now(COMMUNE)


# Late in the evening the service day goes on over midnight, so that it ends under no test; else it is the date.
DAY_START = 20 if now().hour >= 22 else 0


def today():
    """The service day by the commune's clock, which is what the daemon goes by."""
    return (now() - datetime.timedelta(hours=DAY_START)).date()


def day_start():
    return [('# start = "00:00"', f'start = "{DAY_START}:00"')] if DAY_START else []


class Office:
    """A daemon with a state of its own, and its command line."""

    def __init__(self, changes=(), notices=(), past=None, folder=None, launcher=()):
        """Opens with the sample configuration, some texts of it replaced; `past` are days and visitors a day before.

        `folder` is where its state lies, if not in a new one; `launcher` is a program with its arguments that runs the
        daemon in its own place.
        """
        self.folder = folder or tempfile.TemporaryDirectory(prefix="luot-pages-")
        self.launcher = list(launcher)
        state = Path(self.folder.name)
        config = state / "luot.toml"
        sample = (ROOT / "Config/luot.toml").read_text()
        for old, new in [('# staff = "127.0.0.1:8200"', 'staff = "127.0.0.1:0"'), *day_start(), *changes]:
            assert old in sample, old
            sample = sample.replace(old, new)
        config.write_text(sample)
        (state / "notices").mkdir()
        for name, text in notices:
            (state / "notices" / name).write_text(text)
        if past:
            days, visitors = past
            first = today() - datetime.timedelta(days=days)
            subprocess.run(
                [PROGRAMS / "luot", "simulate", "--state", state, "--config", config, "--day", first.isoformat(),
                 "--days", str(days), "--visitors", str(visitors), "--seed", "7"],
                stdout=subprocess.DEVNULL, check=True)
        self.socket = state / "luot.sock"
        self.start()
        # Where it is found again after a restart.
        config.write_text(config.read_text().replace('staff = "127.0.0.1:0"', f'staff = "{self.url[7:]}"'))

    def start(self):
        state = Path(self.folder.name)
        self.log = open(state / "log", "w+")
        self.daemon = subprocess.Popen(
            [*self.launcher, PROGRAMS / "luotd", "--demo", "--config", state / "luot.toml", "--state", state],
            stderr=self.log)
        self.url = self._address()

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait(PATIENCE)
        self.log.close()

    def _address(self):
        def address(_):
            self.log.seek(0)
            found = re.search(r"https?://127\.0\.0\.1:\d+", self.log.read())
            return found and found.group()

        return WebDriverWait(None, PATIENCE, poll_frequency=0.05).until(address)

    def call_for_help(self):
        """Touches the kiosk where it offers to call somebody."""
        self.send("POST", "/screens/kiosk/touch", HELP_BUTTON)

    def luot(self, *arguments):
        result = subprocess.run(
            [PROGRAMS / "luot", *arguments, "--json", "--socket", self.socket],
            capture_output=True, text=True, timeout=PATIENCE, check=True)
        return json.loads(result.stdout)

    def ask(self, method, path, body=None):
        """What the daemon answers to whoever can open its socket, as JSON; quicker than a command."""
        return self.send(method, "/api/v1/" + path, body)

    def send(self, method, path, body=None):
        status, text = self.answer(method, path, body)
        assert status < 300, f"{method} {path}: {text}"
        return json.loads(text) if text else None

    def answer(self, method, path, body=None):
        connection = http.client.HTTPConnection("localhost", timeout=PATIENCE)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(PATIENCE)
        connection.sock.connect(str(self.socket))
        connection.request(
            method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def take(self, service="vneid", **more):
        return self.ask("POST", "tickets", {"service": service, **more})

    def user(self, member, role="volunteer"):
        return self.luot("user", "add", member, "--role", role)["pin"]

    def session(self, member, role="volunteer"):
        """The cookie of a member who was given an account just now, has signed in and chosen a PIN."""
        pin = self.ask("POST", "users", {"id": member, "role": role})["pin"]
        cookie, answer = self._post("session", {"member": member, "secret": pin})
        token = json.loads(answer)["commandToken"]
        self._post(
            "session/secret", {"current": pin, "secret": PIN}, {"Cookie": cookie, "X-Luot-Command": token})
        return cookie

    def _post(self, path, body, headers={}):
        """As a browser does: the cookie that it is given, and the answer."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/{path}", json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return (answer.headers["Set-Cookie"] or "").split(";")[0], answer.read()

    def close(self):
        self.stop()
        self.folder.cleanup()


class SmallDisk:
    """A file system of its own that can be filled up; mounting it needs root. It stands in for a temporary folder."""

    def __init__(self, megabytes):
        self.name = tempfile.mkdtemp(prefix="luot-disk-")
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", self.name], check=True)

    def fill(self):
        """Leaves no free block."""
        with open(f"{self.name}/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass

    def free(self):
        os.remove(f"{self.name}/filler")

    def cleanup(self):
        subprocess.run(["umount", "--lazy", self.name], check=True)
        os.rmdir(self.name)


class Line:
    """The wire between one browser and the office, which can be cut and mended."""

    def __init__(self, office):
        self.target = ("127.0.0.1", int(office.url.rsplit(":", 1)[1]))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.ends = set()
        self.is_cut = False
        self.guard = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            with self.guard:
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self.target)
                self.ends |= {near, far}
            for source, sink in [(near, far), (far, near)]:
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        with self.guard:
            self._hang_up({source, sink})

    def _hang_up(self, ends):
        for end in ends & self.ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self.ends -= ends

    def cut(self):
        with self.guard:
            self.is_cut = True
            self._hang_up(set(self.ends))

    def mend(self):
        with self.guard:
            self.is_cut = False

    def close(self):
        self.cut()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Browser:
    """A window of chromium with nothing in it from before. Programs that are done with are used again."""

    spare = []
    # What is kept for the next test; each takes memory.
    SPARES = 3

    def __init__(self, size):
        self.driver = Browser.spare.pop() if Browser.spare else self._start()
        self.resize(size)

    @staticmethod
    def _start():
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=vi"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        driver.set_page_load_timeout(PATIENCE)
        return driver

    def sign_in(self, url, cookie):
        """Makes the browser that of a member with this cookie, see `Office.session`."""
        name, value = cookie.split("=", 1)
        self.driver.execute_cdp_cmd(
            "Network.setCookie", {"name": name, "value": value, "url": url, "httpOnly": True, "sameSite": "Strict"})

    def resize(self, size, scale=1):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False})
        # A page may show keys to who has some.
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": size[0] <= PHONE[0]})

    def open(self, url):
        self.driver.get(url)

    def wait(self, condition, message=""):
        def holds(_):
            try:
                return condition()
            except WebDriverException as error:
                # What was found may be gone when it is read: another page, or another view, stands in its place. The
                # driver has two ways to say so.
                if isinstance(error, StaleElementReferenceException) or NOT_HERE in str(error.msg):
                    return False
                raise

        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(holds, message)

    def sees(self, text):
        """Waits for a text, on a page that is all there: before that it is seen and its scripts do not hear a thing."""
        def is_there():
            return text in self.driver.find_element(By.TAG_NAME, "body").text and self.is_ready()

        try:
            return self.wait(is_there)
        except Exception:
            raise AssertionError(f"{text!r} is not in:\n{self.driver.find_element(By.TAG_NAME, 'body').text}")

    def find(self, selector):
        return self.wait(lambda: (self.driver.find_elements(By.CSS_SELECTOR, selector) or [None])[0], selector)

    def click(self, selector):
        """Clicks what is there at the moment: the view may be shown anew between finding and clicking."""
        clicked = """
            if (document.readyState !== 'complete') return false;
            const element = document.querySelector(arguments[0]);
            if (!element || element.disabled) return false;
            element.click();
            return true;
        """
        try:
            self.wait(lambda: self.driver.execute_script(clicked, selector), selector)
        except TimeoutException:
            page = self.driver.find_element(By.TAG_NAME, "body").text
            raise AssertionError(f"{selector} cannot be clicked on {self.driver.current_url}:\n{page}")

    def type(self, selector, text):
        """Writes into a field in place of what is there."""
        self.ready()
        field = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", field)
        if field.get_property("type") not in ("date", "time"):
            field.clear()
        field.send_keys(text)

    def choose(self, selector, value):
        """Chooses from a list."""
        chosen = """
            const list = document.querySelector(arguments[0]);
            if (!list) return false;
            list.value = arguments[1];
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return list.value === arguments[1];
        """
        self.wait(lambda: self.driver.execute_script(chosen, selector, value), selector)

    def is_ready(self):
        return self.driver.execute_script("return document.readyState === 'complete'")

    def ready(self):
        """Waits until the page's scripts have run."""
        self.wait(self.is_ready, "not loaded")

    def run(self, script):
        self.driver.execute_script(script)

    def run_before_pages(self, script):
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def remember_signals(self):
        """Counts the buzzes and the tones of the pages that are opened from now on."""
        self.run_before_pages("""
            window.signals = { buzzes: 0, beeps: 0 };
            navigator.vibrate = () => { window.signals.buzzes += 1; return true; };
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) { window.signals.beeps += 1; start.apply(this, when); };
        """)

    def press(self, keys):
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def slow(self, latency, bytes_a_second):
        """From now on every answer takes so many milliseconds more."""
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": bytes_a_second,
             "uploadThroughput": bytes_a_second})

    def picture(self, name):
        width = self.driver.execute_script("return innerWidth")
        self.driver.save_screenshot(str(PICTURES / f"{name}-{width}.png"))

    def whole_picture(self, name):
        """Keeps a picture of the page from its top to its end."""
        width = self.driver.execute_script("return innerWidth")
        height = min(self.driver.execute_script("return document.documentElement.scrollHeight"), 8000)
        size = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": size})
        (PICTURES / f"{name}-{width}.png").write_bytes(base64.b64decode(shot["data"]))

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if "Content Security" in entry["message"]]

    def close(self):
        if len(Browser.spare) >= Browser.SPARES:
            self.driver.quit()
            return
        try:
            self._empty()
        except WebDriverException:
            self.driver.quit()
        else:
            Browser.spare.append(self.driver)

    def _empty(self):
        """Leaves a new window: scripts, sizes, a slow line and what pages kept belong to the old ones."""
        old = self.driver.window_handles
        self.driver.switch_to.new_window("window")
        new = self.driver.current_window_handle
        for window in old:
            self.driver.switch_to.window(window)
            self.driver.close()
        self.driver.switch_to.window(new)
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.get_log("browser")


@atexit.register
def end_spares():
    for driver in Browser.spare:
        driver.quit()


class OfficeTest(unittest.TestCase):
    """A test with an office of its own, browsers in it, and a look at what they show."""

    def setUp(self):
        self.office = self.open_office()
        self.addCleanup(self.office.close)

    def open_office(self):
        return Office()

    def browser(self, size=PHONE):
        browser = Browser(size)
        self.addCleanup(browser.close)
        return browser

    def look(self, browser, name):
        """Checks the page and keeps its picture, also at 320 px and enlarged twice, and goes through it by keyboard."""
        self.assertEqual(browser.driver.execute_script(CHECKS), [], name)
        browser.picture(name)
        size = browser.driver.execute_script("return [innerWidth, innerHeight]")
        for narrow in [(320, 740), (size[0] // 2, size[1] // 2)]:
            if narrow[0] < 320:
                continue
            browser.resize(narrow)
            self.assertEqual(browser.driver.execute_script(CHECKS), [], f"{name} at {narrow}")
        browser.resize(size)
        self.walk(browser, name)
        self.assertEqual(browser.complaints(), [])

    def look_both(self, browser, name):
        """The same on a phone and at a desk, with pictures of the whole page."""
        for size in [PHONE, DESK]:
            browser.resize(size)
            self.look(browser, name)
            browser.whole_picture(name)

    def walk(self, browser, name):
        """Everything that can be used is reached by the tabulator in the order of the document, and is seen to be."""
        # A part of the page may be shown anew on the way.
        for _ in range(3):
            count = browser.driver.execute_script(STOPS)
            order, unseen = [], []
            # As often as there are stops left. Each part of a date is one more, and then it goes on.
            for _ in range(count + 40):
                left = count - 1 - (order[-1] if order else -1)
                if left <= 0:
                    break
                browser.press(Keys.TAB * left)
                for index, has_outline, is_bare, html in browser.driver.execute_script("return window.reached.splice(0)"):
                    if index is not None and order[-1:] != [index]:
                        order.append(index)
                    if not has_outline or not is_bare:
                        unseen.append(html)
            if order == list(range(count)) and not unseen:
                break
        browser.driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
        self.assertEqual(order, list(range(count)), name)
        self.assertEqual(unseen, [], f"{name}: focus is not seen")

    def line(self):
        line = Line(self.office)
        self.addCleanup(line.close)
        return line

    def sign_in(self, browser, member, pin, url=None):
        browser.open((url or self.office.url) + "/")
        browser.sees("Mã PIN hoặc mật khẩu")
        browser.find("#member").send_keys(member)
        browser.find("#secret").send_keys(pin + Keys.ENTER)
        browser.sees("Đổi mã PIN")
        self.look(browser, "change-pin")
        browser.find("#current").send_keys(pin)
        browser.find("#secret").send_keys(PIN)
        browser.find("#again").send_keys(PIN + Keys.ENTER)
        browser.sees("Ông/bà làm việc ở quầy nào?")

    def signed_in(self, member, size, role="volunteer", url=None):
        """The browser of a member who has been at work before."""
        browser = self.browser(size)
        browser.sign_in(url or self.office.url, self.office.session(member, role))
        return browser

    def as_role(self, role, size, member="vi-du-1"):
        """The same on the page that a sign-in leads to."""
        browser = self.signed_in(member, size, role)
        browser.open(self.office.url + "/")
        browser.sees("Ông/bà làm việc ở quầy nào?")
        return browser

    def at_counter(self, member, size, counter="2", url=None, role="volunteer"):
        browser = self.signed_in(member, size, role, url)
        browser.open(f"{url or self.office.url}/counters/{counter}")
        return browser

    def serve(self, browser):
        """Opens the counter that is shown and begins with whoever is next."""
        browser.click("[data-post=open]")
        browser.click("[data-post=call-next]")
        browser.click("[data-post=start]")
        browser.sees("Đã giúp việc gì?")
