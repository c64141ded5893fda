#!/usr/bin/env python3
"""The command line as a person meets it: help, version, mistakes, and where options come from."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import EXECUTABLE, Company, Server, database_options  # noqa: E402


def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)"""
    done = subprocess.run([str(EXECUTABLE), *arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, check=False,
                          env=os.environ | environment)
    return done.returncode, done.stdout, done.stderr


class Help(unittest.TestCase):
    def test_of_every_command(self):
        code, text, _ = run("--help")
        self.assertEqual(code, 0)
        commands = re.findall(r"^  ([a-z-]+) ", text, re.M)
        self.assertIn("serve", commands)
        for command in commands:
            code, own, errors = run(command, "--help")
            self.assertEqual((code, errors), (0, ""), command)
            self.assertIn(f"rapport {command}", own)
            self.assertEqual(run("help", command), (0, own, ""))

    def test_after_a_verb(self):
        code, text, _ = run("user", "add", "--help")
        self.assertEqual(code, 0)
        self.assertIn("--email", text)

    def test_without_a_command(self):
        code, text, errors = run()
        self.assertEqual((code, text), (2, ""))
        self.assertIn("usage: rapport", errors)


class Version(unittest.TestCase):
    def test_both_ways(self):
        answer = run("version")
        self.assertRegex(answer[1], r"^rapport \d+\.\d+\.\d+\n$")
        self.assertEqual(run("--version"), answer)


class Mistakes(unittest.TestCase):
    def test_a_command_nearly_right(self):
        for word, meant in [("sevre", "serve"), ("imports", "import"), ("exp", "export"),
                            ("apikey", "api-key"), ("doktor", "doctor")]:
            code, text, errors = run(word)
            self.assertEqual((code, text), (2, ""), word)
            self.assertEqual(errors, f"rapport: unknown command {word}. Did you mean {meant}?\n")

    def test_a_command_like_none(self):
        code, _, errors = run("frobnicate")
        self.assertEqual(code, 2)
        self.assertNotIn("mean", errors)
        self.assertIn("--help", errors)

    def test_an_unknown_option(self):
        code, _, errors = run("serve", "--colour", "red")
        self.assertEqual(code, 2)
        self.assertIn("--colour", errors)

    def test_a_file_of_options_is_the_same_for_all(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "rapport.conf")
            file.write_text(f'data = "{folder}/data"\nlisten = "127.0.0.1:8080"\n'
                            f'files = "{folder}/files"\nbackup-at = "02:30"\n')
            text = run("doctor", "--config", str(file))[1]
            self.assertIn(f"{folder}/files: written, read and removed", text)
            file.write_text('lissten = "127.0.0.1:8080"\n')
            code, _, errors = run("doctor", "--config", str(file))
            self.assertEqual(code, 2)
            self.assertIn("unknown option lissten", errors)

    def test_inner_addresses_that_are_none(self):
        for value in ("everything", "10.0.0.0/33", "127.1"):
            code, _, errors = run("serve", f"--allow-outbound={value}")
            self.assertEqual(code, 2, value)
            self.assertIn("--allow-outbound", errors)
        self.assertEqual(run("serve", RAPPORT_ALLOW_OUTBOUND="x")[0], 2)

    def test_proxies_that_are_no_addresses(self):
        for value in ("haproxy", "10.0.0.0/8", "127.1", "127.0.0.1,,"):
            code, _, errors = run("serve", f"--trusted-proxies={value}")
            self.assertEqual(code, 2, value)
            self.assertIn("--trusted-proxies", errors)

    def test_a_limit_that_is_no_number(self):
        for value in ("many", "-1", "1.5", "", "99999999999999999999"):
            code, _, errors = run("serve", f"--rate-limit={value}")
            self.assertEqual(code, 2, value)
            self.assertIn("--rate-limit", errors)
        self.assertEqual(run("serve", RAPPORT_RATE_LIMIT="x")[0], 2)


class RateLimit(unittest.TestCase):
    def setUp(self):
        self.company = Company({"admin": ("administrator", None), "rep": ("rep", "North")})
        self.addCleanup(self.company.remove)

    def get(self, server, user: str, path: str = "/api/v1/session") -> tuple[int, dict]:
        key = {"Authorization": f"Bearer {self.company.keys[user]}"}
        return server.request("GET", path, key)[:2]

    def test_of_each_key(self):
        with Server(self.company.data, "--rate-limit", "5") as server:
            answers = [self.get(server, "rep") for _ in range(6)]
            self.assertEqual([status for status, _ in answers], [200] * 5 + [429])
            first, last = answers[0][1], answers[-1][1]
            self.assertEqual(first["ratelimit-policy"], '"default";q=5;w=60')
            self.assertRegex(first["ratelimit"], r'^"default";r=4;t=12$')
            self.assertRegex(last["ratelimit"], r'^"default";r=0;t=\d+$')
            self.assertLessEqual(int(last["retry-after"]), 12)
            self.assertEqual(last["content-type"], "application/problem+json")
            self.assertEqual(self.get(server, "admin")[0], 200)
            self.assertEqual(self.get(server, "rep", "/health/ready")[0], 200)

    def test_of_one_key_alone(self):
        made = run("api-key", "create", "--data", str(self.company.data), "--user",
                   "rep@example.com", "--rate-limit", "3", *database_options(self.company.data))
        self.assertEqual(made[0], 0, made)
        general = self.company.keys["rep"]
        for options, others in (((), None), (("--rate-limit", "50"), '"default";q=50;w=60')):
            with self.subTest(options=options), Server(self.company.data, *options) as server:
                self.company.keys["rep"] = made[1].strip()
                answers = [self.get(server, "rep") for _ in range(4)]
                self.assertEqual([status for status, _ in answers], [200] * 3 + [429])
                self.assertEqual(answers[0][1]["ratelimit-policy"], '"default";q=3;w=60')
                self.company.keys["rep"] = general
                self.assertEqual(self.get(server, "rep")[1].get("ratelimit-policy"), others)
        self.assertEqual(run("api-key", "create", "--data", str(self.company.data), "--user",
                             "rep@example.com", "--rate-limit", "many",
                             *database_options(self.company.data))[0], 2)

    def test_none_unless_asked_for(self):
        with Server(self.company.data) as server:
            for _ in range(50):
                status, headers = self.get(server, "rep")
                self.assertEqual(status, 200)
                self.assertNotIn("ratelimit", headers)


if __name__ == "__main__":
    unittest.main()
