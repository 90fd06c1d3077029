"""The administration in a real browser: every page on a phone and at a desk, light and at its worst, and what is done
there.

Run by scripts/browser-tests.
"""

import base64
import datetime
import subprocess
import tempfile
import unittest
from pathlib import Path

from office import DESK, PATIENCE, PHONE, PICTURES, Office, OfficeTest, now, today
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

# Every page, with words that only it has.
PAGES = [
    ("health", "/admin", "người đang chờ"),
    ("queue", "/admin/queue", "Việc với hàng chờ"),
    ("devices", "/admin/devices", "Lịch sử"),
    ("statistics", "/admin/statistics", "Giữ lời về thời gian chờ"),
    ("fairness", "/admin/fairness", "lần gọi"),
    ("journal", "/admin/journal", "Mọi việc"),
    ("proof", "/admin/journal/proof?number=A001", "Số A001"),
    ("registers", "/admin/registers", "Lịch nghỉ, làm bù"),
    ("register-members", "/admin/registers/members?on=", "Thêm mục mới"),
    ("register-directives", "/admin/registers/directives", "Thêm mục mới"),
    ("calendar", "/admin/registers/calendar", "Thêm ngày"),
    ("users", "/admin/users", "Thêm tài khoản"),
    ("badges", "/admin/badges", "Ghi thẻ"),
    ("notices", "/admin/notices", "là một trang"),
    ("system", "/admin/system", "Kiểm tra toàn bộ"),
]
LONG_NAME = "Nguyễn Phạm Hoàng Thị Ngọc Quỳnh Phương Thảo Nguyên – Ộ Ặ Ễ"
LONG_SERVICE = "Đăng ký đất đai – xây dựng – môi trường – nông nghiệp"


class Admin(OfficeTest):
    def visit(self, browser, path, text):
        browser.open(self.office.url + path)
        browser.sees(text)

    def look_at_all(self, browser, prefix):
        for name, path, text in PAGES:
            with self.subTest(page=name):
                self.visit(browser, path, text)
                self.assertNotIn("class=", browser.driver.find_element(By.TAG_NAME, "body").text)
                for part in browser.driver.find_elements(By.CSS_SELECTOR, "details"):
                    browser.driver.execute_script("arguments[0].open = true", part)
                self.look_both(browser, f"{prefix}-{name}")

    def fill(self, browser, **fields):
        browser.ready()
        for name, text in fields.items():
            browser.driver.execute_script(
                "const e = document.getElementById(arguments[0]); e.closest('details')?.setAttribute('open', '');"
                "e.value = arguments[1]", name.replace("_", "-"), text)

    def submit(self, browser, field):
        browser.ready()
        browser.driver.execute_script("document.getElementById(arguments[0]).form.requestSubmit()", field)

    def confirm(self, browser):
        browser.wait(lambda: browser.driver.execute_script("return document.getElementById('confirm').open"), "no question")
        browser.click("#confirm-yes")


