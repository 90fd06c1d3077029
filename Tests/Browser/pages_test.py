"""A morning at the counter in a real browser: Debian's chromium, driven by selenium, against a real luotd.

Run by scripts/browser-tests, which says where the programs are and where the pictures go.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
import urllib.request
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
PATIENCE = 20  # seconds until what does not come is a failure
PHONE, DESK = (360, 740), (1366, 768)


class Office:
    """A daemon with a state of its own, and its command line."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="luot-pages-")
        state = Path(self.folder.name)
        config = state / "luot.toml"
        sample = (ROOT / "Config/luot.toml").read_text()
        config.write_text(sample.replace('# staff = "127.0.0.1:8200"', 'staff = "127.0.0.1:0"'))
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

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if "Content Security" in entry["message"]]

    def close(self):
        self.driver.quit()


class Pages(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.addCleanup(self.office.close)

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

    def test_a_morning_with_a_finger(self):
        for service in ["vneid", "vneid", "dvc-truc-tuyen"]:
            self.office.take(service)
        browser = self.at_counter("vi-du-1", PHONE)
        browser.sees("Quầy đang đóng")
        self.look(browser, "console-closed")
        browser.click("[data-post=open]")
        browser.sees("Người tiếp theo")
        self.look(browser, "console-next")
        browser.click("[data-post=call-next]")
        browser.sees("Đang gọi")
        self.look(browser, "console-called")
        browser.click("[data-post=undo]")
        browser.sees("Người tiếp theo")
        browser.click("[data-post=call-next]")
        browser.click("[data-post=start]")
        browser.sees("Đã giúp việc gì?")
        self.look(browser, "console-serving")
        # Two taps: what was done, and done.
        browser.click("[name=activity][value=vneid-activation]")
        browser.click("#record [value=next]")
        browser.sees("1 người ông/bà đã giúp hôm nay")
        browser.sees("D002")
        browser.click("[data-post=no-show]")
        browser.sees("D002 đã quay lại")
        browser.click("[data-back]")
        browser.sees("D002")
        browser.click("[data-post=call-next]")
        browser.sees("Đang gọi")
        browser.click("[data-open=park]")
        self.look(browser, "console-park")
        browser.click("#park [data-minutes='15']")
        browser.sees("Đang tạm gác")
        browser.click("[data-open=issue]")
        browser.click("#issue [data-issue=thanh-toan-so]")
        browser.sees("Đã cấp số G001.")
        self.look(browser, "console-worst")
        helped = self.office.luot("stats", "--by", "activity")
        self.assertIn("vneid-activation", json.dumps(helped))

    def test_a_morning_with_keys_alone(self):
        for _ in range(2):
            self.office.take("vneid")
        browser = self.at_counter("vi-du-2", DESK)
        browser.sees("Quầy đang đóng")
        browser.press(Keys.ENTER)
        browser.sees("Người tiếp theo")
        self.look(browser, "console-next")
        browser.press(Keys.SPACE)
        browser.sees("Đang gọi")
        browser.press("r")
        browser.press("s")
        browser.sees("Đã giúp việc gì?")
        self.look(browser, "console-serving")
        # From the top of the page by the tabulator to the first activity.
        reached = "return document.activeElement.name === 'activity'"
        for _ in range(30):
            browser.press(Keys.TAB)
            outline = browser.driver.execute_script(
                "const e = document.activeElement; const s = e.closest('.chip')?.querySelector('span') ?? e;"
                "return getComputedStyle(s).outlineStyle")
            self.assertNotEqual(outline, "none", "focus is not seen")
            if browser.driver.execute_script(reached):
                break
        self.assertTrue(browser.driver.execute_script(reached))
        browser.press(Keys.SPACE)
        browser.press("f")
        browser.sees("1 người ông/bà đã giúp hôm nay")
        browser.sees("D002")
        browser.press("t")
        browser.sees("Chuyển đến đâu?")
        browser.press(Keys.ESCAPE)
        browser.press("n")
        browser.sees("D002 đã quay lại")

    def test_two_counters_race_and_neither_gets_an_error(self):
        for _ in range(2):
            self.office.take("vneid")
        first = self.at_counter("vi-du-1", PHONE, "2")
        second = self.at_counter("vi-du-2", PHONE, "3")
        for browser in [first, second]:
            browser.click("[data-post=open]")
            browser.sees("D001")
        for browser in [first, second]:
            browser.click("[data-post=call-next]")
        numbers = []
        for browser in [first, second]:
            browser.sees("Đang gọi")
            numbers.append(browser.find("[data-held] .number").text)
            self.assertTrue(browser.driver.find_element(By.ID, "say").get_property("hidden"))
        self.assertEqual(sorted(numbers), ["D001", "D002"])

    def test_a_tap_without_connection_is_sent_once_when_it_is_back(self):
        self.office.take("vneid")
        self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        browser.click("[data-post=open]")
        browser.sees("D001")
        browser.offline(True)
        browser.click("[data-post=call-next]")
        browser.sees("Đang chờ gửi: Gọi tiếp")
        self.look(browser, "console-offline")
        browser.offline(False)
        browser.sees("Đang gọi")
        self.assertEqual(browser.find("[data-held] .number").text, "D001")
        journal = self.office.luot("ticket", "show", "D002")
        self.assertEqual(journal["state"], "waiting")

    def test_a_phone_from_the_line_to_the_rating(self):
        self.office.take("vneid")
        ticket = self.office.take("vneid")
        phone = self.browser(PHONE)
        phone.open(f"{self.office.url}/t/{ticket['token']}")
        phone.sees("Còn 1 người phía trước")
        self.look(phone, "ticket-waiting")
        phone.click("#ring")
        self.office.luot("counter", "open", "2")
        self.office.luot("call", "next", "2")
        phone.sees("Ông/bà là người tiếp theo")
        self.office.luot("call", "no-show", "2")
        self.office.luot("call", "next", "2")
        phone.sees("ĐẾN LƯỢT")
        self.look(phone, "ticket-called")
        self.assertTrue(phone.driver.title.startswith("ĐẾN LƯỢT"))
        self.office.luot("call", "finish", "2", "--activity", "vneid-use")
        phone.sees("Ông/bà thấy thế nào?")
        self.look(phone, "ticket-finished")
        phone.click("[data-score='3']")
        phone.sees("Đã ghi ý kiến của ông/bà.")

    def test_the_board_on_a_television(self):
        board = self.browser((1920, 1080))
        board.open(self.office.url + "/board")
        board.sees("Chưa gọi số nào")
        self.office.luot("counter", "open", "2")
        for _ in range(3):
            self.office.take("vneid")
            self.office.luot("call", "next", "2")
            board.sees("Quầy 2")
            self.office.luot("call", "finish", "2", "--activity", "vneid-use")
        board.sees("D003")
        for size in [(1920, 1080), DESK, (1080, 1920), PHONE]:
            board.resize(size)
            self.look(board, "board")
        with urllib.request.urlopen(self.office.url + "/board") as answer:
            self.assertIn("D003", answer.read().decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
