#!/usr/bin/env python3
"""`rapport backup`, `verify` and `restore`, on both engines and across them: of a company at work,
whole or not there, and in nobody's hands who has not the key.
"""
import contextlib
import os
import pathlib
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from moved import (EXECUTABLE, Full, Server, ask, postgres_counts, psql, run, sealed,  # noqa: E402
                   seen, sqlite_counts, works)
from cluster import Cluster  # noqa: E402

FILES = 2
WRITERS = 24


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Full()
        cls.addClassCleanup(cls.company.remove)
        cls.top = cls.company.folder
        (cls.top / "key").write_text("0123456789abcdef" * 4 + "\n")
        (cls.top / "words").write_text("correct horse battery staple\n")
        cls.key = ("--key-file", cls.top / "key")
        cls.words = ("--passphrase-file", cls.top / "words")

    def setUp(self):
        name = self.id().split(".")[-1]
        self.file, self.folder = self.top / f"{name}.backup", self.top / name

    def good(self, *arguments) -> str:
        done = run(*arguments)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done.stdout

    def refused(self, *arguments, word: str, code: int = 1) -> None:
        done = run(*arguments)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertIn(word, done.stderr)

    def backup(self, *options) -> str:
        return self.good("backup", self.file, "--data", self.company.data, *(options or self.key))

    def contents(self, folder: pathlib.Path) -> int:
        return sum(path.is_file() for path in (folder / "files").rglob("*"))


class ThereAndBack(Case):
    def setUp(self):
        super().setUp()
        self.cluster = Cluster("fsync=off")
        self.cluster.__enter__()
        self.addCleanup(self.cluster.__exit__)

    def is_the_same(self, data: pathlib.Path, *options) -> None:
        before = sealed(self.good("doctor", "--data", data, *options))
        self.assertGreater(before, 100)
        with Server(data, *options) as server:
            self.assertEqual(seen(server, self.company.keys), self.company.seen)
            works(server, self.company.keys)
        self.assertGreater(sealed(self.good("doctor", "--data", data, *options)), before)

    def test_on_every_engine_and_across(self):
        self.assertIn("rows", self.backup(*self.words))
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        told = self.good("verify", self.file, *self.words)
        self.assertIn("every byte", told)
        self.assertIn("2 files", told)
        counts = sqlite_counts(self.company.data / "rapport.db")
        one, two, three, four = (self.top / f"place{n}" for n in range(4))
        self.good("restore", self.file, "--data", one, *self.words)
        self.assertEqual(sorted(path.name for path in one.iterdir()),
                         ["files", "rapport.db", "secret.key"])
        self.assertEqual(one.stat().st_mode & 0o777, 0o700)
        self.assertEqual((one / "secret.key").stat().st_mode & 0o777, 0o600)
        counts["audit_log"] = sqlite_counts(one / "rapport.db")["audit_log"]  # the act itself
        self.assertEqual(sqlite_counts(one / "rapport.db"), counts)
        url = self.cluster.database("two")
        self.good("restore", self.file, "--data", two, "--database", url, *self.words)
        self.assertEqual(postgres_counts(url), counts)
        second = self.top / "second.backup"
        self.good("backup", second, "--data", two, "--database", url, *self.key)
        self.assertIn("postgres", self.good("verify", second, *self.key))
        self.good("restore", second, "--data", three, *self.key)
        third = self.cluster.database("four")
        self.good("restore", second, "--data", four, "--database", third, *self.key)
        self.assertEqual(sqlite_counts(three / "rapport.db"), postgres_counts(third))
        for data, options in ((one, ()), (two, ("--database", url)), (three, ()),
                              (four, ("--database", third))):
            with self.subTest(data=data.name):
                self.is_the_same(data, *options)

    def test_of_a_postgres_at_work(self):
        """One moment of it: what one transaction wrote is there with the rest of it, or not."""
        data, url = self.top / "working", self.cluster.database("working")
        self.good("copy", "--from", self.company.data, "--to", url, "--to-data", data)
        with Server(data, "--database", url) as server, AtWork(server, self.company.keys["rep"]):
            self.good("backup", self.file, "--data", data, "--database", url, *self.key)
        self.good("restore", self.file, "--data", self.folder, *self.key)
        self.assertEqual(torn(self.folder / "rapport.db"), [])

    def test_a_database_that_is_not_empty(self):
        self.backup()
        url = self.cluster.database("taken")
        psql(url, "CREATE TABLE theirs(x int)")
        self.refused("restore", self.file, "--data", self.folder, "--database", url, *self.key,
                     word="not empty")
        self.assertFalse(self.folder.exists())
        self.assertEqual(postgres_counts(url), {"theirs": 0})