class LightLoad(Admin):
    def test_every_page(self):
        self.office.take("ho-tich")
        self.look_at_all(self.as_role("administrator", PHONE), "admin-light")

    def test_what_is_wrong_stands_first_and_goes_when_it_is_mended(self):
        browser = self.as_role("supervisor", PHONE)
        browser.click("a[href='/admin']")
        browser.sees("Tình trạng")
        # Somebody waits and no open counter serves them.
        self.office.luot("counter", "open", "1")
        self.office.take("vneid")
        browser.sees("Có người đang chờ dịch vụ chưa quầy nào phục vụ")
        first = browser.driver.execute_script("return document.querySelector('.checks').textContent")
        self.assertIn("Cần xem", first)
        self.office.luot("counter", "open", "2")
        browser.sees("Mọi số đang chờ đều có quầy phục vụ.")

    def test_a_volunteer_is_told_whom_to_ask(self):
        browser = self.as_role("volunteer", PHONE)
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, "a[href='/admin']"), [])
        self.visit(browser, "/admin", "Việc này dành cho trưởng nhóm.")
        self.look_both(browser, "admin-refused")

    def test_a_supervisor_sees_what_a_supervisor_may(self):
        browser = self.as_role("supervisor", PHONE)
        self.visit(browser, "/admin", "Tình trạng")
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, "#menu a[href='/admin/badges']"), [])
        browser.click("#menu-button")
        self.look(browser, "admin-menu")
        self.visit(browser, "/admin/badges", "Việc này dành cho quản trị viên.")
        self.visit(browser, "/admin/system", "là việc của quản trị viên")
        self.visit(browser, "/admin/registers/villages", "Thêm và sửa sổ là việc của quản trị viên.")

    def test_a_stranger_is_sent_to_sign_in(self):
        self.visit(self.browser(PHONE), "/admin/journal", "Mã PIN hoặc mật khẩu")

    def test_a_line_is_sent_home_only_after_a_second_question(self):
        for service in ["vneid", "vneid", "ho-tich"]:
            self.office.take(service)
        browser = self.as_role("supervisor", PHONE)
        self.visit(browser, "/admin/queue", "Việc với hàng chờ")
        self.fill(browser, line_service="vneid", line_reason="power-cut")
        self.submit(browser, "line-service")
        browser.sees("Hủy mọi số đang chờ của D – Định danh điện tử VNeID?")
        self.look(browser, "admin-confirm")
        browser.click("#confirm-no")
        self.assertEqual(self.office.luot("ticket", "show", "D001")["state"], "waiting")
        self.submit(browser, "line-service")
        self.confirm(browser)
        browser.sees("Đã hủy 2 số: D001, D002.")
        self.assertEqual(self.office.luot("ticket", "show", "D001")["state"], "cancelled")
        self.assertEqual(self.office.luot("ticket", "show", "A001")["state"], "waiting")

    def test_a_closing_a_pause_paper_and_a_skip(self):
        self.office.take("ho-tich")
        browser = self.as_role("supervisor", DESK)
        self.visit(browser, "/admin/queue", "Việc với hàng chờ")
        self.fill(browser, pause_service="dat-dai", pause_reason="Cán bộ đi họp")
        self.submit(browser, "pause-service")
        self.confirm(browser)
        browser.sees("Đã tạm dừng Đất đai – xây dựng.")
        browser.click("#resume-dat-dai")
        browser.sees("Đất đai – xây dựng cấp số trở lại.")
        self.fill(browser, cancel_ticket="a001", cancel_reason="Về việc nhà")
        self.submit(browser, "cancel-ticket")
        self.confirm(browser)
        browser.sees("Đã hủy số A001.")
        self.fill(browser, paper_service="vneid", paper_number="d007", paper_issuedAt=now().strftime("%H:%M"))
        self.submit(browser, "paper-number")
        browser.sees("Đã nhập số D007.")
        self.fill(browser, skip_service="vneid", skip_number="D900", skip_reason="Nhầm")
        self.submit(browser, "skip-number")
        self.confirm(browser)
        browser.sees("Hãy sửa ô được đánh dấu.")
        browser.sees("Chấp nhận: một số từ D001 đến")
        self.look(browser, "admin-field-refused")
        self.fill(browser, skip_number="D010")
        self.submit(browser, "skip-number")
        self.confirm(browser)
        browser.sees("Số tiếp theo được cấp là D011.")

    def test_a_new_volunteer_gets_a_pin_that_is_shown_once(self):
        browser = self.as_role("administrator", PHONE)
        self.visit(browser, "/admin/users", "Thêm tài khoản")
        self.fill(browser, new_id="le-thi-moi", new_name="Lê Thị Mới")
        self.submit(browser, "new-id")
        browser.sees("Mã PIN của Lê Thị Mới (tên đăng nhập le-thi-moi):")
        pin = browser.find("#reveal-secret").text
        self.look(browser, "admin-pin")
        self.assertRegex(pin, r"^\d{6,}$")
        browser.click("#reveal-done")
        browser.sees("Chưa đổi mã PIN được cấp.")
        self.assertNotIn(pin, browser.driver.page_source)
        self.sign_in(self.browser(PHONE), "le-thi-moi", pin)
        self.visit(browser, "/admin/users", "Đang đăng nhập ở 1 nơi")
        browser.click("[data-post='/api/v1/users/le-thi-moi/sign-out']")
        browser.sees("Đã thoát Lê Thị Mới ở mọi nơi.")
        browser.click("[data-post='/api/v1/users/le-thi-moi/lock']")
        self.confirm(browser)
        browser.sees("Bị khóa. Cấp mã PIN mới để mở lại.")

    def test_a_code_to_print_is_made_shown_once_and_ended(self):
        browser = self.as_role("administrator", DESK)
        self.visit(browser, "/admin/badges", "Ghi thẻ")
        self.fill(browser, code_member="vi-du-2")
        self.submit(browser, "code-member")
        browser.sees("Mã QR của thẻ b-")
        code = browser.find("#reveal-secret").text
        self.assertTrue(code.startswith("LUOT-TV:"))
        # What a scanner at a counter reads off the screen.
        for size in [DESK, PHONE]:
            browser.resize(size)
            self.look(browser, "admin-badge-code")
            read = subprocess.run(
                ["zbarimg", "--quiet", "--raw", PICTURES / f"admin-badge-code-{size[0]}.png"], capture_output=True, text=True)
            self.assertEqual(read.stdout.strip(), code)
        paper = Path(self.office.folder.name) / "badge.pdf"
        printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
        paper.write_bytes(base64.b64decode(printed["data"]))
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", paper, PICTURES / "admin-badge-code-paper"], check=True)
        read = subprocess.run(
            ["zbarimg", "--quiet", "--raw", PICTURES / "admin-badge-code-paper.png"], capture_output=True, text=True)
        self.assertEqual(read.stdout.strip(), code)
        browser.click("#reveal-done")
        browser.sees("đang dùng")
        browser.click("[data-post$='/end']")
        self.confirm(browser)
        browser.sees("Đã hủy thẻ b-")

    def test_a_register_is_added_to_changed_and_ended(self):
        browser = self.as_role("administrator", PHONE)
        self.visit(browser, "/admin/registers/villages", "Thêm mục mới")
        self.fill(browser, new_entry_id="thon-99", new_name="Thôn Chín Mươi Chín")
        self.submit(browser, "new-entry-id")
        browser.sees("Đã ghi mục thon-99.")
        self.visit(browser, "/admin/registers/villages/thon-99", "Ghi vào sổ")
        self.fill(browser, edit_name="Thôn Ninh Sơn")
        self.submit(browser, "edit-name")
        browser.sees("Đã sửa mục thon-99.")
        browser.sees("Sửa sổ")
        self.fill(browser, end_day=today().isoformat())
        self.submit(browser, "end-day")
        self.confirm(browser)
        browser.sees("Đã kết thúc mục thon-99.")
        self.look_both(browser, "admin-register-entry")
        self.visit(browser, "/admin/registers/calendar", "Thêm ngày")
        day = (today() + datetime.timedelta(days=9)).isoformat()
        self.fill(browser, new_date=day, new_kind="open", new_hours="07:30-11:30, 13:30-16:00", new_reason="Làm bù")
        self.submit(browser, "new-date")
        browser.sees("Đã ghi vào sổ lịch.")
        browser.sees("Mở cửa 07:30-11:30, 13:30-16:00")

    def test_the_record_is_copied_and_proved(self):
        self.office.take("ho-tich")
        browser = self.as_role("administrator", PHONE)
        self.visit(browser, "/admin/system", "Kiểm tra toàn bộ")
        self.submit(browser, "file")
        browser.sees("Đã sao lưu vào")
        browser.click("#verify")
        browser.sees("Mọi số liệu khớp với nhật ký: 1 số")
        self.look_both(browser, "admin-verified")
        self.visit(browser, "/admin/devices", "Máy in")
        browser.click("#test-may-in-ao")
        browser.sees("Đã in phiếu thử ở may-in-ao.")

    def test_with_keys_alone_through_the_menu_to_the_journal(self):
        browser = self.as_role("supervisor", DESK)
        self.visit(browser, "/admin", "Tình trạng")
        for _ in range(12):
            browser.press(Keys.TAB)
            outline = browser.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(outline, "none", "focus is not seen")
            if browser.driver.execute_script("return document.activeElement.getAttribute('href')") == "/admin/journal":
                break
        browser.press(Keys.ENTER)
        browser.sees("Mọi người")


