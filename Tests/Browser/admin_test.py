"""The administration in a real browser: what is wrong, and every page on a phone and at a desk, light and at its worst.

Run by scripts/browser-tests.
"""

import unittest

from office import DESK, PHONE, OfficeTest


class Administration(OfficeTest):
    def as_role(self, role, size, member="vi-du-1"):
        browser = self.browser(size)
        self.sign_in(browser, member, self.office.user(member, role))
        return browser

    def visit(self, browser, path, text):
        browser.open(self.office.url + path)
        browser.sees(text)

    def look_both(self, browser, name):
        for size in [PHONE, DESK]:
            browser.resize(size)
            self.look(browser, name)
            browser.whole_picture(name)

    def test_what_is_wrong_stands_first_and_goes_when_it_is_mended(self):
        browser = self.as_role("supervisor", PHONE)
        browser.click("a[href='/admin']")
        browser.sees("Tình trạng")
        self.look_both(browser, "admin-health")
        # Somebody waits and no open counter serves them.
        self.office.luot("counter", "open", "1")
        self.office.take("vneid")
        browser.sees("Có người đang chờ dịch vụ chưa quầy nào phục vụ")
        self.look_both(browser, "admin-health-trouble")
        self.office.luot("counter", "open", "2")
        browser.sees("Mọi số đang chờ đều có quầy phục vụ.")

    def test_a_volunteer_is_told_whom_to_ask(self):
        browser = self.as_role("volunteer", PHONE)
        self.assertEqual(browser.driver.find_elements("css selector", "a[href='/admin']"), [])
        self.visit(browser, "/admin", "Việc này dành cho trưởng nhóm.")
        self.look_both(browser, "admin-refused")

    def test_a_stranger_is_sent_to_sign_in(self):
        browser = self.browser(PHONE)
        self.visit(browser, "/admin", "Mã PIN hoặc mật khẩu")


if __name__ == "__main__":
    unittest.main(verbosity=2)