class AtWork:
    """Many clients who make and change contacts all the time."""

    def __init__(self, server: Server, key: str):
        self.server, self.key = server, key
        self.stopping = threading.Event()
        self.writes, self.problems = [0] * WRITERS, []
        self.threads = [threading.Thread(target=self.work, args=(n,)) for n in range(WRITERS)]

    def work(self, number: int) -> None:
        try:
            while not self.stopping.is_set():
                made = ask(self.server, self.key, "POST", "/contacts",
                           {"last_name": f"{secrets.token_hex(8)} {number}"})
                ask(self.server, self.key, "PATCH", f"/contacts/{made['id']}", {"first_name": "X"})
                self.writes[number] += 2
        except (AssertionError, OSError) as error:
            self.problems.append(error)

    def __enter__(self) -> "AtWork":
        for thread in self.threads:
            thread.start()
        while sum(self.writes) < WRITERS * 4:
            time.sleep(0.01)
        return self

    def __exit__(self, *_) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.problems:
            raise self.problems[0]


def torn(path: pathlib.Path) -> list:
    """Contacts whose record and history are not of one moment, and what is wrong with the file."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT c.rid, c.version, l.version FROM contacts c LEFT JOIN (SELECT record, "
            "max(version) version FROM change_log WHERE entity='contacts' GROUP BY record) l "
            "ON l.record=c.id WHERE l.version IS NOT c.version").fetchall()
        found += database.execute("SELECT record FROM change_log WHERE entity='contacts' AND "
                                  "record NOT IN (SELECT id FROM contacts)").fetchall()
        found += [row for row in database.execute("PRAGMA integrity_check") if row != ("ok",)]
    return found


class WhileItWorks(Case):
    def test_is_one_moment(self):
        data = self.company.copy("busy")
        self.good("seed", "--data", data, "--contacts", "20000", "--deals", "0", "--activities",
                  "0")
        with Server(data) as server, AtWork(server, self.company.keys["rep"]) as work:
            for number in range(4):
                file = self.top / f"busy{number}.backup"
                before = ask(server, self.company.keys["rep"], "POST", "/contacts",
                             {"last_name": f"Before {number}"})["id"]
                began, done = time.monotonic(), sum(work.writes)
                self.good("backup", file, "--data", data, *self.key)
                print(f"{(sum(work.writes) - done) / (time.monotonic() - began):.0f} writes/s "
                      f"during a backup of {time.monotonic() - began:.2f} s", file=sys.stderr)
                self.assertGreater(sum(work.writes), done)
                folder = self.top / f"busy{number}-restored"
                self.good("restore", file, "--data", folder, *self.key)
                self.assertEqual(torn(folder / "rapport.db"), [])
                with contextlib.closing(sqlite3.connect(folder / "rapport.db")) as database:
                    found = database.execute("SELECT count(*) FROM contacts WHERE hex(id)=?",
                                             (before.replace("-", "").upper(),)).fetchone()
                self.assertEqual(found, (1,))  # what was acknowledged before is in it
        self.assertEqual(torn(data / "rapport.db"), [])

    def test_two_at_once(self):
        def begin(file: pathlib.Path) -> subprocess.Popen:
            return subprocess.Popen([str(EXECUTABLE), "backup", file, "--data", self.company.data,
                                     *self.key], stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)
        other = self.top / "other.backup"
        self.assertEqual([backup.wait() for backup in (begin(self.file), begin(other))], [0, 0])
        for file in (self.file, other):
            self.good("verify", file, *self.key)
        same = self.top / "same.backup"
        self.assertEqual(sorted(backup.wait() for backup in [begin(same), begin(same)]), [0, 1])
        self.good("verify", same, *self.key)


class Refused(Case):
    def test_without_a_word_about_the_key(self):
        for options in ((), (*self.key, "--plain"), (*self.key, *self.words)):
            self.refused("backup", self.file, "--data", self.company.data, *options,
                         word="--plain", code=2)
        self.assertFalse(self.file.exists())
        self.assertEqual(run("backup", *self.key).returncode, 2)
        (self.top / "short").write_text("short\n")
        self.refused("backup", self.file, "--data", self.company.data, "--passphrase-file",
                     self.top / "short", word="too short")

    def test_a_name_that_is_taken(self):
        self.file.write_text("mine")
        link = self.top / "link.backup"
        for target in (self.file, self.top / "nowhere"):
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            self.refused("backup", link, "--data", self.company.data, *self.key, word="there")
        self.refused("backup", self.file, "--data", self.company.data, *self.key, word="there")
        self.assertEqual(self.file.read_text(), "mine")
        self.assertFalse((self.top / "nowhere").exists())
        partial = self.top / "sly.backup.partial"
        partial.symlink_to(self.top / "victim")
        self.refused("backup", self.top / "sly.backup", "--data", self.company.data, *self.key,
                     word="cannot be written")
        self.assertFalse((self.top / "victim").exists())
        self.refused("backup", self.top / "none" / "x", "--data", self.company.data, *self.key,
                     word="cannot be written")
        self.refused("backup", self.top / "x.backup", "--data", self.top / "none", *self.key,
                     word="not there")
        self.assertFalse((self.top / "none").exists())

    def test_who_may_not_write(self):
        if os.geteuid() != 0:
            self.skipTest("only an administrator can be another")
        self.top.chmod(0o755)
        closed = self.top / "closed"
        closed.mkdir(mode=0o755)
        self.backup()
        self.file.chmod(0o644)
        (self.top / "key").chmod(0o644)
        own = shutil.copy(EXECUTABLE, self.top)  # the project may be closed to others
        done = subprocess.run([own, "restore", self.file, "--data", closed / "x", *self.key],
                              user="nobody", capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be made", done.stderr)
        self.assertEqual(list(closed.iterdir()), [])

    def test_another_key(self):
        self.backup()
        (self.top / "other").write_text("f" * 64)
        for command in (("verify", self.file), ("restore", self.file, "--data", self.folder)):
            self.refused(*command, "--key-file", self.top / "other", word="the key is not the one")
            self.refused(*command, *self.words, word="--key-file")
            self.refused(*command, "--plain", word="--key-file")
        self.assertFalse(self.folder.exists())

    def test_what_was_changed_or_cut_off(self):
        self.backup()
        whole = self.file.read_bytes()
        chance = random.Random(7)
        for number in range(30):
            at = chance.randrange(len(whole))
            bad = whole[:at] if number % 2 else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:]
            self.file.write_bytes(bad)
            for command in (("verify", self.file), ("restore", self.file, "--data", self.folder)):
                done = run(*command, *self.key)
                self.assertEqual(done.returncode, 1, (at, command, done.stdout))
                self.assertRegex(done.stderr, "damaged|cut off|not a backup|newer|locked")
            self.assertFalse(self.folder.exists())
        for bad in (b"", b"x" * 200, whole + b"x", whole[64:]):
            self.file.write_bytes(bad)
            self.assertEqual(run("verify", self.file, *self.key).returncode, 1)
        self.refused("verify", self.top, *self.key, word="there are no moments in it")
        self.refused("verify", self.top / "none", *self.key, word="cannot be read")

    def test_a_folder_that_is_not_empty(self):
        self.backup()
        self.folder.mkdir()
        (self.folder / "letter.txt").write_text("mine")
        self.refused("restore", self.file, "--data", self.folder, *self.key, word="letter.txt")
        self.refused("restore", self.file, "--data", self.company.data, *self.key,
                     word="has a company in it")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["letter.txt"])

    def test_another_key_of_secrets(self):
        self.backup()
        self.folder.mkdir()
        (self.folder / "secret.key").write_text("a" * 64)
        self.refused("restore", self.file, "--data", self.folder, *self.key, word="another key")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["secret.key"])
        shutil.copy(self.company.data / "secret.key", self.folder / "secret.key")
        self.good("restore", self.file, "--data", self.folder, *self.key)
        self.assertGreater(sealed(self.good("doctor", "--data", self.folder)), 100)


class Plain(Case):
    def test_holds_no_key(self):
        told = self.backup("--plain")
        self.assertIn("not locked", told)
        secret = (self.company.data / "secret.key").read_bytes().strip()
        self.assertNotIn(secret, self.file.read_bytes())
        self.assertIn("secret.key", self.good("restore", self.file, "--data", self.folder,
                                              "--plain"))
        self.assertFalse((self.folder / "secret.key").exists())
        shutil.copy(self.company.data / "secret.key", self.folder)
        self.assertGreater(sealed(self.good("doctor", "--data", self.folder)), 100)


class Planned(Case):
    """Backups that the server makes by itself."""

    def setUp(self):
        super().setUp()
        self.data = self.company.copy(self.folder.name + "-data")
        self.plan = ("--backup-folder", str(self.folder), "--backup-key-file",
                     str(self.top / "key"))

    def make_due(self) -> None:
        with contextlib.closing(sqlite3.connect(self.data / "rapport.db")) as database:
            due = database.execute("UPDATE job_schedule SET next_at=1 WHERE name='backup.make'")
            database.commit()
            self.assertEqual(due.rowcount, 1)

    def told(self, server: Server, act: str, count: int) -> list[dict]:
        """Acts of the audit, once there are so many."""
        until = time.monotonic() + 20
        while True:
            items = ask(server, self.company.keys["admin"], "GET", "/audit?limit=100")["items"]
            found = [item for item in items if item["act"] == act]
            if len(found) >= count or time.monotonic() > until:
                return found
            time.sleep(0.1)

    def test_each_day(self):
        with Server(self.data, *self.plan):
            self.assertEqual(list(self.folder.iterdir()), [])
        self.assertIn("WRONG backups", run("doctor", "--data", self.data, *self.plan[:2]).stdout)
        old = [self.folder / f"rapport-202501{day:02}T120000Z.backup" for day in (1, 2, 3)]
        for file in old:
            file.write_bytes(b"old")
        self.make_due()
        with Server(self.data, *self.plan, "--backup-keep", "2,0,0") as server:
            made = self.told(server, "backup_made", 1)
            self.assertEqual(len(made), 1)
            file = self.folder / made[0]["details"]["file"]
            self.assertEqual(sorted(self.folder.iterdir()), [old[2], file])
        self.assertIn("every byte", self.good("verify", file, *self.key))
        self.good("restore", file, "--data", self.folder / "restored", *self.key)
        self.assertIn("ok    backups", self.good("doctor", "--data", self.data, *self.plan[:2]))
        with Server(self.data, *self.plan):
            self.assertEqual(len(list(self.folder.glob("*.backup"))), 2)  # not again the same day

    def test_by_one_of_several(self):
        with Server(self.data, *self.plan):
            pass
        self.make_due()
        with Server(self.data, *self.plan) as server, Server(self.data, *self.plan):
            self.assertEqual(len(self.told(server, "backup_made", 1)), 1)
            time.sleep(1)
            self.assertEqual(len(list(self.folder.iterdir())), 1)

    def test_one_that_fails_is_told(self):
        with Server(self.data, *self.plan) as server:
            self.folder.rmdir()
            self.make_due()
            failed = self.told(server, "backup_failed", 1)
            self.assertIn("cannot be written", failed[0]["details"]["error"])
            self.assertIn("no backup was made", server.log_tail(50))

    def test_a_plan_that_cannot_be(self):
        closed = self.top / "file"
        closed.write_text("x")
        for options, code, word in (
                (("--backup-folder", self.folder), 2, "--backup-plain"),
                ((*self.plan, "--backup-at", "25:00"), 2, "HH:MM"),
                ((*self.plan, "--backup-at", "2"), 2, "HH:MM"),
                ((*self.plan, "--backup-keep", "7,4"), 2, "days,weeks,months"),
                ((*self.plan, "--backup-keep", "7,-4,1"), 2, "days,weeks,months"),
                (("--backup-folder", closed / "x", "--backup-plain"), 1, "cannot be written"),
                (("--backup-folder", self.folder, "--backup-key-file", closed), 1, "not a key")):
            self.refused("serve", "--data", self.data, "--listen", "127.0.0.1:1", *options,
                         code=code, word=word)


class Missing(Case):
    def test_contents_that_are_gone(self):
        data = self.company.copy("gone")
        self.assertIn("ok    files      2 contents", self.good("doctor", "--data", data))
        next(path for path in (data / "files").rglob("*") if path.is_file()).unlink()
        self.assertIn("WRONG files      1 have no content", run("doctor", "--data", data).stdout)
        told = self.good("backup", self.file, "--data", data, *self.key)
        self.assertIn("1 files have no content", told)
        self.assertIn("1 files have no content", self.good("verify", self.file, *self.key))
        self.good("restore", self.file, "--data", self.folder, *self.key)
        self.assertEqual(self.contents(self.folder), 1)


class BrokenOff(Case):
    """Killed at any moment, on a full disk, and done again."""

    def killed(self, *arguments, within_s: float) -> None:
        command = subprocess.Popen([str(EXECUTABLE), *map(str, arguments)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, within_s))
        command.send_signal(signal.SIGKILL)
        command.wait()

    def test_making_one(self):
        began = time.monotonic()
        self.backup()
        took_s = time.monotonic() - began
        for _ in range(5):
            self.file.unlink(missing_ok=True)
            arguments = ("backup", self.file, "--data", self.company.data, *self.key)
            self.killed(*arguments, within_s=took_s)
            if not self.file.exists():
                self.good(*arguments)
            self.good("verify", self.file, *self.key)
        left = [path.name for path in self.top.glob(self.file.name + "*")]
        self.assertEqual(left, [self.file.name])

    def test_restoring_one(self):
        self.backup()
        arguments = ("restore", self.file, "--data", self.folder, *self.key)
        began = time.monotonic()
        self.good(*arguments)
        took_s, whole = time.monotonic() - began, sqlite_counts(self.folder / "rapport.db")
        for _ in range(5):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.killed(*arguments, within_s=took_s)
            if not (self.folder / "rapport.db").exists():
                self.good(*arguments)
            self.assertEqual(sqlite_counts(self.folder / "rapport.db"), whole)
            self.assertEqual(self.contents(self.folder), FILES)
            self.good("doctor", "--data", self.folder)

    def test_a_full_disk(self):
        self.backup()
        small = self.top / "small"
        small.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", small],
                              capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no disk of one's own may be made here")
        try:
            self.refused("backup", small / "x", "--data", self.company.data, *self.key,
                         word="No space")
            self.refused("restore", self.file, "--data", small, *self.key, word="no room")
            self.refused("restore", self.file, "--data", small / "x", *self.key, word="no room")
            self.assertEqual(list(small.iterdir()), [])
        finally:
            subprocess.run(["umount", small], check=True)


if __name__ == "__main__":
    os.environ.pop("RAPPORT_TEST_POSTGRES", None)
    unittest.main()
