"""The pages of reports and imports in a real browser: a table is read, judged and taken in, a report is put together,
its template changed and restored, and what was sent counted again.

Run by scripts/browser-tests.
"""

import datetime
import subprocess
import tempfile
import unittest
from pathlib import Path

from office import DESK, PATIENCE, PROGRAMS, OfficeTest, today

HEADER = "STT;Ngày;Người hỗ trợ;Nơi hỗ trợ;Việc đã hỗ trợ\n"


class Reports(OfficeTest):
    def file(self, name, content):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def test_a_table_is_judged_before_it_is_taken_in(self):
        browser = self.as_role("supervisor", DESK)
        browser.open(self.office.url + "/admin/imports")
        browser.sees("Chưa nhập tệp nào.")
        yesterday = (today() - datetime.timedelta(1)).strftime("%d/%m/%Y")
        good = f"1;{yesterday};vi-du-1;Nhà văn hóa thôn;Dịch vụ công trực tuyến\n"
        wrong = f"2;31/02/2026;ai đó;Sao Hỏa;bay lên trời bằng một tài khoản rất dài\n"
        browser.find("input[type=file]").send_keys(self.file("luot.csv", HEADER + good + wrong))
        browser.click("form[data-upload] [type=submit]")
        browser.sees("Dòng bị từ chối")
        browser.sees("Sao Hỏa")
        self.look_both(browser, "admin-import-judged")
        browser.click("button[data-post]")
        browser.click("#confirm-yes")
        browser.sees("Đã nhập 1 dòng.")
        browser.open(self.office.url + "/admin/imports")
        browser.sees("đã nhập")
        self.look_both(browser, "admin-imports")

    def test_a_report_is_put_together_sent_and_counted_again(self):
        browser = self.as_role("supervisor", DESK)
        browser.open(self.office.url + "/admin/reports")
        browser.sees("Trên đây là báo cáo")
        browser.click("#texts summary")
        browser.find("#text-iv").send_keys("Duy trì lực lượng hỗ trợ ở các thôn.")
        browser.click("#texts [type=submit]")
        browser.sees("1. Duy trì lực lượng hỗ trợ ở các thôn.")
        self.look_both(browser, "admin-report")
        browser.open(self.office.url + "/admin/sent")
        browser.click("#new-sent summary")
        browser.find("input[name=number]").send_keys("45/BC-UBND")
        browser.click("#new-sent [type=submit]")
        browser.sees("Tệp DOCX")
        self.look_both(browser, "admin-sent")
        browser.click("a[href^='/admin/sent/r-']")
        browser.sees("Đếm lại cho đúng các số lúc ghi nhận")
        self.look_both(browser, "admin-recount")
        # Days that somebody chose go with the report from the page that shows it.
        browser.open(self.office.url + "/admin/reports?period=custom&from=2026-01-05&to=2026-03-31")
        browser.click("a[href='/admin/sent?period=custom&from=2026-01-05&to=2026-03-31']")
        browser.find("#new-sent[open] input[name=from]")
        self.look_both(browser, "admin-sent-custom")
        browser.find("input[name=number]").send_keys("46/BC-UBND")
        browser.click("#new-sent [type=submit]")
        browser.sees("46/BC-UBND")
        browser.sees("05/01/2026")

    def test_days_of_ones_own_are_chosen_on_the_page_and_left_again(self):
        browser = self.as_role("supervisor", DESK)
        browser.open(self.office.url + "/admin/reports")
        browser.sees("Trên đây là báo cáo")
        browser.choose("select[name=period]", "custom")
        # The days are those of the kind that was shown before.
        first = browser.find("input[type=date][name=from]")
        self.assertEqual(first.get_attribute("value"), f"{today().year}-01-01")
        browser.sees("Trên đây là báo cáo")
        self.look_both(browser, "admin-report-custom")
        browser.run(
            "const day = document.querySelector('input[type=date][name=from]');"
            "day.value = '2099-01-01'; day.dispatchEvent(new Event('change', { bubbles: true }));")
        browser.sees("Ngày đầu nằm sau ngày cuối.")
        self.look_both(browser, "admin-report-refused")
        browser.choose("select[name=period]", "month")
        browser.find("input[type=date][name=date]")
        browser.sees("Trên đây là báo cáo")

    def test_a_mark_made_by_mistake_is_taken_back(self):
        browser = self.as_role("supervisor", DESK)
        browser.open(self.office.url + "/admin/sent")
        browser.click("#new-sent summary")
        browser.find("input[name=number]").send_keys("45/BC-UBND")
        browser.find("input[type=file]").send_keys(self.file("ky.pdf", b""))
        browser.click("#new-sent [type=submit]")
        browser.sees("Tệp trống.")
        browser.find("input[type=file]").send_keys(self.file("ky.pdf", b"%PDF-1.5 signed"))
        browser.click("#new-sent [type=submit]")
        browser.sees("Tệp PDF")
        browser.click("a[href$='#withdraw']")
        browser.find("#withdraw[open] #reason").send_keys("Ghi nhầm số")
        self.look_both(browser, "admin-withdraw")
        browser.click("#withdraw [type=submit]")
        browser.click("#confirm-yes")
        browser.sees("(đã bỏ đánh dấu)")
        browser.open(self.office.url + "/admin/sent")
        browser.sees("(đã bỏ đánh dấu)")
        self.look_both(browser, "admin-sent-withdrawn")

    def test_a_template_is_checked_used_and_given_up_again(self):
        browser = self.as_role("supervisor", DESK)
        browser.open(self.office.url + "/admin/template")
        browser.sees("{{so_ky_hieu}}")
        browser.sees("Số, ký hiệu")
        browser.find("input[type=file]").send_keys(self.file("mau.docm", b"PK"))
        browser.click("form[data-upload] [type=submit]")
        browser.sees("Tên tệp phải có đuôi .docx. Nếu tệp thuộc loại khác")
        browser.find("input[type=file]").send_keys(self.file("hong.docx", b"PK\x03\x04 none"))
        browser.click("form[data-upload] [type=submit]")
        browser.sees("Mẫu báo cáo không dùng được")
        self.look_both(browser, "admin-template-refused")
        stock = str(Path(self.office.folder.name) / "mau.docx")
        subprocess.run(
            [PROGRAMS / "luot", "report", "template", "-o", stock, "--socket", self.office.socket],
            check=True, timeout=PATIENCE)
        browser.open(self.office.url + "/admin/template")
        browser.find("input[type=file]").send_keys(stock)
        browser.click("form[data-upload] [type=submit]")
        browser.sees("(đang dùng)")
        browser.sees("(vi-du-1)")
        self.look_both(browser, "admin-template")
        browser.click("button[data-post='/api/v1/report/template/restore']")
        browser.click("#confirm-yes")
        browser.sees("mẫu gốc (đang dùng)")


if __name__ == "__main__":
    unittest.main(verbosity=2)
