#!/usr/bin/env python3
"""Going back to a moment on SQLite (`serve --backup-moments`, `restore --to-moment`): what was
saved until then is there and nothing later, whatever happened to the server in between.
"""
import contextlib
import datetime
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "backup"), str(HERE.parent / "postgres")]
from moved import USERS, Company, Server, ask, run, upload  # noqa: E402

SECOND = 1.0       # how often changes are taken
PIECE = 5.0        # how long a piece waits
BASE_WITHIN_S = 30
WRITERS = 16
# What is not the company's: how far other parts of the program have come.
OF_THE_PROGRAM = {"substring_state"}


def instant(moment: float) -> str:
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).isoformat().replace("+00:00", "Z")


def rows(file: pathlib.Path) -> dict[str, list]:
    """Everything that is in the tables of a database."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        database.text_factory = bytes
        names = [row[0].decode() for row in database.execute(
            "SELECT name FROM pragma_table_list WHERE schema='main' AND type='table' AND name NOT "
            "LIKE 'sqlite_%'")]
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
                for name in names if name not in OF_THE_PROGRAM}


def names(file: pathlib.Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return {row[0] for row in database.execute("SELECT subject FROM tasks")}


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Company(USERS)
        cls.addClassCleanup(cls.company.remove)
        cls.top, cls.rep = cls.company.folder, cls.company.keys["rep"]
        (cls.top / "key").write_text("0123456789abcdef" * 4)
        cls.key = ("--key-file", cls.top / "key")

    def setUp(self):
        name = self.id().split(".")[-1]
        self.data, self.shelf = self.company.copy(name), self.top / f"{name}-shelf"
        self.restored = 0

    def good(self, *arguments) -> str:
        done = run(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, *arguments, word: str, code: int = 1) -> str:
        done = run(*arguments)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertIn(word, done.stderr)
        return done.stderr

    def serve(self) -> Server:
        server = Server(self.data, "--backup-folder", str(self.shelf), "--backup-key-file",
                        str(self.top / "key"), "--backup-moments", "7")
        self.addCleanup(server.kill)
        return server

    def wait_for_bases(self, count: int = 1) -> None:
        ends = time.monotonic() + BASE_WITHIN_S
        while len(list(self.shelf.glob("moments/chain-*/base.backup"))) < count:
            self.assertLess(time.monotonic(), ends, "no base was made")
            time.sleep(0.02)

    def chains(self) -> list[pathlib.Path]:
        return sorted(self.shelf.glob("moments/chain-*"))

    def pieces(self, chain: int = 0) -> list[pathlib.Path]:
        return sorted(self.chains()[chain].glob("pages-*.backup"))

    def arguments(self, moment: float | str) -> tuple:
        self.restored += 1
        folder = self.data.parent / f"{self.data.name}-back{self.restored}"
        to = moment if isinstance(moment, str) else instant(moment)
        return folder, ("restore", self.shelf, "--data", folder, "--to-moment", to, *self.key)

    def back(self, moment: float | str) -> pathlib.Path:
        folder, arguments = self.arguments(moment)
        self.good(*arguments)
        return folder

    def task(self, server: Server, subject: str) -> tuple[float, float]:
        """When it was asked for, and when it was saved."""
        began = time.time()
        ask(server, self.rep, "POST", "/tasks", {"subject": subject})
        return began, time.time()


class Exactness(Case):
    def test_what_was_saved_until_then_and_nothing_later(self):
        written = {}
        with self.serve() as server:
            self.wait_for_bases()
            for burst in range(5):
                for n in range(20):
                    written[f"task {burst} {n}"] = self.task(server, f"task {burst} {n}")
                if burst == 2:
                    upload(server, self.rep, "шартнома.bin", os.urandom(300_000))
                    self.good("user", "add", "--data", self.data, "--email", "new@example.com",
                              "--password", "Correct-horse-battery-9", "--role", "rep")
                    ask(server, self.company.keys["admin"], "PUT",
                        "/metadata/entities/deals/fields/floor",
                        {"type": "integer", "labels": {"en": "Floor"}})
                time.sleep(2.3)
        ends = sorted(saved for _, saved in written.values())
        between = [(ends[20 * n - 1] + 2.0) for n in range(1, 6)]
        for n, moment in enumerate(between, 1):
            folder = self.back(moment)
            self.assertEqual(names(folder / "rapport.db"),
                             {name for name, (_, saved) in written.items() if saved < moment})
            self.assertIn("integrity ok", self.good("doctor", "--data", folder))
            users = self.good("user", "list", "--data", folder)
            self.assertEqual("new@example.com" in users, n >= 3)
            with Server(folder) as server:
                fields = ask(server, self.rep, "GET", "/metadata")["entities"]["deals"]["fields"]
                self.assertEqual("floor" in str(fields), n >= 3)
                files = ask(server, self.rep, "GET", "/files")["items"]
                self.assertEqual(len(files), int(n >= 3))
                for file in files:
                    status, _, content = server.request(
                        "GET", f"/api/v1/files/{file['id']}",
                        {"Authorization": f"Bearer {self.rep}"})
                    self.assertEqual((status, len(content)), (200, 300_000))
                self.task(server, "from now on")
        middle = written["task 3 10"][1]
        found = names(self.back(middle) / "rapport.db")
        self.is_a_beginning(found, written, middle)

    def is_a_beginning(self, found: set, written: dict, moment: float) -> None:
        """Up to a second before the moment everything, and after it nothing."""
        for name, (began, saved) in written.items():
            if saved < moment - SECOND - 1:
                self.assertIn(name, found)
            if began > moment:
                self.assertNotIn(name, found)

    def test_through_many_logs_all_rows_are_the_same(self):
        """Large records fill the log many times over, from many clients and another process."""
        with self.serve() as server:
            self.wait_for_bases()
            body = "Ў" * 20_000

            def write(client: int) -> None:
                for n in range(90):
                    ask(server, self.rep, "POST", "/notes", {"body": f"{client} {n} {body}"})
            clients = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
            for client in clients:
                client.start()
            table = self.top / "rows.csv"
            table.write_text("Last name\n" + "".join(f"Person {n}\n" for n in range(3000)))
            self.good("import", str(table), "--data", self.data, "--entity", "contacts")
            for client in clients:
                client.join()
            time.sleep(SECOND)
            # What it has not put away yet is put away at its end, however long that takes.
            server.process.terminate()
            self.assertEqual(server.process.wait(120), 0)
        self.assertNotIn("gone by unseen", server.log_tail(1000))
        self.assertEqual(len(self.chains()), 1)
        self.assertGreater(sum(piece.stat().st_size for piece in self.pieces()), 1_000_000)
        folder = self.back(time.time())
        was, now = rows(self.data / "rapport.db"), rows(folder / "rapport.db")
        self.assertEqual(set(was), set(now))
        for table, expected in was.items():
            self.assertEqual(now[table], expected, table)
        self.assertEqual(len(was["notes"]), WRITERS * 90)


class Killed(Case):
    def test_in_the_middle_of_writing(self):
        written, bases = {}, 0
        for life in range(3):
            server = self.serve()
            bases += 1
            self.wait_for_bases(bases)
            base_at = time.time()

            def write(client: int) -> None:
                with contextlib.suppress(OSError, AssertionError):
                    for n in range(100_000):
                        name = f"{life} {client} {n}"
                        written[name] = self.task(server, name)
            clients = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
            for client in clients:
                client.start()
            time.sleep(9)
            killed = time.time()
            server.kill()
            for client in clients:
                client.join()
            found = names(self.back(killed) / "rapport.db")
            lost = killed - PIECE - 2 * SECOND - 1
            early = {name for name, (_, saved) in written.items() if saved < lost}
            self.assertGreater(len(early), 100)
            self.assertEqual(early - found, set())
            middle = base_at + 3
            found = names(self.back(middle) / "rapport.db")
            for name, (began, saved) in written.items():
                if saved < middle - SECOND - 1:
                    self.assertIn(name, found)
                if began > middle:
                    self.assertNotIn(name, found)

    def test_a_folder_that_is_gone_holds_nobody_up(self):
        with self.serve() as server:
            self.wait_for_bases()
            self.task(server, "before")
            time.sleep(PIECE + 2 * SECOND)
            shutil.move(self.shelf, self.top / "away")
            self.shelf.write_text("in the way")
            for n in range(8):
                self.task(server, f"meanwhile {n}")
                time.sleep(SECOND)
            self.assertIn("cannot be kept", server.log_tail(1000))
            self.shelf.unlink()
            self.wait_for_bases()
            self.task(server, "after")
        found = names(self.back(time.time()) / "rapport.db")
        self.assertEqual(found, {"before", "after", *(f"meanwhile {n}" for n in range(8))})


class Damaged(Case):
    def setUp(self):
        super().setUp()
        with self.serve() as server:
            self.wait_for_bases()
            for n in range(4):
                self.task(server, f"task {n}")
                time.sleep(PIECE + 1.5 * SECOND)
        self.now = time.time()
        self.assertGreaterEqual(len(self.pieces()), 4)

    def is_refused_up_to(self, word: str) -> None:
        """And one can go to the last moment before, which is named."""
        folder, arguments = self.arguments(self.now)
        said = self.refused(*arguments, word=word)
        self.assertIn("pages-000003", said)
        self.assertFalse(folder.exists())
        self.assertIn("pages-000003", self.refused("verify", self.shelf, *self.key, word=word))
        moment = said.split("The last moment before it is ")[1].strip()
        found = names(self.back(moment) / "rapport.db")
        self.assertTrue({"task 0"} <= found < {f"task {n}" for n in range(4)}, found)

    def test_a_piece_that_is_changed_missing_or_another(self):
        third = self.pieces()[2]
        good = third.read_bytes()
        for at in (0, 50, 70, len(good) // 2, len(good) - 1):
            third.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
            self.is_refused_up_to("pages-000003")
        third.write_bytes(good[:-20])
        self.is_refused_up_to("cut off")
        third.write_bytes(self.pieces()[1].read_bytes())
        self.is_refused_up_to("belongs to another place")
        third.unlink()
        self.is_refused_up_to("is missing")
        third.write_bytes(good)
        self.assertEqual(len(names(self.back(self.now) / "rapport.db")), 4)
        said = self.good("verify", self.shelf, *self.key).split(": ", 1)[1]
        self.assertIn("every byte is as it was written", said)
        self.assertIn(said, self.good("verify", self.shelf / "moments", *self.key))

    def test_a_chain_has_its_own_base(self):
        with self.serve() as server:
            self.wait_for_bases(2)
            self.task(server, "of the second")
        first, second = self.chains()
        shutil.copy(first / "base.backup", second / "base.backup")
        _, arguments = self.arguments(time.time())
        self.refused(*arguments, word="belongs to another place")

    def test_before_the_first_and_with_another_key(self):
        folder, arguments = self.arguments("2026-01-01T00:00:00Z")
        said = self.refused(*arguments, word="the first moment that one can go back to is")
        self.assertFalse(folder.exists())
        moment = said.split("go back to is ")[1].strip()
        self.assertEqual(names(self.back(moment) / "rapport.db"), set())
        (self.top / "other").write_text("f" * 64)
        self.refused("restore", self.shelf, "--data", folder, "--to-moment", moment,
                     "--key-file", self.top / "other", word="the key is not the one")
        self.refused("restore", self.shelf, "--data", folder, "--to-moment", "yesterday",
                     *self.key, word="--to-moment takes", code=2)
        self.refused("restore", self.top, "--data", folder, "--to-moment", moment, *self.key,
                     word="there are no moments in it")

    def test_what_nobody_can_go_back_to_is_removed(self):
        with self.serve():
            self.wait_for_bases(2)
        old = time.time() - 8 * 86_400
        for chain in self.chains():
            os.utime(chain / "base.backup", (old, old))
        first, second = self.chains()
        with self.serve():
            self.wait_for_bases(2)  # the first is gone, the third is there
            self.wait_for_chain_to_go(first)
        self.assertTrue(second.exists())
        self.assertEqual(len(self.chains()), 2)

    def wait_for_chain_to_go(self, chain: pathlib.Path) -> None:
        ends = time.monotonic() + BASE_WITHIN_S
        while chain.exists():
            self.assertLess(time.monotonic(), ends)
            time.sleep(0.05)


class Watched(Case):
    def behind(self, server: Server) -> float:
        """Seconds, as the metrics have it."""
        _, _, text = server.request("GET", "/metrics", {})
        return float(re.search(r"^rapport_moments_behind_seconds (\S+)$", text.decode(), re.M)[1])

    def doctor(self) -> str:
        return run("doctor", "--data", self.data, "--backup-folder", self.shelf).stdout

    def until(self, holds, otherwise: str) -> None:
        ends = time.monotonic() + 3 * PIECE
        while not holds():
            self.assertLess(time.monotonic(), ends, otherwise)
            time.sleep(0.1)

    def test_by_the_metrics_and_the_doctor(self):
        self.assertNotIn("moments", self.doctor())
        with self.serve() as server:
            self.wait_for_bases()
            self.assertLess(self.behind(server), PIECE)
            self.task(server, "kept")
            time.sleep(PIECE + 2 * SECOND)
            self.until(lambda: self.behind(server) < PIECE, "what was saved is not kept")
            self.assertIn("ok    moments    one can go back to any since 20", self.doctor())
            shutil.rmtree(self.shelf / "moments")
            (self.shelf / "moments").write_text("no folder any more")
            self.task(server, "not kept")
            self.until(lambda: self.behind(server) == float("inf"), "nobody is told")
        (self.shelf / "moments").unlink()
        (self.shelf / "moments" / "chain-20260101T000000Z").mkdir(parents=True)
        self.assertIn("WRONG moments    there is none to go back to", self.doctor())


class Options(Case):
    def test_what_cannot_be_is_said(self):
        (self.top / "words").write_text("correct horse battery staple\n")
        serve = ("serve", "--data", self.data, "--listen", "127.0.0.1:0", "--backup-folder",
                 self.shelf, "--backup-moments", "7")
        self.refused(*serve, "--backup-passphrase-file", self.top / "words",
                     word="--backup-key-file or --backup-plain", code=2)
        self.refused(*serve, "--backup-plain", "--database", "postgres:///x", word="for SQLite",
                     code=2)


if __name__ == "__main__":
    unittest.main()
