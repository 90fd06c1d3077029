"""A morning at the counter, a phone that follows its ticket and the board on a television, in a real browser.

Run by scripts/browser-tests.
"""

import json
import unittest
import urllib.request

from office import DESK, PHONE, OfficeTest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Pages(OfficeTest):
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
