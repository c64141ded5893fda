#!/usr/bin/env python3
"""Upgrades: companies of earlier programs are opened by this one, on both engines: all is there, a
copy of before is, and who is newer is left alone. See docs/decisions/0038.
"""
import fcntl
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from earlier import (NAMES, OF_LOOKING, Earlier, Server, ask, psql, run, seen_by,  # noqa: E402
                     sqlite_counts)
from rapport_server import EXECUTABLE, free_port  # noqa: E402
from cluster import Cluster  # noqa: E402

NEWER = 3   # exit status
KILLS = 40
TURN, WORK = 0, 1  # bytes of the file of locks
F_OFD_SETLK = 37
LATER_FIELDS = {"tasks": "all_day", "meetings": "all_day", "views": "locked", "roles": "works_from"}


def is_false(field: str) -> str:
    return urllib.parse.quote(json.dumps({"field": field, "op": "eq", "value": False}))


class Case(unittest.TestCase):
    maxDiff = 2000

    def good(self, *arguments) -> subprocess.CompletedProcess:
        done = run(*arguments)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done

    def refused(self, *arguments, word: str, code: int = 1) -> str:
        done = run(*arguments)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertIn(word, done.stderr)
        return done.stderr

    def earlier(self, name: str = NAMES[0]) -> Earlier:
        company = Earlier(name)
        self.addCleanup(company.__exit__)
        return company

    def is_all_there(self, company: Earlier, server: Server) -> None:
        self.assertEqual(list(company.missing(server)), [])
        admin = company.keys["admin"]
        for entity in ("tasks", "meetings"):
            found = ask(server, admin, "GET", f"/{entity}?filter={is_false('all_day')}")["items"]
            self.assertEqual(len(found), len(company.seen["admin"][entity]), entity)
        made = ask(server, company.keys["rep"], "POST", "/contacts", {"last_name": "Zarafshon"})
        ask(server, company.keys["rep"], "DELETE", f"/contacts/{made['id']}")


class OfEveryFixture(Case):
    def test_all_is_there_and_once_is_enough(self):
        for name in NAMES:
            with self.subTest(name):
                company = self.earlier(name)
                with Server(company.data) as server:
                    self.is_all_there(company, server)
                self.assertIn("integrity ok", self.good("doctor", "--data", company.data).stdout)
                self.assertEqual(company.sql("SELECT count(*) FROM audit_log WHERE kind="
                                             "'administration' AND act='upgraded'"), [(1,)])
                now = sqlite_counts(company.file)
                for table, rows in company.counts.items():
                    if table not in OF_LOOKING:
                        self.assertGreaterEqual(now[table], rows, table)
                for table, column in LATER_FIELDS.items():
                    self.assertEqual(company.sql(
                        f"SELECT count(*) FROM {table} WHERE {column} IS NULL"), [(0,)])
                schema = company.sql("SELECT name,sql FROM sqlite_master ORDER BY name")
                upgrades = company.sql("SELECT * FROM schema_upgrades")
                self.assertEqual(len(upgrades), 1)
                with Server(company.data) as server:
                    self.is_all_there(company, server)
                self.assertEqual(company.sql("SELECT * FROM schema_upgrades"), upgrades)
                self.assertEqual(company.sql("SELECT name,sql FROM sqlite_master ORDER BY name"),
                                 schema)
                self.assertEqual(len(company.copies()), 1)

    def test_without_customisation(self):
        for name in NAMES:
            with self.subTest(name):
                company = self.earlier(name)
                with Server(company.data, "--safe-mode") as server:
                    self.assertEqual(
                        [c["id"] for c in seen_by(server, company.keys["rep"])["contacts"]],
                        [c["id"] for c in company.seen["rep"]["contacts"]])
                    status, _ = server.json(company.keys["admin"], "GET", "/projects")
                    self.assertEqual(status, 404)
                with Server(company.data) as server:
                    self.is_all_there(company, server)

    def test_the_copy_of_before_is_restored(self):
        for name in NAMES:
            with self.subTest(name):
                company = self.earlier(name)
                self.good("user", "list", "--data", company.data)
                copy, = company.copies()
                self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
                self.assertEqual(copy.parent.stat().st_mode & 0o777, 0o700)
                self.assertIn("Only the database", self.good("verify", copy, "--plain").stdout)
                old = company.top / "old"
                self.good("restore", copy, "--data", old, "--plain")
                self.assertEqual(sqlite_counts(old / "rapport.db"), company.counts)
                shutil.copytree(company.data / "files", old / "files", dirs_exist_ok=True)
                shutil.copy(company.data / "secret.key", old / "secret.key")
                with Server(old) as server:
                    self.is_all_there(company, server)

    def test_on_postgres(self):
        with Cluster("fsync=off") as cluster:
            for name in NAMES:
                with self.subTest(name):
                    company = self.earlier(name)
                    url = cluster.database(name)
                    self.good("copy", "--from", company.data, "--to", url)
                    self.assertNotIn("schema_upgrades", sqlite_counts(company.file))
                    with Server(company.data, "--database", url) as server:
                        self.is_all_there(company, server)
                    self.assertEqual(psql(url, "SELECT count(*) FROM schema_upgrades"), ["1"])
                    self.assertEqual(company.copies(), [])


