#!/usr/bin/env python3
"""The server of the database dies under load: PostgreSQL under Patroni and etcd, two members with
synchronous replication behind HAProxy, two nodes of Rapport, and clients who write all the time. No
write that was acknowledged is lost, and writes go on within 30 s.
"""
import http.client
import pathlib
import sys
import threading
import time
import unittest
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import rapport_server  # noqa: E402
from nodes import Client, node  # noqa: E402
from patroni import FailOver  # noqa: E402
from rapport_server import Company, Server  # noqa: E402

BACK_WITHIN_S = 30
CLIENTS = 6


class Writer(threading.Thread):
    """Makes tasks; when one was not acknowledged it is asked for again by the same key."""

    def __init__(self, port: int, key: str, done: threading.Event):
        super().__init__(daemon=True)
        self.client, self.done = Client(port, key), done
        self.acknowledged: dict[str, float] = {}  # when
        self.refused = 0

    def run(self) -> None:
        while not self.done.is_set():
            subject = str(uuid.uuid4())
            while not self.write(subject) and not self.done.is_set():
                self.refused += 1
                time.sleep(0.2)

    def write(self, subject: str) -> bool:
        try:
            status, _ = self.client.ask("POST", "/api/v1/tasks", {"subject": subject},
                                        Idempotency_Key=subject)
        except (OSError, http.client.HTTPException):
            return False
        if status == 201:
            self.acknowledged[subject] = time.monotonic()
        return status == 201


class Dies(unittest.TestCase):
    def test_the_primary_under_load(self):
        with FailOver() as database:
            database.sql("CREATE DATABASE company")
            rapport_server.database_options = lambda data: ["--database",
                                                            database.address("company")]
            company = Company({"admin": ("administrator", None), "rep": ("rep", "North")})
            self.addCleanup(company.remove)
            with Server(company.data) as one, node(company, company.data, "two") as two:
                self.play(database, company, [one, two])

    def play(self, database: FailOver, company: Company, nodes: list[Server]) -> None:
        done = threading.Event()
        writers = [Writer(nodes[n % 2].port, company.keys["rep"], done) for n in range(CLIENTS)]
        for writer in writers:
            writer.start()
        time.sleep(5)
        old = database.primary()
        killed_at = time.monotonic()
        old.kill()
        back = self.first_after(writers, killed_at, 90)
        database.wait(lambda: database.primary() not in (None, old), 60, "no new primary")
        time.sleep(5)
        old.start()
        database.wait(database.is_safe, 180, "the old primary does not follow the new one")
        done.set()
        for writer in writers:
            writer.join(60)
        wanted = {subject for writer in writers for subject in writer.acknowledged}
        found = database.sql("SELECT subject FROM tasks", "company").split("\n")
        lost = wanted - set(found)
        refused = sum(writer.refused for writer in writers)
        print(f"# {len(wanted)} writes acknowledged, {len(lost)} lost, {refused} refused "
              f"meanwhile; writes back after {back:.1f} s (limit {BACK_WITHIN_S})", file=sys.stderr)
        self.assertGreater(len(wanted), 500)
        self.assertEqual(lost, set())
        self.assertLessEqual(back, BACK_WITHIN_S)
        self.assertEqual(len(found), len(set(found)), "a write was done twice")
        for server in nodes:  # neither had to be started anew
            self.assertEqual(server.request("GET", "/health/ready")[0], 200)

    def first_after(self, writers: list[Writer], killed_at: float, within_s: float) -> float:
        """Seconds until every writer has had a write acknowledged that began after the kill."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            latest = [max(w.acknowledged.values(), default=0) for w in writers]
            if min(latest) > killed_at + 1:
                firsts = [min(at for at in list(w.acknowledged.values()) if at > killed_at + 1)
                          for w in writers]
                return max(firsts) - killed_at
            time.sleep(0.1)
        self.fail("writes did not come back")


if __name__ == "__main__":
    unittest.main(verbosity=1)
