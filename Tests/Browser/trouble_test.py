"""What people see while the kiosk's disk is full and while its file is spoilt, in a real browser.

Run by scripts/browser-tests.
"""

import unittest
from pathlib import Path

from office import PHONE, PIN, Office, OfficeTest, SmallDisk
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

TELEVISION = (1920, 1080)


class Trouble(OfficeTest):
    def try_to_sign_in(self, said):
        """Somebody who is not signed in yet is told why they cannot be."""
        browser = self.browser(PHONE)
        browser.open(self.office.url + "/sign-in")
        browser.sees("Mã PIN hoặc mật khẩu")
        browser.type("#member", "vi-du-1")
        browser.type("#secret", PIN + Keys.ENTER)
        browser.sees(said)
        return browser


class FullDisk(Trouble):
    def open_office(self):
        self.disk = SmallDisk(16)
        return Office(folder=self.disk)

    def test_every_page_says_so_nothing_is_lost_and_it_mends_itself(self):
        tickets = [self.office.take("vneid") for _ in range(2)]
        helper = self.at_counter("vi-du-1", PHONE)
        self.serve(helper)
        keeper, phone, board = self.signed_in("vi-du-2", PHONE, "administrator"), self.browser(PHONE), self.browser(TELEVISION)
        phone.open(f"{self.office.url}/t/{tickets[1]['token']}")
        board.open(self.office.url + "/board")
        self.disk.fill()
        # The log of the database has some room left in its last block; it is soon used up.
        for _ in range(5000):
            status, text = self.office.answer("POST", "/api/v1/tickets", {"service": "ho-tich"})
            if status != 201:
                break
        self.assertEqual(status, 507, text)
        board.sees("Máy tạm ngừng cấp số.")
        self.look(board, "trouble-full-board")
        helper.click("[name=activity][value=vneid-use]")
        helper.click("#record [value=stop]")
        helper.sees("Xong: Không ghi được vì đĩa đã đầy.")
        self.look_both(helper, "trouble-full-console")
        keeper.open(self.office.url + "/admin")
        keeper.sees("Đĩa đã đầy nên tạm ngừng cấp số.")
        self.look_both(keeper, "trouble-full-admin")
        keeper.open(self.office.url + "/admin/queue")
        keeper.sees("Việc với hàng chờ")
        self.look_both(keeper, "trouble-full-queue")
        phone.sees("D002")
        self.look(phone, "trouble-full-ticket")
        self.look(self.try_to_sign_in("đĩa đã đầy"), "trouble-full-sign-in")
        self.disk.free()
        board.wait(lambda: "Máy tạm ngừng cấp số." not in board.driver.find_element(By.TAG_NAME, "body").text, "not mended")
        helper.click("#record [value=stop]")
        helper.sees("1 người ông/bà đã giúp hôm nay")
        self.assertEqual(self.office.ask("GET", "assistances")["assistances"][0]["ticket"], tickets[0]["id"])
        self.assertTrue(self.office.luot("verify")["isProven"])


class SpoiltFile(Trouble):
    def test_every_page_says_so(self):
        ticket = self.office.take("vneid")
        helper = self.at_counter("vi-du-1", PHONE)
        helper.click("[data-post=open]")
        helper.sees("Người tiếp theo")
        keeper, phone, board = self.signed_in("vi-du-2", PHONE, "administrator"), self.browser(PHONE), self.browser(TELEVISION)
        phone.open(f"{self.office.url}/t/{ticket['token']}")
        board.open(self.office.url + "/board")
        keeper.open(self.office.url + "/admin")
        keeper.sees("Tình trạng")
        self.office.stop()
        # Everything after the first page: the schema still reads, nothing else does.
        file = Path(self.office.folder.name) / "luot.sqlite"
        kept = file.read_bytes()[:4096]
        file.write_bytes(kept + bytes([0xA5]) * (file.stat().st_size - len(kept)))
        self.office.start()
        self.assertEqual(self.office.answer("POST", "/api/v1/tickets", {"service": "vneid"})[0], 503)
        # Pages that were open say what is wrong, and that what they show is old.
        for browser, name in [(helper, "console"), (phone, "ticket"), (board, "board"), (keeper, "admin")]:
            browser.sees("Dữ liệu bị hỏng – số liệu cũ")
            self.look(browser, f"trouble-spoilt-{name}-open")
        # And so do those that are opened now.
        for browser, path, name in [
            (phone, f"/t/{ticket['token']}", "ticket"), (board, "/board", "board"), (helper, "/counters/2", "console"),
            (helper, "/records", "records"), (keeper, "/admin", "admin"),
        ]:
            browser.open(self.office.url + path)
            browser.sees("Dữ liệu bị hỏng")
            self.look(browser, f"trouble-spoilt-{name}")
        self.look(self.try_to_sign_in("Tệp dữ liệu bị hỏng"), "trouble-spoilt-sign-in")


if __name__ == "__main__":
    unittest.main(verbosity=2)