class TheCopy(Case):
    def test_without_it_nothing_is_changed(self):
        company = self.earlier()
        before = company.digest()
        (company.data / "before-upgrade").write_text("in the way")
        for command in (("user", "list"), ("doctor",)):
            said = self.refused(*command, "--data", company.data, word="no copy of its database")
            self.assertIn("--no-backup-before-upgrade", said)
            self.assertEqual(company.digest(), before)
        self.good("user", "list", "--data", company.data, "--no-backup-before-upgrade")
        self.assertEqual(company.sql("SELECT backup FROM schema_upgrades"), [(None,)])
        with Server(company.data) as server:
            self.is_all_there(company, server)

    def test_a_full_disk_is_said_and_leaves_nothing(self):
        company = self.earlier()
        company.sql("INSERT INTO settings VALUES('noise',hex(randomblob(200000)))")
        before = company.digest()

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        done = run("doctor", "--data", company.data, preexec_fn=limit)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("cannot be written", done.stderr)
        self.assertEqual((company.digest(), list(company.copies())), (before, []))
        self.assertEqual(list((company.data / "before-upgrade").iterdir()), [])

    def test_too_little_room_is_said_before(self):
        company = self.earlier()
        before = company.digest()
        log = pathlib.Path(f"{company.file}-wal")  # of zeros: there is nothing in it
        log.touch()
        os.truncate(log, shutil.disk_usage(company.top).free + (1 << 30))
        self.refused("doctor", "--data", company.data, word="has no room for it")
        self.assertEqual((company.digest(), list(company.copies())), (before, []))

    def test_it_is_locked_where_there_is_a_key(self):
        company = self.earlier()
        shelf, key = company.top / "shelf", company.top / "key"
        key.write_text("0123456789abcdef" * 4)
        with Server(company.data, "--backup-folder", str(shelf), "--backup-key-file",
                    str(key)) as server:
            self.is_all_there(company, server)
            _, _, metrics = server.request("GET", "/metrics")
            self.assertIn("\nrapport_backup_age_seconds +Inf\n", metrics.decode())
            (shelf / "rapport-20261126T000000Z.backup").write_text("")
            _, _, metrics = server.request("GET", "/metrics")
            age, = [line for line in metrics.decode().split("\n")
                    if line.startswith("rapport_backup_age_seconds ")]
            self.assertGreater(abs(float(age.split()[1])), 0)
        copy, = shelf.glob("before-upgrade-*.backup")
        self.assertEqual(company.copies(), [])
        self.refused("verify", copy, "--plain", word=str(copy))
        self.good("verify", copy, "--key-file", key)

    def test_the_last_three_are_kept(self):
        company = self.earlier()
        made = set()
        for n in range(5):
            self.good("user", "list", "--data", company.data)
            made.update(company.copies())
            company.sql("UPDATE schema_upgrades SET digest='of another day'")
        self.assertEqual(len(made), 5)
        self.assertEqual(company.copies(), sorted(made)[-3:])


