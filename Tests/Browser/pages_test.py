"""A morning at the counter, a phone that follows its ticket and the board on a television, in a real browser.

Run by scripts/browser-tests.
"""

import datetime
import json
import unittest
import urllib.request

from calmjs.parse import es5
from office import DESK, PHONE, PIN, ROOT, OfficeTest, now, today
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Counter(OfficeTest):
    def records(self):
        """What was recorded today, as the interface tells it."""
        return self.office.ask("GET", f"assistances?from={today()}&to={now().date()}")["assistances"]

    def number(self, browser):
        browser.sees("Đang gọi")
        return browser.driver.execute_script("return document.querySelector('[data-held] .number').textContent")

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
        browser.picture("console-undo")
        browser.click("[data-post=undo]")
        browser.sees("Người tiếp theo")
        browser.click("[data-post=call-next]")
        browser.click("[data-post=recall]")
        self.look(browser, "console-called")
        browser.click("[data-post=start]")
        browser.sees("Đã giúp việc gì?")
        self.look(browser, "console-serving")
        # Four taps at most: what with, from where, how old, done.
        browser.click("[name=activity][value=vneid-activation]")
        browser.click("[name=home][value='village:thon-2']")
        browser.click("[name=age][value='60-79']")
        browser.picture("console-recorded")
        browser.click("#record [value=next]")
        browser.sees("1 người ông/bà đã giúp hôm nay")
        self.assertEqual(self.number(browser), "D002")
        record = self.records()[0]
        self.assertEqual(
            [record["village"], record["ageBand"], record["activities"][0]["outcome"], record["member"]],
            ["thon-2", "60-79", "done", "vi-du-1"])
        browser.click("[data-post=no-show]")
        browser.sees("D002 đã quay lại")
        browser.click("[data-back]")
        browser.sees("Người tiếp theo")
        browser.click("[data-post=call-next]")
        self.assertEqual(self.number(browser), "D002")
        browser.click("[data-open=park]")
        self.look(browser, "console-park")
        browser.click("#park [data-minutes='15']")
        browser.sees("Đang tạm gác")
        browser.click("[data-back][data-number=D002]")
        self.assertEqual(self.number(browser), "D002")
        browser.click("[data-open=transfer]")
        self.look(browser, "console-transfer")
        browser.click("#transfer [data-service=dat-dai]")
        browser.sees("Người tiếp theo")
        self.assertEqual(self.office.luot("ticket", "show", "D002")["service"], "dat-dai")
        browser.click("[data-open=choose]")
        self.look(browser, "console-choose")
        browser.type("#choose input", "c1" + Keys.ENTER)
        self.assertEqual(self.number(browser), "C001")
        browser.sees("Cán bộ chọn gọi số này")
        browser.click("[data-post=start]")
        # A second activity is one tap more.
        browser.click("[name=activity][value=online-service]")
        browser.click("[name=activity][value=online-payment]")
        browser.click(".fold > summary")
        browser.choose("[data-of=online-service] [data-field=level]", "full")
        browser.choose("[data-of=online-service] [data-field=platform]", "dvcqg")
        browser.type("[data-of=online-payment] [data-field=minutes]", "12")
        browser.choose("[data-of=online-payment] [data-field=outcome]", "partly")
        browser.click("[data-of=online-payment] [data-difficulty][value=network-fault]")
        browser.click("[name=sex][value=female]")
        browser.type("[name=note]", "Gọi lại 0912 345 678")
        self.look(browser, "console-details")
        browser.whole_picture("console-details-whole")
        browser.click("#record [value=stop]")
        browser.sees("Ghi chú có dãy số giống số căn cước hoặc số điện thoại.")
        browser.type("[name=note]", "Hẹn làm tiếp")
        browser.click("#record [value=stop]")
        browser.sees("2 người ông/bà đã giúp hôm nay")
        record = self.records()[1]
        self.assertEqual(record["sex"], "female")
        self.assertEqual(
            [(one["activity"], one["level"], one["platform"], one["outcome"], one["difficulties"], one["minutes"])
             for one in record["activities"]],
            [("online-service", "full", "dvcqg", "done", [], None),
             ("online-payment", None, None, "partly", ["network-fault"], 12)])
        browser.click("[data-post=pause]")
        browser.sees("Quầy đang tạm nghỉ")
        browser.click("[data-post=close]")
        browser.sees("Quầy đang đóng")

    def test_a_morning_with_keys_alone(self):
        for _ in range(4):
            self.office.take("vneid")
        browser = self.at_counter("vi-du-2", DESK)
        browser.sees("Quầy đang đóng")
        browser.press(Keys.ENTER)
        browser.sees("Người tiếp theo")
        self.look(browser, "console-next")
        browser.press(Keys.SPACE)
        browser.sees("Đang gọi")
        browser.press("u")
        browser.sees("Người tiếp theo")
        browser.press(Keys.ENTER)
        browser.sees("Đang gọi")
        browser.press("r")
        browser.wait(lambda: self.office.luot("ticket", "show", "D001")["recalls"] == 1)
        browser.press("s")
        browser.sees("Đã giúp việc gì?")
        self.look(browser, "console-serving")
        # From the top of the page by the tabulator to the first activity.
        reached = "return document.activeElement.name === 'activity'"
        for _ in range(30):
            browser.press(Keys.TAB)
            if browser.driver.execute_script(reached):
                break
        self.assertTrue(browser.driver.execute_script(reached))
        browser.press(Keys.SPACE)
        browser.press("f")
        browser.sees("1 người ông/bà đã giúp hôm nay")
        browser.sees("D002")
        # Nothing was chosen: said once, then taken at one's word.
        browser.press("s")
        browser.sees("Đã giúp việc gì?")
        browser.press("f")
        browser.sees("Chưa chọn việc đã giúp.")
        browser.press("f")
        browser.sees("2 người ông/bà đã giúp hôm nay")
        browser.sees("D003")
        browser.press("t")
        browser.sees("Chuyển đến đâu?")
        browser.press(Keys.ESCAPE)
        browser.press("p")
        browser.sees("Tạm gác bao lâu?")
        browser.press(Keys.TAB + Keys.ENTER)
        browser.sees("Đang tạm gác")
        browser.press(Keys.ENTER)
        self.assertEqual(self.number(browser), "D004")
        browser.press("n")
        browser.sees("D004 đã quay lại")

    def test_a_number_at_the_desk_also_when_none_are_given_out(self):
        self.office.luot("service", "pause", "vneid", "--reason", "Máy chủ VNeID bảo trì")
        browser = self.at_counter("vi-du-1", PHONE, role="supervisor")
        browser.click("[data-post=open]")
        browser.sees("Chưa có ai chờ quầy này")
        browser.click("[data-open=issue]")
        browser.sees("Máy chủ VNeID bảo trì")
        self.look(browser, "console-issue")
        browser.choose("#issue [name=priority]", "elderly")
        browser.choose("#issue [name=village]", "thon-3")
        browser.click("#issue [data-issue=thanh-toan-so]")
        browser.sees("Đã cấp số G001.")
        ticket = self.office.luot("ticket", "show", "G001")
        self.assertEqual([ticket["priority"], ticket["origin"]], ["elderly", "console"])
        browser.click("[data-open=issue]")
        browser.click("#issue [data-issue=vneid]")
        browser.sees("Muốn cấp số vẫn được: hãy ghi lý do rồi bấm lại.")
        self.look(browser, "console-issue-closed")
        browser.type("#issue [name=override]", "Bà cụ ở xa, đã hẹn trước")
        browser.click("#issue [data-issue=vneid]")
        browser.sees("Đã cấp số D001.")
        browser.click("[data-post=call-next]")
        browser.click("[data-post=start]")
        # What the ticket knows is filled in.
        browser.sees("Đã giúp việc gì?")
        chosen = "return document.querySelector('[name=' + arguments[0] + ']:checked').value"
        self.assertEqual(browser.driver.execute_script(chosen, "home"), "village:thon-3")
        self.assertEqual(browser.driver.execute_script(chosen, "age"), "60-79")
        # A volunteer asks a supervisor.
        helper = self.at_counter("vi-du-2", PHONE, counter="3")
        helper.click("[data-open=issue]")
        helper.click("#issue [data-issue=vneid]")
        helper.sees("Muốn cấp số vẫn được: hãy nhờ trưởng nhóm.")
        self.look(helper, "console-issue-refused")
        self.assertEqual(helper.driver.find_elements(By.NAME, "override"), [])

    def test_a_day_at_its_worst_still_reads(self):
        """Many wait, are parked and absent; the machine is in trouble, somebody calls for help, a colleague looks on."""
        for _ in range(14):
            self.office.take("vneid", priority="elderly", village="thon-15")
            self.office.take("thanh-toan-so")
        self.office.luot("service", "pause", "suc-khoe-an-sinh", "--reason", "Cổng bảo hiểm xã hội bảo trì đến chiều")
        for size in [PHONE, DESK]:
            browser = self.at_counter("vi-du-1" if size == PHONE else "vi-du-2", size)
            if size == PHONE:
                self.office.luot("counter", "open", "2", "--member", "vi-du-1")
                for turn in range(9):
                    self.office.luot("call", "next", "2")
                    if turn % 3 == 0:
                        self.office.luot("call", "park", "2", "--minutes", "30")
                    elif turn % 3 == 1:
                        self.office.luot("call", "no-show", "2")
                    else:
                        self.office.luot(
                            "call", "finish", "2", "--activity", "social-security-account", "--activity", "smartphone-basics")
                self.office.luot("call", "next", "2")
                self.office.call_for_help()
            browser.sees("Có người gọi hỗ trợ ở kiosk")
            self.look(browser, "console-worst-called")
            browser.whole_picture("console-worst-called-whole")
            browser.click("[data-post=start]") if size == PHONE else None
            browser.sees("Đã giúp việc gì?")
            self.look(browser, "console-worst")
            browser.whole_picture("console-worst-whole")
            if size == DESK:
                browser.sees("Cùng làm ở quầy này: Nguyễn Thị Ví Dụ")
                browser.click("[data-help]")
                browser.wait(lambda: not browser.driver.find_elements(By.CSS_SELECTOR, "[data-help]"))
                self.assertEqual(self.office.ask("GET", "help-calls")[0]["counter"], "2")

    def test_a_counter_is_told_that_no_numbers_are_given_out_and_that_its_line_was_sent_home(self):
        for service in ["vneid", "dvc-truc-tuyen"]:
            self.office.take(service)
        browser = self.at_counter("vi-du-1", PHONE)
        browser.click("[data-post=open]")
        browser.sees("Người tiếp theo")
        self.office.luot("service", "pause", "thanh-toan-so", "--reason", "Cổng thanh toán bảo trì")
        browser.sees("Thanh toán – ứng dụng số: Dịch vụ tạm dừng cấp số: Cổng thanh toán bảo trì")
        self.office.luot("office", "close", "--reason", "Mất điện cả khu vực, chờ ngành điện khắc phục")
        browser.sees("Tạm ngừng cấp số: Mất điện cả khu vực, chờ ngành điện khắc phục")
        self.office.luot("line", "cancel", "--reason", "power-cut")
        browser.sees("Chưa có ai chờ quầy này")
        browser.sees("đã hủy vì mất điện")
        self.look_both(browser, "console-orders")

    def test_the_way_in_and_out(self):
        pin = self.office.user("vi-du-1")
        browser = self.browser(PHONE)
        browser.open(self.office.url)
        browser.sees("Mã PIN hoặc mật khẩu")
        self.look_both(browser, "sign-in")
        browser.type("#member", "vi-du-1")
        browser.type("#secret", "000000" + Keys.ENTER)
        browser.sees("Tên, mã PIN hoặc mật khẩu không đúng")
        browser.resize(PHONE)
        self.look(browser, "sign-in-refused")
        self.assertNotIn("000000", browser.driver.current_url)
        self.sign_in(browser, "vi-du-1", pin)
        self.look_both(browser, "counters")
        other = self.browser(PHONE)
        other.open(self.office.url)
        other.sees("Mã PIN hoặc mật khẩu")
        other.type("#member", "vi-du-1")
        other.type("#secret", PIN + Keys.ENTER)
        other.sees("Ông/bà làm việc ở quầy nào?")
        self.assertEqual(self.sessions("vi-du-1"), 2)
        browser.click("[data-sign-out=everywhere]")
        browser.sees("Mã PIN hoặc mật khẩu")
        self.assertEqual(self.sessions("vi-du-1"), 0)
        other.open(f"{self.office.url}/counters/2")
        other.sees("Mã PIN hoặc mật khẩu")

    def sessions(self, member):
        return next(one["sessions"] for one in self.office.ask("GET", "users") if one["id"] == member)

    # MARK: - Two at once

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
        numbers = [self.number(browser) for browser in [first, second]]
        self.assertEqual(sorted(numbers), ["D001", "D002"])
        for browser in [first, second]:
            self.assertTrue(browser.driver.find_element(By.ID, "say").get_property("hidden"))

    def test_a_late_tap_never_strikes_somebody_else(self):
        for _ in range(2):
            self.office.take("vneid")
        line = self.line()
        first = self.at_counter("vi-du-1", PHONE, url=line.url)
        self.serve(first)
        second = self.at_counter("vi-du-2", PHONE)
        second.sees("Cùng làm ở quầy này: Nguyễn Thị Ví Dụ")
        first.sees("Cùng làm ở quầy này: Trần Văn Thí Dụ")
        line.cut()
        first.click("[name=activity][value=vneid-use]")
        first.click("#record [value=stop]")
        first.sees("Đang chờ gửi: Xong")
        # The colleague ends it and begins with the next.
        second.click("[name=activity][value=health-book]")
        second.click("#record [value=next]")
        self.assertEqual(self.number(second), "D002")
        second.click("[data-post=start]")
        second.sees("Đang phục vụ")
        line.mend()
        first.sees("Xong: Quầy 2 nay giữ số D002.")
        first.picture("console-refused")
        self.assertEqual(self.office.luot("ticket", "show", "D002")["state"], "serving")
        self.assertEqual([one["activities"][0]["activity"] for one in self.records()], ["health-book"])

    def test_two_pages_of_one_volunteer_and_impatient_fingers_do_everything_once(self):
        for _ in range(4):
            self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        browser.click("[data-post=open]")
        browser.find("[data-post=call-next]:not(:disabled)")
        thrice = "for (let tap = 0; tap < 3; tap++) document.querySelector(arguments[0]).click();"
        browser.driver.execute_script(thrice, "[data-post=call-next]")
        self.assertEqual(self.number(browser), "D001")
        browser.driver.execute_script(thrice, "[data-post=start]")
        browser.sees("Đã giúp việc gì?")
        browser.click("[name=activity][value=vneid-use]")
        browser.driver.execute_script(thrice, "#record [value=next]")
        self.assertEqual(self.number(browser), "D002")
        self.assertEqual(len(self.records()), 1)
        self.assertTrue(browser.driver.find_element(By.ID, "say").get_property("hidden"))
        # A second page of the same counter shows the same, and what is done on one the other shows at once.
        page = browser.driver.current_window_handle
        browser.driver.switch_to.new_window("tab")
        browser.resize(PHONE)
        browser.open(f"{self.office.url}/counters/2")
        self.assertEqual(self.number(browser), "D002")
        browser.click("[data-post=no-show]")
        browser.sees("D002 đã quay lại")
        browser.driver.switch_to.window(page)
        browser.sees("D002 đã quay lại")
        self.assertNotIn("Cùng làm", browser.driver.find_element(By.TAG_NAME, "body").text)
        # Back and forth again: the page shows what holds now.
        browser.click("[data-post=call-next]")
        browser.sees("D003")
        browser.open(f"{self.office.url}/records")
        self.office.luot("call", "no-show", "2")
        browser.driver.back()
        browser.sees("D003 đã quay lại")

    # MARK: - A bad connection, an ended session

    def test_a_tap_without_connection_is_sent_once_when_it_is_back(self):
        self.office.take("vneid")
        self.office.take("vneid")
        line = self.line()
        browser = self.at_counter("vi-du-1", PHONE, url=line.url)
        browser.click("[data-post=open]")
        browser.sees("D001")
        # The number alone may be there before the counter is open.
        browser.find("[data-post=call-next]:not(:disabled)")
        browser.run("""
            const stale = document.getElementById('stale');
            new MutationObserver(() => { window.firstStale ??= stale.textContent; }).observe(stale, { childList: true });
        """)
        line.cut()
        browser.sees("Mất kết nối – số liệu cũ")
        # At once, and not only when what is shown is old.
        self.assertLess(int(browser.driver.execute_script("return window.firstStale").split()[-2]), 10)
        browser.click("[data-post=call-next]")
        browser.click("[data-post=call-next]")
        browser.sees("Đang chờ gửi: Gọi tiếp")
        self.look(browser, "console-offline")
        line.mend()
        self.assertEqual(self.number(browser), "D001")
        self.assertEqual(self.office.luot("ticket", "show", "D002")["state"], "waiting")
        browser.wait(lambda: browser.driver.find_element(By.ID, "stale").get_property("hidden"))

    def test_a_slow_line_does_all_that_was_tapped_in_order(self):
        self.office.take("vneid")
        self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        self.serve(browser)
        browser.slow(latency=900, bytes_a_second=8000)
        browser.click("[name=activity][value=vneid-use]")
        browser.click("#record [value=next]")
        browser.sees("Đang chờ gửi: Xong, Gọi tiếp")
        self.assertEqual(self.number(browser), "D002")
        self.assertEqual(len(self.records()), 1)

    def test_a_session_that_ends_in_the_middle_loses_nothing(self):
        self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        self.serve(browser)
        browser.click("[name=activity][value=vneid-docs]")
        browser.click("[name=home][value='residence:other-province']")
        # A new PIN, given by somebody else, ends every session.
        pin = self.office.luot("user", "reset-pin", "vi-du-1")["pin"]
        browser.click("#record [value=next]")
        browser.sees("Mã PIN hoặc mật khẩu")
        browser.type("#member", "vi-du-1")
        browser.type("#secret", pin + Keys.ENTER)
        browser.sees("Đổi mã PIN")
        browser.type("#current", pin)
        browser.type("#secret", "918273")
        browser.type("#again", "918273" + Keys.ENTER)
        # Back at the counter, and what was tapped is done.
        browser.sees("1 người ông/bà đã giúp hôm nay")
        self.assertTrue(browser.driver.current_url.endswith("/counters/2"))
        record = self.records()[0]
        self.assertEqual([record["activities"][0]["activity"], record["residence"]], ["vneid-docs", "other-province"])

    def test_a_record_half_filled_outlives_a_reload_and_what_others_do(self):
        self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        self.serve(browser)
        browser.click("[name=activity][value=vneid-docs]")
        browser.click(".fold > summary")
        browser.click("[data-of=vneid-docs] [data-difficulty][value=forgot-password]")
        browser.type("[name=note]", "Quên cả mật khẩu cũ")
        # A view that changes around it, and then the whole page anew.
        self.office.take("vneid")
        browser.wait(lambda: browser.driver.find_element(By.CSS_SELECTOR, ".lines li:nth-child(2) strong").text == "1")
        self.assertTrue(browser.driver.find_element(By.CSS_SELECTOR, ".fold").get_property("open"))
        browser.driver.refresh()
        browser.sees("Đã giúp việc gì?")
        browser.click("#record [value=stop]")
        browser.sees("1 người ông/bà đã giúp hôm nay")
        self.assertEqual(self.records()[0]["activities"][0]["difficulties"], ["forgot-password"])

    # MARK: - Records

    def test_help_away_from_the_centre_and_a_wrong_record_put_right(self):
        self.office.take("vneid")
        self.office.take("vneid")
        browser = self.at_counter("vi-du-1", PHONE)
        self.serve(browser)
        browser.click("[name=activity][value=vneid-use]")
        browser.click("#record [value=next]")
        self.assertEqual(self.number(browser), "D002")
        browser.click("[data-post=start]")
        browser.sees("Đã giúp việc gì?")
        browser.click("#record [value=stop]")
        browser.sees("Chưa chọn việc đã giúp.")
        browser.click("#record [value=stop]")
        browser.sees("2 người ông/bà đã giúp hôm nay")
        # The wrong activity was recorded: corrected, with the reason.
        browser.click("a[href^='/records#']")
        browser.sees("Sửa lượt D001")
        browser.click("[name=activity][value=vneid-use]")
        browser.click("[name=activity][value=health-book]")
        browser.type("[name=reason]", "Bấm nhầm việc")
        self.look(browser, "records-correction")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi bản sửa")
        wrong, right = self.records()
        self.assertEqual([wrong["correctedBy"], right["activities"][0]["activity"]], [right["id"], "health-book"])
        # What was left out is added to its ticket.
        browser.click("[data-late]")
        browser.sees("Ghi bù cho D002")
        browser.click("[name=activity][value=vneid-docs]")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi lượt")
        self.assertEqual(self.office.luot("ticket", "show", "D002")["assistanceId"], self.records()[-1]["id"])
        self.look(browser, "records")
        # Help in a village hall.
        browser.click("[name=place][value=household]")
        browser.type("[name=minutes]", "25")
        browser.click("[name=activity][value=smartphone-basics]")
        browser.click("[name=home][value='village:thon-1']")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi lượt")
        browser.whole_picture("records-whole")
        away = self.records()[-1]
        self.assertEqual(
            [away["place"], away["minutes"], away["village"], away["member"], away["ticket"]],
            ["household", 25, "thon-1", "vi-du-1", None])
        browser.resize(DESK)
        self.look(browser, "records")
        browser.click("#back")
        browser.sees("Vừa ghi")

    def test_a_correction_takes_back_what_was_typed_by_mistake_and_nothing_else(self):
        browser = self.signed_in("vi-du-1", PHONE)
        self.office.ask("POST", "assistances", {
            "member": "vi-du-1", "place": "household", "startedAt": f"{now().date()}T00:00:00+07:00",
            "activities": [{"activity": "health-book"}], "village": "thon-2", "sex": "female", "ageBand": "60-79",
            "note": "Bà Mẹt ở cổng chợ"})
        browser.open(f"{self.office.url}/records?on={now().date()}")
        browser.sees("Ghi chú: Bà Mẹt ở cổng chợ")
        self.look(browser, "records-note")
        # Only the activity was wrong: all else stays, the note too.
        browser.click("[data-correct]")
        browser.sees("Sửa lượt Tại nhà")
        browser.click("[name=activity][value=vneid-use]")
        browser.type("[name=reason]", "Bấm thiếu việc")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi bản sửa")
        kept = self.records()[-1]
        self.assertEqual(
            [kept["village"], kept["sex"], kept["ageBand"], kept["note"], len(kept["activities"])],
            ["thon-2", "female", "60-79", "Bà Mẹt ở cổng chợ", 2])
        # What nobody should have typed is taken back.
        browser.click("[data-correct]")
        browser.sees("Sửa lượt Tại nhà")
        browser.click("[name=home][value='']")
        browser.click("[name=age][value=unknown]")
        browser.click("[name=sex][value='']")
        browser.type("[name=note]", "")
        browser.type("[name=reason]", "Ghi chú có tên người")
        self.look(browser, "records-taking-back")
        browser.whole_picture("records-taking-back-whole")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi bản sửa")
        last = self.records()[-1]
        self.assertEqual(
            [last["village"], last["residence"], last["sex"], last["ageBand"], last.get("note")],
            [None, None, None, "unknown", None])
        self.assertEqual([one.get("note") for one in self.records()], [None, None, None])
        self.assertNotIn("Bà Mẹt", browser.driver.page_source)
        # And what never was is taken back as a whole, not without a reason.
        browser.click("[data-correct]")
        browser.sees("Sửa lượt Tại nhà")
        browser.click("#withdraw")
        browser.sees("Hãy ghi lý do bỏ hẳn lượt này.")
        browser.type("[name=reason]", "Ghi hai lần")
        browser.click("#withdraw")
        browser.sees("Đã bỏ lượt")
        browser.sees("Chưa có lượt nào.")
        self.assertEqual([one["withdrawn"] for one in self.records()], [False, False, True])

    def test_the_longest_names_fit_the_narrowest_phone(self):
        browser = self.signed_in("vi-du-1", (320, 740))
        browser.open(f"{self.office.url}/records")
        browser.click("#records details > summary")
        for name in ["cashless-payment", "social-security-account", "vneid-activation"]:
            if browser.driver.find_elements(By.CSS_SELECTOR, f"[name=activity][value={name}]"):
                browser.click(f"[name=activity][value={name}]")
        browser.sees("Thanh toán không dùng tiền mặt")
        self.look(browser, "records-narrow")
        browser.whole_picture("records-narrow-whole")

    def test_an_earlier_day_is_looked_at_and_put_right(self):
        yesterday = today() - datetime.timedelta(1)
        span = f"assistances?from={yesterday}&to={yesterday}"
        for hour in range(8, 17):
            self.office.ask("POST", "assistances", {
                "member": "vi-du-1", "place": "village-hall", "startedAt": f"{yesterday}T{hour:02}:00:00+07:00",
                "activities": [{"activity": "smartphone-basics"}, {"activity": "social-security-account"}]})
        browser = self.signed_in("vi-du-1", PHONE)
        browser.open(f"{self.office.url}/records")
        browser.sees("Chưa có lượt nào.")
        browser.click(f"a[href='/records?on={yesterday}']")
        browser.sees(f"{yesterday:%d/%m/%Y}")
        self.look(browser, "records-earlier")
        browser.whole_picture("records-earlier-whole")
        browser.click("[data-correct]")
        browser.sees("Sửa lượt Nhà văn hóa thôn")
        browser.click("[name=activity][value=social-security-account]")
        browser.click("[name=home][value='village:thon-1']")
        browser.type("[name=reason]", "Ghi thừa một việc")
        browser.click("#records [type=submit]")
        browser.sees("Đã ghi bản sửa")
        browser.sees(f"{yesterday:%d/%m/%Y}")
        records = self.office.ask("GET", span)["assistances"]
        right = records[-1]
        self.assertEqual([one["correctedBy"] for one in records if one["correctedBy"]], [right["id"]])
        self.assertEqual([right["village"], [one["activity"] for one in right["activities"]]], ["thon-1", ["smartphone-basics"]])
        # Who stands above volunteers does the same for them.
        above = self.signed_in("vi-du-2", DESK, "supervisor")
        above.open(f"{self.office.url}/records")
        above.sees("Của ai")
        above.run(f"document.querySelector('[name=on]').value = '{yesterday}'")
        above.choose("#look [name=member]", "vi-du-1")
        above.click("#look [type=submit]")
        above.sees("Nguyễn Thị Ví Dụ (mẫu)")
        above.sees(f"{yesterday:%d/%m/%Y} – Nguyễn Thị Ví Dụ")
        self.look(above, "records-earlier")
        above.click("[data-correct]")
        above.click("[name=activity][value=vneid-use]")
        above.type("[name=reason]", "Theo sổ giấy")
        above.click("#records [type=submit]")
        above.sees("Đã ghi bản sửa")
        right = self.office.ask("GET", span)["assistances"][-1]
        self.assertEqual([right["member"], right["activities"][-1]["activity"]], ["vi-du-1", "vneid-use"])