class EveryOrder(Admin):
    """What administrators and supervisors order, with the buttons of the pages, and what the interface says of it."""

    def at_queue(self, role="supervisor", size=PHONE):
        browser = self.as_role(role, size)
        self.visit(browser, "/admin/queue", "Việc với hàng chờ")
        return browser

    def ticket(self, number):
        return self.office.ask("GET", f"tickets/{number}")

    def account(self, member):
        return next((one for one in self.office.ask("GET", "users") if one["id"] == member), None)

    def test_a_slip_is_printed_again(self):
        self.office.take("vneid")
        browser = self.at_queue()
        browser.wait(lambda: self.ticket("D001")["print"]["state"] == "printed", "no slip")
        self.fill(browser, reprint_ticket="d001")
        self.submit(browser, "reprint-ticket")
        browser.sees("Đã gửi in lại phiếu D001.")
        browser.wait(lambda: self.ticket("D001")["print"]["copies"] == 2, "not printed again")
        self.fill(browser, reprint_ticket="D009")
        self.submit(browser, "reprint-ticket")
        browser.sees("Không tìm thấy số thứ tự này.")

    def test_the_office_is_closed_and_opened_against_the_calendar(self):
        browser = self.at_queue()
        self.fill(browser, close_reason="Mất điện")
        self.submit(browser, "close-reason")
        browser.sees("Ngừng cấp số ở mọi dịch vụ?")
        self.confirm(browser)
        browser.sees("Đã đóng cửa.")
        office = self.office.ask("GET", "office")
        self.assertFalse(office["open"])
        self.assertEqual([(one["open"], one["reason"]) for one in office["orders"]], [(False, "Mất điện")])
        self.look(browser, "admin-closed")
        browser.click("#release")
        self.confirm(browser)
        browser.sees("Đã trở lại giờ làm việc.")
        self.assertEqual(self.office.ask("GET", "office")["orders"], [])
        until = self.last_moment(browser, "open-until")
        self.fill(browser, open_reason="Làm bù", open_until=until)
        self.submit(browser, "open-until")
        self.confirm(browser)
        browser.sees("Đã mở cửa.")
        office = self.office.ask("GET", "office")
        self.assertTrue(office["open"])
        self.assertEqual([(one["open"], one["until"][:16]) for one in office["orders"]], [(True, until)])

    def last_moment(self, browser, field):
        """The latest that a field of day and hour takes."""
        return browser.driver.execute_script("return document.getElementById(arguments[0]).max", field)

    def test_every_line_is_sent_home_at_once(self):
        for service in ["vneid", "ho-tich", "dat-dai"]:
            self.office.take(service)
        self.office.luot("counter", "open", "2")
        self.office.luot("call", "next", "2")
        browser = self.at_queue()
        self.fill(browser, all_reason="power-cut", all_note="Cháy trạm biến áp")
        self.submit(browser, "all-reason")
        browser.sees("Hủy MỌI số đang chờ ở tất cả dịch vụ")
        self.confirm(browser)
        browser.sees("Đã hủy 2 số: A001, B001. Còn ở quầy: D001.")
        self.assertEqual([self.ticket(one)["state"] for one in ["A001", "B001", "D001"]], ["cancelled", "cancelled", "called"])
        self.assertEqual(self.ticket("A001")["endReason"], "power-cut")

    def test_a_line_goes_on_at_a_number(self):
        for _ in range(3):
            self.office.take("vneid")
        browser = self.at_queue()
        self.fill(browser, skip_service="vneid", skip_number="d003", skip_reason="Đã gọi bằng phiếu giấy")
        self.submit(browser, "skip-number")
        browser.sees("đi tiếp từ số d003?")
        self.confirm(browser)
        browser.sees("Số tiếp theo được cấp là D004. Đã hết hạn: D001, D002.")
        self.assertEqual([self.ticket(f"D00{one}")["state"] for one in [1, 2, 3]], ["expired", "expired", "waiting"])

    def test_a_service_rests_until_an_hour_and_goes_on(self):
        browser = self.at_queue(size=DESK)
        until = self.last_moment(browser, "open-until")
        self.fill(browser, pause_service="vneid", pause_reason="Máy chủ bảo trì", pause_until=until)
        self.submit(browser, "pause-until")
        self.confirm(browser)
        browser.sees("Đã tạm dừng Định danh điện tử VNeID.")
        order = self.office.ask("GET", "office")["orders"][0]
        self.assertEqual([order["service"], order["until"][:16]], ["vneid", until])
        closed = {one["id"]: one["closed"] for one in self.office.ask("GET", "services")}
        self.assertEqual(closed["vneid"]["reason"], "paused")
        self.assertIsNone(closed["ho-tich"])
        browser.click("#resume-vneid")
        browser.sees("Định danh điện tử VNeID cấp số trở lại.")
        self.assertEqual(self.office.ask("GET", "office")["orders"], [])

    def test_who_calls_for_help_is_told_to_and_gone_to(self):
        browser = self.at_queue()
        self.office.call_for_help()
        browser.sees("Có người gọi hỗ trợ ở kiosk")
        self.look(browser, "admin-help-call")
        self.assertIsNone(self.office.ask("GET", "help-calls")[0]["acknowledgedAt"])
        browser.click("[data-post$='/acknowledge']")
        browser.sees("Đã báo là có người đến giúp.")
        self.assertIsNotNone(self.office.ask("GET", "help-calls")[0]["acknowledgedAt"])
        browser.wait(lambda: not browser.driver.find_elements(By.CSS_SELECTOR, "[data-post$='/acknowledge']"))

    def test_counters_are_opened_paused_and_closed_from_here(self):
        browser = self.at_queue()
        for button, said, state in [
            ("#open-2", "Đã mở Quầy 2.", "open"), ("#pause-2", "Quầy 2 tạm nghỉ.", "paused"),
            ("#close-2", "Đã đóng Quầy 2.", "closed"),
        ]:
            browser.click(button)
            browser.sees(said)
            self.assertEqual({one["id"]: one["state"] for one in self.office.ask("GET", "counters")}["2"], state)

    def test_an_account_gets_a_new_pin_another_role_and_an_end(self):
        old = self.office.user("vi-du-2")
        browser = self.as_role("administrator", PHONE)
        self.visit(browser, "/admin/users", "Thêm tài khoản")
        browser.click("[data-post='/api/v1/users/vi-du-2/reset-pin']")
        self.confirm(browser)
        browser.sees("Mã PIN mới của Trần Văn Thí Dụ")
        pin = browser.find("#reveal-secret").text
        self.assertNotEqual(pin, old)
        browser.click("#reveal-done")
        browser.sees("Chưa đổi mã PIN được cấp.")
        helper = self.browser(PHONE)
        helper.open(self.office.url + "/sign-in")
        helper.ready()
        helper.type("#member", "vi-du-2")
        helper.type("#secret", old + Keys.ENTER)
        helper.sees("Tên, mã PIN hoặc mật khẩu không đúng")
        self.sign_in(helper, "vi-du-2", pin)
        self.visit(browser, "/admin/users", "Thêm tài khoản")
        self.fill(browser, role_vi_du_2="supervisor")
        self.submit(browser, "role-vi-du-2")
        browser.sees("Đổi vai trò của Trần Văn Thí Dụ (mẫu) thành: Trưởng nhóm?")
        self.confirm(browser)
        browser.sees("Đã đổi vai trò của Trần Văn Thí Dụ (mẫu).")
        self.assertEqual(self.account("vi-du-2")["role"], "supervisor")
        # Another role is a new sign-in.
        helper.open(self.office.url + "/admin")
        helper.sees("Mã PIN hoặc mật khẩu")
        browser.click("[data-post='/api/v1/users/vi-du-2/end']")
        self.confirm(browser)
        browser.sees("Đã bỏ tài khoản của Trần Văn Thí Dụ (mẫu).")
        self.assertIsNone(self.account("vi-du-2"))
        members = self.office.ask("GET", "registers/members")["entries"]
        self.assertIn("vi-du-2", [one["id"] for one in members])