class Newer(Case):
    COMMANDS = (("serve", "--listen", "127.0.0.1:0"), ("serve", "--safe-mode"), ("doctor",),
                ("user", "list"), ("export", "--entity", "contacts"))

    def is_refused(self, company: Earlier) -> None:
        before = company.digest()
        for command in self.COMMANDS:
            said = self.refused(*command, "--data", company.data, word="Rapport 9.1.0", code=NEWER)
            self.assertIn("Nothing was changed", said)
            self.assertEqual(company.digest(), before, command)
        self.assertEqual(len(company.copies()), 1)

    def test_a_newer_number_is_left_alone(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("UPDATE schema_upgrades SET number=number+1,rapport='9.1.0'")
        self.is_refused(company)

    def test_newer_tables_are_left_alone(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("UPDATE schema_upgrades SET digest='other',rapport='9.1.0'")
        self.is_refused(company)

    def test_an_upgrade_of_a_newer_one_that_was_broken_off_is_left_to_it(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("INSERT INTO schema_upgrades(number,digest,rapport,step,announced_at,began_at) "
                    "SELECT number+1,'x','9.1.0',number,1,1 FROM schema_upgrades")
        self.is_refused(company)

    def test_one_that_only_announced_it_has_changed_nothing(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("INSERT INTO schema_upgrades(number,digest,rapport,step,announced_at) "
                    "SELECT number+1,'x','9.1.0',number,1 FROM schema_upgrades")
        with Server(company.data) as server:
            self.is_all_there(company, server)
        self.assertEqual(company.sql("SELECT count(*) FROM schema_upgrades"), [(1,)])

    def test_the_same_schema_of_a_newer_version_is_understood(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("UPDATE schema_upgrades SET rapport='9.1.0'")
        with Server(company.data) as server:
            self.is_all_there(company, server)

    def test_who_is_at_work_gives_way(self):
        company = self.earlier()
        with Server(company.data) as server:
            self.is_all_there(company, server)
            company.sql("INSERT INTO schema_upgrades(number,digest,rapport,step,announced_at) "
                        "SELECT number+1,'x','9.1.0',number,1 FROM schema_upgrades")
            self.assertEqual(server.process.wait(20), NEWER)
            self.assertIn("a newer Rapport upgrades the company", server.log_tail())


class Together(Case):
    """Several processes at once."""

    def serve(self, company: Earlier, *options) -> subprocess.Popen:
        log = (company.top / "serve.log").open("wb")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [str(EXECUTABLE), "serve", "--data", str(company.data), "--listen",
             f"127.0.0.1:{free_port()}", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def said(self, company: Earlier, words: str) -> None:
        ends = time.monotonic() + 30
        while words not in (company.top / "serve.log").read_text("utf-8"):
            self.assertLess(time.monotonic(), ends, words)
            time.sleep(0.05)

    def lock(self, company: Earlier, place: int) -> int:
        file = os.open(f"{company.file}-lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.fcntl(file, F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, 0, place, 1, 0))
        return file

    def test_steps_wait_for_who_is_at_work(self):
        company = self.earlier()
        before = company.digest()
        at_work = self.lock(company, WORK)
        process = self.serve(company)
        self.said(company, "waiting for others that work on the company to end")
        self.assertEqual(company.digest(), before)
        process.send_signal(signal.SIGTERM)  # whoever waits can be stopped
        self.assertEqual(process.wait(10), 1)
        self.said(company, "asked to stop while it waited")
        self.assertEqual((company.digest(), company.copies()), (before, []))
        self.serve(company)
        self.said(company, "waiting for others")
        os.close(at_work)
        self.said(company, "Rapport: http")

    def test_what_only_adds_waits_for_nobody(self):
        company = self.earlier()
        self.good("user", "list", "--data", company.data)
        company.sql("UPDATE schema_upgrades SET digest='of an earlier one'")
        at_work = self.lock(company, WORK)
        self.addCleanup(os.close, at_work)
        with Server(company.data) as server:
            self.is_all_there(company, server)

    def test_of_many_that_start_one_upgrades(self):
        with Cluster("fsync=off") as cluster:
            company = self.earlier(NAMES[-1])
            url = cluster.database("many")
            self.good("copy", "--from", company.data, "--to", url)
            psql(url, "DROP TABLE schema_upgrades; ALTER TABLE tasks DROP COLUMN all_day; "
                      "UPDATE roles SET works_from=NULL")
            several = []
            for n in range(4):
                folder = company.top / f"node{n}"
                shutil.copytree(company.data, folder)
                several.append((folder, self.serve_node(folder, url)))
            for _, server in several:
                self.becomes_ready(server)
                self.is_all_there(company, server)
            self.assertEqual(psql(url, "SELECT number>0,step=number,done_at>began_at FROM "
                                       "schema_upgrades"), ["t|t|t"])
            self.assertEqual(psql(url, "SELECT count(*) FROM roles WHERE works_from IS NULL"),
                             ["0"])
            copies = [copy for folder, _ in several
                      for copy in (folder / "before-upgrade").glob("*.backup")]
            self.assertEqual(len(copies), 1)
            old = cluster.database("old")
            self.good("restore", copies[0], "--data", company.top / "old", "--plain",
                      "--database", old)
            psql(url, "INSERT INTO schema_upgrades(number,digest,rapport,step,announced_at) "
                      "SELECT number+1,'x','9.1.0',number,1 FROM schema_upgrades")
            for _, server in several:
                self.assertEqual(server.process.wait(20), NEWER)
            psql(url, "UPDATE schema_upgrades SET began_at=1")
            self.refused("doctor", "--data", company.data, "--database", url, word="9.1.0",
                         code=NEWER)

    def serve_node(self, data: pathlib.Path, url: str) -> Server:
        """A server that is not waited for."""
        server = Server.__new__(Server)
        server.data, server.options, server.port = data, ("--database", url), free_port()
        server.log = data.parent / f"{data.name}.log"
        with server.log.open("ab") as log:
            server.process = subprocess.Popen(
                [str(EXECUTABLE), "serve", "--data", str(data), "--listen",
                 f"127.0.0.1:{server.port}", *server.options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(server.kill)
        return server

    def becomes_ready(self, server: Server) -> None:
        ends = time.monotonic() + 60
        while not server.ready():
            self.assertIsNone(server.process.poll(), server.log_tail())
            self.assertLess(time.monotonic(), ends, server.log_tail())
            time.sleep(0.05)


class Killed(Case):
    def test_anywhere_in_the_middle_all_is_there_afterwards(self):
        chance = random.Random(5)
        company = self.earlier()
        began = time.monotonic()
        self.good("user", "list", "--data", company.data)
        takes = time.monotonic() - began
        found = {"before": 0, "between": 0, "after": 0}
        for n in range(KILLS):
            company = Earlier(NAMES[n % len(NAMES)])
            for _ in range(2):
                process = subprocess.Popen([str(EXECUTABLE), "user", "list", "--data",
                                            str(company.data)], stdin=subprocess.DEVNULL,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0.1, 1.1) * takes)
                process.kill()
                process.wait()
            found[self.how_far(company)] += 1
            self.assertEqual(company.sql("PRAGMA integrity_check"), [("ok",)])
            with Server(company.data) as server:
                self.is_all_there(company, server)
            self.assertEqual(company.sql("SELECT count(*) FROM schema_upgrades"), [(1,)])
            self.assertEqual(list((company.data / "before-upgrade").glob("*.partial")), [])
            self.good("verify", company.copies()[0], "--plain")
            company.__exit__()
        print("killed", found, file=sys.stderr)
        self.assertGreater(found["before"] + found["between"], 0)

    def how_far(self, company: Earlier) -> str:
        try:
            done, = company.sql("SELECT done_at FROM schema_upgrades")
        except (sqlite3.OperationalError, ValueError):
            return "before"
        return "between" if done[0] is None else "after"


if __name__ == "__main__":
    unittest.main()
