"""Holds the console against its own description: schemathesis makes requests of the document, and no answer may be a
500, or of a status, a type or a form that the document does not tell.

Run by scripts/api-tests, which says how many requests are made and with what.
"""

import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Browser"))
from office import Office  # noqa: E402

TOOLS = Path(os.environ["LUOT_API_TOOLS"])
CASES = int(os.environ["LUOT_API_CASES"])
ROLES = ["volunteer", "supervisor", "administrator"]
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
SESSION = "/api/v1/session"


class DescriptionTest(unittest.TestCase):
    # Requests so far.
    made = 0

    @classmethod
    def setUpClass(cls):
        cls.office = Office()
        cls.addClassCleanup(cls.office.close)
        cls.folder = tempfile.TemporaryDirectory(prefix="luot-api-")
        cls.addClassCleanup(cls.folder.cleanup)
        with urllib.request.urlopen(cls.office.url + "/api/v1/openapi.json") as answer:
            cls.document = json.load(answer)
        cls.operations = sum(len(methods) for methods in cls.document["paths"].values())
        # Before anything is guessed from this machine: afterwards nobody signs in from here for a while.
        cls.sessions = {role: cls.sign_in(f"vi-du-{place}", role) for place, role in enumerate(ROLES, 1)}

    @classmethod
    def sign_in(cls, member, role):
        pin = cls.office.user(member, role)
        with cls.command(SESSION, {"member": member, "secret": pin}) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            headers = {"Cookie": cookie, "X-Luot-Command": json.load(answer)["commandToken"]}
        cls.command(SESSION + "/secret", {"current": pin, "secret": "837264"}, headers).close()
        return headers

    @classmethod
    def command(cls, path, fields, headers={}):
        return urllib.request.urlopen(
            urllib.request.Request(
                cls.office.url + path, json.dumps(fields).encode(), {"Content-Type": "application/json", **headers}))

    def fuzz(self, headers, *options, cases):
        """Makes about so many requests; who wants the same ones again takes the seed that is printed."""
        # Some addresses take nothing that could be made up anew so often; the others make up for it.
        each = math.ceil(1.1 * cases / self.operations)
        arguments = [TOOLS / "bin/st", "run", self.office.url + "/api/v1/openapi.json"]
        arguments += ["--phases", "fuzzing", "--mode", "all", "--checks", ",".join(CHECKS)]
        arguments += ["--max-examples", str(each), "--workers", "1", "--request-timeout", "60", "--no-shrink"]
        arguments += ["--suppress-health-check", "all", "--warnings", "off", "--no-color", "--continue-on-failure"]
        arguments += ["--generation-database", "none"]
        for name, value in headers.items():
            arguments += ["--header", f"{name}: {value}"]
        if "LUOT_SEED" in os.environ:
            arguments += ["--seed", os.environ["LUOT_SEED"]]
        copies = Path(self.folder.name)
        environment = dict(os.environ, SCHEMATHESIS_HOOKS="hooks", LUOT_COPIES=str(copies))
        environment["PYTHONPATH"] = str(Path(__file__).parent)
        run = subprocess.run(
            [*arguments, *options], env=environment, cwd=copies, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        made = re.search(r"(\d+) generated", run.stdout)
        seed = re.search(r"[Ss]eed:? *(\d+)", run.stdout)
        print(f"  {made and made.group(1)} requests, seed {seed and seed.group(1)}", flush=True)
        type(self).made += int(made.group(1)) if made else 0
        self.assertEqual(run.returncode, 0, run.stdout)
        self.assertIsNone(self.office.daemon.poll(), "luotd ended")

    def everything(self, headers):
        # Streams do not end; what they carry has tests of its own. Signing out would end all that comes after it.
        others = ["--exclude-path", "/api/v1/events"]
        if headers:
            others += ["--exclude-operation-id", "delete-api-session"]
        self.fuzz(headers, *others, cases=CASES / (len(ROLES) + 1))
        if headers:
            self.fuzz(headers, "--include-operation-id", "delete-api-session", cases=3 * self.operations)

    def test_1_the_document_is_valid(self):
        file = Path(self.folder.name) / "openapi.json"
        file.write_text(json.dumps(self.document))
        run = subprocess.run(
            [TOOLS / "bin/openapi-spec-validator", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_2_a_volunteer(self):
        self.everything(self.sessions["volunteer"])

    def test_3_a_supervisor(self):
        self.everything(self.sessions["supervisor"])

    def test_4_an_administrator(self):
        self.everything(self.sessions["administrator"])

    def test_5_a_stranger(self):
        self.everything({})

    def test_6_as_many_requests_were_made_as_were_asked_for(self):
        self.assertGreaterEqual(self.made, CASES)

    def test_7_the_record_is_proven_afterwards(self):
        found = self.office.luot("verify")
        self.assertTrue(found["isProven"], found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
