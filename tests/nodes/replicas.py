"""Reads that are asked of a server which follows the one that writes."""
import random
import subprocess
import time
import unittest

import rapport_server
from pair import Loop
from cluster import Cluster
from nodes import Client, eventually, node
from rapport_server import POSTGRES, Company, Server, database_name


class PageFiller:
    """Commits of another node that end where a page of PostgreSQL's log does."""
    PAGE, PAGE_HEAD = 8192, 24
    # As a node tells of its commit.
    COMMIT = "SELECT pg_notify('rapport_commit', 'another')"

    def __init__(self, url: str):
        self.psql = subprocess.Popen(["psql", "-XqAtd", url], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "PageFiller":
        return self

    def __exit__(self, *_) -> None:
        self.psql.communicate()

    def ask(self, sql: str) -> str:
        self.psql.stdin.write(f"{sql};\n\\echo .\n")
        self.psql.stdin.flush()
        lines = [line.rstrip() for line in iter(self.psql.stdout.readline, ".\n")]
        return "".join(lines)

    def position(self) -> int:
        return int(self.ask("SELECT pg_current_wal_insert_lsn() - '0/0'"))

    def grows_by(self, sql: str) -> int:
        before = self.position()
        self.ask(sql)
        return self.position() - before

    def message(self, size: int) -> str:
        return f"SELECT pg_logical_emit_message(false, 'x', repeat('y', {size}))"

    def is_at_beginning(self) -> bool:
        return self.position() % self.PAGE == self.PAGE_HEAD

    def fill(self) -> bool:
        """Whether it came out even: others write into the same log."""
        self.ask(self.message(random.randrange(4000)))  # what is measured may lie across two pages
        commit, overhead = self.grows_by(self.COMMIT), self.grows_by(self.message(800)) - 800
        left = self.PAGE - self.position() % self.PAGE - commit - overhead
        if left < 0:
            return False
        self.ask(self.message(left))
        self.ask(self.COMMIT)
        return self.is_at_beginning()


class Replicas(unittest.TestCase):
    """It follows late; reads are asked of it when it is up to them."""

    @classmethod
    def setUpClass(cls):
        primary = cls.enterClassContext(Cluster("max_connections=200"))
        cls.replica = cls.enterClassContext(primary.replica("recovery_min_apply_delay=100ms"))
        rapport_server.POSTGRES = primary.database("test")
        cls.addClassCleanup(setattr, rapport_server, "POSTGRES", POSTGRES)
        cls.company = Company()
        cls.addClassCleanup(cls.company.remove)
        name = database_name(cls.company.data)
        cls.primary_url, cls.replica_url = primary.address(name), cls.replica.address(name)
        options = ("--replicas", f"postgres://nobody@127.0.0.1:1/none {cls.replica_url}")
        cls.one = Server(cls.company.data, *options)
        cls.addClassCleanup(cls.one.stop)
        cls.two = node(cls.company, cls.company.data, "two", *options)
        cls.addClassCleanup(cls.two.stop)

    def read_there(self) -> int:
        """How often the replica has looked into the tasks: only requests of this test do."""
        done = subprocess.run(["psql", "-XAtd", self.replica_url, "-c",
                               "SELECT seq_scan+idx_scan FROM pg_stat_user_tables "
                               "WHERE relname='tasks'"],
                              capture_output=True, text=True, check=True)
        return int(done.stdout or 0)

    def is_asked(self, count: int, within_s: float = 60) -> bool:
        """Reads on until it has served so many: after each commit it is late for a while."""
        before = self.read_there()
        return eventually(lambda: self.reads(20) or self.read_there() - before > count, within_s)

    def reads(self, count: int, path: str = "/api/v1/tasks?limit=5") -> None:
        client = Client(self.one.port, self.company.keys["rep"])
        for _ in range(count):
            self.assertEqual(client.ask("GET", path)[0], 200)
        client.close()

    def test_reads_are_asked_of_it(self):
        self.assertTrue(self.is_asked(100))

    def test_a_commit_that_fills_a_page_of_the_log(self):
        """Where the next one will begin is then farther than the replica can come."""
        began = time.monotonic()
        self.assertTrue(self.is_asked(50))
        usual_s = time.monotonic() - began
        with PageFiller(self.primary_url) as log:
            self.assertTrue(eventually(log.fill, 30))
            self.assertTrue(self.is_asked(50, max(8, 4 * usual_s)))

    def test_who_wrote_reads_what_he_wrote(self):
        for reader in (self.one, self.two):
            with self.subTest(other_node=reader is self.two):
                writer = Client(self.one.port, self.company.keys["rep"])
                client = Client(reader.port, self.company.keys["rep"])
                made = writer.ask("POST", "/api/v1/tasks", {"subject": "0"})[1]["id"]
                for n in range(1, 120):
                    status, _ = writer.ask("PATCH", f"/api/v1/tasks/{made}", {"subject": str(n)})
                    self.assertEqual(status, 200)
                    found = client.ask("GET", f"/api/v1/tasks/{made}")[1]["subject"]
                    self.assertEqual(found, str(n))
                    if n % 40 == 0:
                        self.assertTrue(self.is_asked(20))

    def test_it_goes_and_comes_back(self):
        with Loop(lambda: self.reads(5)):
            time.sleep(1)
            self.replica.stop()
            time.sleep(2)
            self.replica.start()
            time.sleep(1)
        self.assertTrue(self.is_asked(50))