class Citizen(OfficeTest):
    def test_a_phone_from_the_line_to_the_rating(self):
        self.office.take("vneid")
        ticket = self.office.take("vneid")
        phone = self.browser(PHONE)
        phone.remember_signals()
        phone.open(f"{self.office.url}/t/{ticket['token']}")
        phone.sees("Còn 1 người phía trước")
        self.look(phone, "ticket-waiting")
        phone.driver.find_element(By.ID, "ring").click()
        self.office.luot("counter", "open", "2")
        self.office.luot("call", "next", "2")
        phone.sees("Ông/bà là người tiếp theo")
        self.office.luot("call", "no-show", "2")
        self.office.luot("call", "next", "2")
        phone.sees("ĐẾN LƯỢT")
        self.look(phone, "ticket-called")
        self.assertTrue(phone.driver.title.startswith("ĐẾN LƯỢT"))
        # One beep and one buzz say that it works; then those of the call; a recall rings again.
        self.assertEqual(phone.driver.execute_script("return window.signals"), {"buzzes": 2, "beeps": 6})
        self.office.luot("call", "recall", "2")
        phone.wait(lambda: phone.driver.execute_script("return window.signals.buzzes") == 3)
        self.office.luot("call", "park", "2", "--minutes", "30")
        phone.sees("Tạm gác, chưa mất lượt")
        self.look(phone, "ticket-parked")
        self.office.luot("ticket", "return", "D002")
        self.office.luot("call", "next", "2")
        self.office.luot("call", "finish", "2", "--activity", "vneid-use")
        phone.sees("Ông/bà thấy thế nào?")
        self.look(phone, "ticket-finished")
        phone.driver.execute_script("for (let tap = 0; tap < 2; tap++) document.querySelector('[data-score=\"3\"]').click();")
        phone.sees("Đã ghi ý kiến của ông/bà.")
        self.assertTrue(phone.driver.find_element(By.ID, "say").get_property("hidden"))

    def test_a_phone_that_hears_no_events_asks_instead(self):
        ticket = self.office.take("vneid")
        phone = self.browser(PHONE)
        phone.run_before_pages("delete window.EventSource;")
        phone.open(f"{self.office.url}/t/{ticket['token']}")
        phone.sees("Ông/bà là người tiếp theo")
        phone.run("""
            window.wasStale = false;
            new MutationObserver(() => { window.wasStale = window.wasStale || !document.getElementById('stale').hidden; })
              .observe(document.getElementById('stale'), { attributes: true });
        """)
        self.office.luot("counter", "open", "2")
        self.office.luot("call", "next", "2")
        phone.sees("ĐẾN LƯỢT")
        self.assertFalse(phone.driver.execute_script("return window.wasStale"))

    def test_a_phone_that_slept_shows_the_call_as_soon_as_it_wakes(self):
        ticket = self.office.take("vneid")
        phone = self.browser(PHONE)
        line = self.line()
        phone.open(f"{line.url}/t/{ticket['token']}")
        phone.sees("Ông/bà là người tiếp theo")
        # Asleep: no script runs and nothing is received.
        phone.driver.execute_cdp_cmd("Page.enable", {})
        line.cut()
        phone.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "frozen"})
        self.office.luot("counter", "open", "2")
        self.office.luot("call", "next", "2")
        line.mend()
        phone.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "active"})
        phone.run("document.dispatchEvent(new Event('visibilitychange'));")
        phone.sees("ĐẾN LƯỢT")

    def test_a_phone_is_told_why_its_number_is_worth_nothing_any_more(self):
        tickets = [self.office.take("vneid") for _ in range(3)]
        phone = self.browser(PHONE)
        phone.open(f"{self.office.url}/t/{tickets[0]['token']}")
        phone.click("#cancel")
        phone.sees("Bỏ số D001?")
        self.look(phone, "ticket-cancel")
        phone.click("#keep")
        phone.click("#cancel")
        phone.click("#give-up")
        phone.sees("Số này đã hủy")
        phone.open(f"{self.office.url}/t/{tickets[1]['token']}")
        phone.sees("Ông/bà là người tiếp theo")
        self.office.luot("office", "close", "--reason", "Mất điện cả khu vực")
        phone.sees("Ông/bà đã có số nên vẫn được gọi.")
        self.look(phone, "ticket-closed")
        self.office.luot("line", "cancel", "--reason", "power-cut")
        phone.sees("Số này đã hủy vì mất điện")
        self.look(phone, "ticket-cancelled")
        phone.open(f"{self.office.url}/t/none-of-ours")
        phone.sees("Số này đã hết hiệu lực")
        self.look(phone, "ticket-gone")

    # MARK: - Board

    def test_the_board_on_a_television(self):
        board = self.browser((1920, 1080))
        # Its clock stands until the test moves it.
        board.run_before_pages("window.moment = Date.now(); Date.now = () => window.moment;")
        board.open(self.office.url + "/board")
        board.sees("Chưa gọi số nào")
        self.look(board, "board-morning")
        self.office.luot("counter", "open", "2")
        for _ in range(3):
            self.office.take("vneid")
            self.office.luot("call", "next", "2")
            board.sees("Quầy 2")
            self.office.luot("call", "finish", "2", "--activity", "vneid-use")
        board.sees("D003")
        digits = "return parseFloat(getComputedStyle(document.querySelector('.newest .number')).fontSize)"
        self.assertGreaterEqual(board.driver.execute_script(digits), 260)
        # A call pulses for six seconds, whatever else changes on the board meanwhile, and no longer.
        pulse = "return document.querySelector('.newest').classList.contains('pulse')"
        self.assertTrue(board.driver.execute_script(pulse))
        for waiting, passed, does_pulse in [(1, 0, True), (2, 5000, True), (3, 1000, False)]:
            board.run(f"window.moment += {passed}")
            self.office.take("ho-tich")
            board.wait(lambda: board.find(".waiting .count").text == str(waiting), "not waiting")
            self.assertEqual(board.driver.execute_script(pulse), does_pulse)
        board.run("delete Date.now; window.moment = null")
        for size in [(1920, 1080), DESK, (1080, 1920), PHONE]:
            board.resize(size)
            self.look(board, "board")
        with urllib.request.urlopen(self.office.url + "/board") as answer:
            self.assertIn("D003", answer.read().decode())

    def test_the_board_at_its_worst_and_after_the_kiosk_was_gone(self):
        for counter in ["1", "2", "3"]:
            self.office.luot("counter", "open", counter)
        for _ in range(3):
            for counter, service in [("1", "ho-tich"), ("2", "thanh-toan-so"), ("3", "suc-khoe-an-sinh")]:
                self.office.take(service)
                self.office.luot("call", "next", counter)
                self.office.luot("call", "finish", counter, "--activity", "other")
        for service in ["ho-tich", "dat-dai", "dvc-truc-tuyen", "vneid"]:
            for _ in range(12):
                self.office.take(service)
        self.office.luot("service", "pause", "dat-dai", "--reason", "Cổng đất đai bảo trì")
        self.office.luot("line", "cancel", "--service", "dat-dai", "--reason", "system-fault")
        board = self.browser((1920, 1080))
        board.open(self.office.url + "/board")
        board.sees("E003")
        for size in [(1920, 1080), DESK, (1080, 1920)]:
            board.resize(size)
            self.look(board, "board-worst")
        board.resize((1920, 1080))
        self.office.stop()
        board.sees("Mất kết nối – số liệu cũ")
        self.look(board, "board-stale")
        self.office.start()
        board.wait(lambda: board.driver.find_element(By.ID, "stale").get_property("hidden"))
        self.office.luot("call", "next", "2")
        board.sees("C001")

    def test_old_televisions_and_phones_read_every_script_and_style_they_get(self):
        assets = ROOT / "Sources/Console/Assets"
        for name in ["live", "board", "ticket"]:
            es5((assets / f"{name}.js").read_text())
        for name in ["base", "board", "ticket"]:
            with urllib.request.urlopen(f"{self.office.url}/assets/{name}.css") as answer:
                self.assertNotIn("var(", answer.read().decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
