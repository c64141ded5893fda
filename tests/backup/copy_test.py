#!/usr/bin/env python3
"""`rapport copy`: a company goes from SQLite to PostgreSQL and back, and is the same at each place.
It is whole or not there at all, whenever the copy is broken off.
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from moved import (EXECUTABLE, Full, Server, postgres_counts, psql, run, sealed, seen,  # noqa: E402
                   sqlite_counts, works)
from cluster import Cluster  # noqa: E402


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Full()
        cls.addClassCleanup(cls.company.remove)
        cluster = Cluster("fsync=off")
        cluster.__enter__()
        cls.addClassCleanup(cluster.__exit__)
        cls.cluster = cluster

    def setUp(self):
        name = self.id().split(".")[-1]
        self.folder = self.company.folder / name
        self.url = self.cluster.database(name)

    def good(self, *arguments) -> str:
        done = run(*arguments)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done.stdout

    def refused(self, *arguments, word: str) -> None:
        done = run(*arguments)
        self.assertEqual(done.returncode, 1, (arguments, done.stdout, done.stderr))
        self.assertIn(word, done.stderr)


class ThereAndBack(Case):
    def test_all_of_it(self):
        there = self.good("copy", "--from", self.company.data, "--to", self.url)
        self.assertIn("the same there", there)
        counts = sqlite_counts(self.company.data / "rapport.db")
        self.assertEqual(postgres_counts(self.url), counts)
        self.assertGreater(counts["change_log"], 100)
        self.good("copy", "--from", self.url, "--data", self.company.data, "--to", self.folder)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["files", "rapport.db", "secret.key"])
        self.assertEqual(self.folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual(sqlite_counts(self.folder / "rapport.db"), counts)
        before = sealed(self.good("doctor", "--data", self.company.data))
        self.assertGreater(before, 100)
        for data, options in ((self.company.data, ("--database", self.url)), (self.folder, ())):
            with self.subTest(options=options):
                report = self.good("doctor", "--data", data, *options)
                self.assertEqual(sealed(report), before)
                with Server(data, *options) as server:
                    self.assertEqual(seen(server, self.company.keys), self.company.seen)
                    works(server, self.company.keys)
                self.assertGreater(sealed(self.good("doctor", "--data", data, *options)), before)

    def test_between_two_of_a_kind(self):
        other = self.company.folder / "other"
        self.good("copy", "--from", self.company.data, "--to", other)
        with Server(other) as server:
            self.assertEqual(seen(server, self.company.keys), self.company.seen)
            works(server, self.company.keys)
        self.good("copy", "--from", other, "--to", self.url, "--to-data", self.folder)
        second = self.cluster.database("second")
        self.good("copy", "--from", self.url, "--data", self.folder, "--to", second)
        with Server(self.folder, "--database", second) as server:
            works(server, self.company.keys)

    def test_what_a_later_model_has_left_behind(self):
        """Columns and tables that no model knows any more go along too."""
        data = self.company.copy("left")
        with Server(data) as server:
            admin = self.company.keys["admin"]
            for path in ("/metadata/entities/deals/fields/floor", "/metadata/entities/projects"):
                self.assertLess(server.json(admin, "DELETE", path)[0], 300)
        self.good("copy", "--from", data, "--to", self.url)
        self.assertEqual(postgres_counts(self.url), sqlite_counts(data / "rapport.db"))
        self.assertEqual(psql(self.url, "SELECT count(floor) FROM deals"), ["10"])


class Refused(Case):
    def test_a_place_that_is_not_empty(self):
        psql(self.url, "CREATE TABLE theirs(x int)")
        self.refused("copy", "--from", self.company.data, "--to", self.url, word="not empty")
        self.assertEqual(postgres_counts(self.url), {"theirs": 0})
        self.refused("copy", "--from", self.url, "--to", self.folder, word="not Rapport's")
        self.assertFalse(self.folder.exists())
        self.refused("copy", "--from", self.company.data, "--to", self.company.data,
                     word="has a company in it")
        self.folder.mkdir()
        (self.folder / "letter.txt").write_text("mine")
        self.refused("copy", "--from", self.company.data, "--to", self.folder, word="letter.txt")
        self.assertEqual([p.name for p in self.folder.iterdir()], ["letter.txt"])

    def test_what_is_not_there(self):
        self.refused("copy", "--from", self.folder / "none.db", "--to", self.url, word="not there")
        self.refused("copy", "--from", self.company.data, "--to", self.url + "x", word="opened")
        self.assertEqual(run("copy", "--from", self.company.data).returncode, 2)

    def test_a_text_that_postgresql_cannot_hold(self):
        data = self.company.copy("zero")
        subprocess.run(["sqlite3", data / "rapport.db",
                        "UPDATE deals SET next_step='a'||char(0)||'b' WHERE rid=1"], check=True)
        self.refused("copy", "--from", data, "--to", self.url, word="0x00")
        self.assertEqual(postgres_counts(self.url), {})


class BrokenOff(Case):
    """Killed at any moment, and done again."""

    def kill_in_the_middle(self, *arguments, after_s: float) -> None:
        copy = subprocess.Popen([str(EXECUTABLE), *map(str, arguments)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after_s)
        copy.send_signal(signal.SIGKILL)
        copy.wait()

    def took_s(self, *arguments) -> float:
        began = time.monotonic()
        self.good(*arguments)
        return time.monotonic() - began

    def test_to_a_folder(self):
        took_s = self.took_s("copy", "--from", self.company.data, "--to", self.folder)
        whole = sqlite_counts(self.folder / "rapport.db")
        for _ in range(4):
            shutil.rmtree(self.folder, ignore_errors=True)
            arguments = ("copy", "--from", self.company.data, "--to", self.folder)
            self.kill_in_the_middle(*arguments, after_s=random.uniform(0, took_s))
            if not (self.folder / "rapport.db").exists():
                self.good(*arguments)
            self.assertEqual(sqlite_counts(self.folder / "rapport.db"), whole)
            self.assertEqual(sum(p.is_file() for p in (self.folder / "files").rglob("*")), 2)

    def test_to_postgres(self):
        arguments = ("copy", "--from", self.company.data, "--to", self.url)
        took_s, whole = self.took_s(*arguments), postgres_counts(self.url)
        for number in range(4):
            url = self.cluster.database(f"broken{number}")
            data = self.company.folder / f"broken{number}"
            arguments = ("copy", "--from", self.company.data, "--to", url, "--to-data", data)
            self.kill_in_the_middle(*arguments, after_s=random.uniform(0, took_s))
            deadline = time.monotonic() + 20
            while postgres_counts(url) not in ({}, whole) and time.monotonic() < deadline:
                time.sleep(0.1)  # the server has not noticed yet
            if postgres_counts(url) == {}:
                self.good(*arguments)
            self.assertEqual(postgres_counts(url), whole)
            self.assertEqual(sum(p.is_file() for p in (data / "files").rglob("*")), 2)

    def test_a_full_disk(self):
        """On a small disk of its own, where one may be made."""
        small = self.company.folder / "small"
        small.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small],
                              capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no disk of one's own may be made here")
        try:
            done = run("copy", "--from", self.company.data, "--to", small)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertEqual(list(small.iterdir()), [])
        finally:
            subprocess.run(["umount", small], check=True)

    def test_two_at_once(self):
        both = [subprocess.Popen([str(EXECUTABLE), "copy", "--from", self.company.data, "--to",
                                  self.folder], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL) for _ in range(2)]
        self.assertEqual(sorted(copy.wait() for copy in both), [0, 1])
        self.assertEqual(sqlite_counts(self.folder / "rapport.db"),
                         sqlite_counts(self.company.data / "rapport.db"))


if __name__ == "__main__":
    os.environ.pop("RAPPORT_TEST_POSTGRES", None)
    unittest.main()
