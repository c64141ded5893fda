#!/usr/bin/env python3
"""The command line as a person meets it: help, version, mistakes, and where options come from."""
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import EXECUTABLE  # noqa: E402


def run(*arguments: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)"""
    done = subprocess.run([str(EXECUTABLE), *arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, check=False)
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


if __name__ == "__main__":
    unittest.main()
