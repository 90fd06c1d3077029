"""A certificate of `luot tls self-signed` in a real luotd: one that a client which trusts it takes without a word."""

import http.client
import os
import ssl
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Browser"))
from office import PATIENCE, PROGRAMS, Office  # noqa: E402


class CertificateTest(unittest.TestCase):
    def make(self, folder, *more):
        return subprocess.run(
            [PROGRAMS / "luot", "tls", "self-signed", "--address", "127.0.0.1", "--out", folder, *more],
            capture_output=True, text=True, timeout=PATIENCE)

    def ask(self, office, certificate):
        """The answer to who trusts that certificate alone, and the certificate that was shown."""
        context = ssl.create_default_context(cafile=certificate)
        host, port = office.url.removeprefix("https://").split(":")
        connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=PATIENCE)
        connection.request("GET", "/sign-in")
        shown = connection.sock.getpeercert(binary_form=True)
        with connection.getresponse() as answer:
            text = answer.read().decode()
        connection.close()
        return answer, text, shown

    def test_it_is_usable_renewed_without_a_restart_and_its_key_is_nobody_elses(self):
        with tempfile.TemporaryDirectory(prefix="luot-tls-") as folder:
            certificate, key = f"{folder}/luot.crt", f"{folder}/luot.key"
            made = self.make(folder)
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertIn("SHA-256", made.stdout)
            self.assertEqual(os.stat(key).st_mode & 0o007, 0)
            office = Office([('staff = "127.0.0.1:0"', f'staff = "127.0.0.1:0"\ntls = ["{certificate}", "{key}"]')])
            self.addCleanup(office.close)
            self.assertTrue(office.url.startswith("https://"), office.url)
            answer, text, first = self.ask(office, certificate)
            self.assertEqual(answer.status, 200)
            self.assertIn("max-age", answer.getheader("Strict-Transport-Security"))
            self.assertNotIn("không mã hóa", text)
            # One that is there is not replaced by mistake.
            self.assertEqual(self.make(folder).returncode, 64)
            self.assertEqual(self.make(folder, "--replace").returncode, 0)
            answer, _, second = self.ask(office, certificate)
            self.assertEqual(answer.status, 200)
            self.assertNotEqual(first, second)


if __name__ == "__main__":
    unittest.main(verbosity=2)
