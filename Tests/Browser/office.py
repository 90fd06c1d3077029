"""What the browser tests share: a real luotd with a state of its own, Debian's chromium driven by selenium, and the
look at a page that checks it and keeps its picture.

scripts/browser-tests says where the programs are and where the pictures go.
"""

import base64
import datetime
import http.client
import json
import os
import re
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ["LUOT_PROGRAMS"])
PICTURES = Path(os.environ["LUOT_PICTURES"])
CHECKS = (Path(__file__).parent / "checks.js").read_text()
PATIENCE = 40  # seconds until what does not come is a failure
PHONE, DESK = (360, 740), (1366, 768)


class Office:
    """A daemon with a state of its own, and its command line."""

    def __init__(self, changes=(), notices=(), past=None):
        """Opens with the sample configuration, some texts of it replaced; `past` are days and visitors a day before."""
        self.folder = tempfile.TemporaryDirectory(prefix="luot-pages-")
        state = Path(self.folder.name)
        config = state / "luot.toml"
        sample = (ROOT / "Config/luot.toml").read_text()
        for old, new in [('# staff = "127.0.0.1:8200"', 'staff = "127.0.0.1:0"'), *changes]:
            assert old in sample, old
            sample = sample.replace(old, new)
        config.write_text(sample)
        (state / "notices").mkdir()
        for name, text in notices:
            (state / "notices" / name).write_text(text)
        if past:
            days, visitors = past
            first = datetime.date.today() - datetime.timedelta(days=days)
            subprocess.run(
                [PROGRAMS / "luot", "simulate", "--state", state, "--config", config, "--day", first.isoformat(),
                 "--days", str(days), "--visitors", str(visitors), "--seed", "7"],
                stdout=subprocess.DEVNULL, check=True)
        self.log = open(state / "log", "w+")
        self.daemon = subprocess.Popen(
            [PROGRAMS / "luotd", "--demo", "--config", config, "--state", state], stderr=self.log)
        self.socket = state / "luot.sock"
        self.url = self._address()

    def _address(self):
        def address(_):
            self.log.seek(0)
            found = re.search(r"http://127\.0\.0\.1:\d+", self.log.read())
            return found and found.group()

        return WebDriverWait(None, PATIENCE, poll_frequency=0.05).until(address)

    def luot(self, *arguments):
        result = subprocess.run(
            [PROGRAMS / "luot", *arguments, "--json", "--socket", self.socket],
            capture_output=True, text=True, timeout=PATIENCE, check=True)
        return json.loads(result.stdout)

    def ask(self, method, path, body=None):
        """What the daemon answers to whoever can open its socket, as JSON; quicker than a command."""
        connection = http.client.HTTPConnection("localhost", timeout=PATIENCE)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(PATIENCE)
        connection.sock.connect(str(self.socket))
        connection.request(
            method, "/api/v1/" + path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status < 300, f"{method} {path}: {text}"
        return json.loads(text) if text else None

    def take(self, service="vneid", *more):
        return self.luot("ticket", "take", service, *more)

    def user(self, member, role="volunteer"):
        return self.luot("user", "add", member, "--role", role)["pin"]

    def close(self):
        self.daemon.terminate()
        self.daemon.wait(PATIENCE)
        self.log.close()
        self.folder.cleanup()


class Browser:
    def __init__(self, size):
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=vi"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(PATIENCE)
        self.resize(size)

    def resize(self, size, scale=1):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False})

    def open(self, url):
        self.driver.get(url)

    def wait(self, condition, message=""):
        # What was found may be gone when it is read: the page is shown anew meanwhile.
        waiting = WebDriverWait(
            self.driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: condition(), message)

    def sees(self, text):
        def is_there():
            return text in self.driver.find_element(By.TAG_NAME, "body").text

        try:
            return self.wait(is_there)
        except Exception:
            raise AssertionError(f"{text!r} is not in:\n{self.driver.find_element(By.TAG_NAME, 'body').text}")

    def find(self, selector):
        return self.wait(lambda: (self.driver.find_elements(By.CSS_SELECTOR, selector) or [None])[0], selector)

    def click(self, selector):
        """Clicks what is there at the moment: the view may be shown anew between finding and clicking."""
        clicked = """
            const element = document.querySelector(arguments[0]);
            if (!element || element.disabled) return false;
            element.click();
            return true;
        """
        self.wait(lambda: self.driver.execute_script(clicked, selector), selector)

    def press(self, keys):
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def offline(self, is_offline):
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})

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
        self.driver.quit()


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
        """Checks the page and keeps its picture, also at 320 px and enlarged twice."""
        self.assertEqual(browser.driver.execute_script(CHECKS), [], name)
        browser.picture(name)
        size = browser.driver.execute_script("return [innerWidth, innerHeight]")
        for narrow in [(320, 740), (size[0] // 2, size[1] // 2)]:
            if narrow[0] < 320:
                continue
            browser.resize(narrow)
            wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
            self.assertLessEqual(wide, 0, f"{name} at {narrow}")
        browser.resize(size)
        self.assertEqual(browser.complaints(), [])

    def sign_in(self, browser, member, pin):
        browser.open(self.office.url + "/")
        browser.sees("Mã PIN hoặc mật khẩu")
        browser.find("#member").send_keys(member)
        browser.find("#secret").send_keys(pin + Keys.ENTER)
        browser.sees("Đổi mã PIN")
        self.look(browser, "change-pin")
        browser.find("#current").send_keys(pin)
        browser.find("#secret").send_keys("837264")
        browser.find("#again").send_keys("837264" + Keys.ENTER)
        browser.sees("Ông/bà làm việc ở quầy nào?")

    def at_counter(self, member, size, counter="2"):
        browser = self.browser(size)
        self.sign_in(browser, member, self.office.user(member))
        browser.open(f"{self.office.url}/counters/{counter}")
        return browser