class DoubtedClock(Admin):
    """A machine whose clock leaps ahead, as libfaketime has it, until somebody says that it is right."""

    def open_office(self):
        self.offset = tempfile.NamedTemporaryFile("w", prefix="luot-clock-")
        self.addCleanup(self.offset.close)
        self.lie(0)
        libraries = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        # The second env is lied to as well: the library adds to its environment, and Swift looks for its arguments
        # right below that of the program.
        return Office(launcher=[
            "/usr/bin/env", f"LD_PRELOAD={libraries[0]}", f"FAKETIME_TIMESTAMP_FILE={self.offset.name}",
            "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "/usr/bin/env"])

    def lie(self, seconds):
        new = Path(self.offset.name + ".new")
        new.write_text(f"{seconds:+d}\n")
        new.replace(self.offset.name)

    def test_an_administrator_says_that_the_clock_is_right(self):
        if self.office.ask("GET", "clock")["synchronised"]:
            self.skipTest("The kernel says that this machine's clock is synchronised, so no leap of it is doubted.")
        browser = self.as_role("administrator", PHONE)
        leap = 1200
        self.lie(leap)
        browser.wait(lambda: not self.office.ask("GET", "clock")["trusted"], "the leap is believed")
        self.visit(browser, "/admin/system", "Đồng hồ máy đã đúng")
        self.look_both(browser, "admin-clock-doubted")
        browser.click("[data-post='/api/v1/clock/accept']")
        browser.sees("Giờ này đúng chứ?")
        self.confirm(browser)
        browser.sees("Từ nay dùng giờ của đồng hồ máy.")
        clock = self.office.ask("GET", "clock")
        self.assertTrue(clock["trusted"])
        ahead = datetime.datetime.fromisoformat(clock["now"]) - now()
        self.assertLess(abs(ahead.total_seconds() - leap), PATIENCE)


class WorstCase(Admin):
    def open_office(self):
        return Office(
            changes=[
                ('name = "Đất đai – xây dựng"', f'name = "{LONG_SERVICE}"'),
                ('name = "Nguyễn Thị Ví Dụ (mẫu)"', f'name = "{LONG_NAME}"'),
                ('id = "may-in-ao"', 'id = "may-in-nhiet-canh-cua-chinh"'),
                ('kind = "virtual"', 'kind = "network"\naddress = "127.0.0.1:9"'),
                ("# required = false", "required = true"),
                ("\n[scanner]\n", '\n[scanner]\ndevice = "scanner"\n'),
            ],
            notices=[
                ("10-lua-dao.md", "# Cảnh giác lừa đảo\nCán bộ không bao giờ hỏi mã OTP của ông/bà.\nQR: https://example.vn\n"),
                ("20-tet.md", "# Lịch nghỉ Tết\n- Nghỉ từ 28 tháng Chạp.\nTừ ngày: 2099-01-01\n"),
                ("30-hong.md", "Không có tiêu đề nào ở đây cả.\n" + "x" * 200 + "\n"),
            ], past=(45, 60))

    def test_every_page(self):
        for _ in range(99):
            self.office.ask("POST", "tickets", {"service": "dat-dai"})
        self.office.ask("POST", "tickets", {"service": "ho-tich"})
        self.office.ask("POST", "counters/1/open", {"member": "vi-du-1"})
        for _ in range(60):
            self.office.ask("POST", "counters/1/call-next")
            self.office.ask("POST", "counters/1/recall")
            self.office.ask("POST", "counters/1/finish", {"assistance": {"activities": [{"activity": "vneid-use"}]}})
        for _ in range(60):
            self.office.ask("POST", "tickets", {"service": "dat-dai"})
        self.office.ask("POST", "tickets", {"service": "vneid"})
        self.office.ask("POST", "counters/1/call-next")
        self.office.ask("POST", "office/close", {"reason": "Mất điện toàn xã từ sáng sớm, chờ ngành điện khắc phục"})
        self.office.ask("POST", "services/dat-dai/pause", {"reason": "Cán bộ phụ trách đi họp đột xuất ở thành phố"})
        for number in range(30):
            self.office.ask("POST", "registers/directives", {
                "id": f"cv-{number}", "kind": "letter", "number": f"{number}/CV-UBND-VHXH-2026",
                "issuedOn": "2026-02-09", "issuer": "Ủy ban nhân dân thành phố, Sở Khoa học và Công nghệ",
                "subject": "Về việc tăng cường hướng dẫn người dân thực hiện dịch vụ công trực tuyến, " * 3,
                "role": "basis"})
        journal = self.office.ask("GET", "journal?limit=200")
        self.assertEqual(len(journal["entries"]), 200)
        self.assertGreater(journal["entries"][0]["seq"], 400)
        browser = self.as_role("administrator", PHONE)
        browser.open(self.office.url + "/admin")
        browser.sees("Cần xem")
        self.look_at_all(browser, "admin-worst")
        self.visit(browser, "/admin/journal/proof?number=B001", "Đã chứng minh")
        self.look_both(browser, "admin-worst-proof-helped")


if __name__ == "__main__":
    unittest.main(verbosity=2)
