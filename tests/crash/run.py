#!/usr/bin/env python3
"""Kills the server without warning while 500 clients write, and looks whether anything is lost.

    tests/crash/run.py [--rounds N] [--clients N] [--seed N]

Each client makes a record and then changes it over and over, until the server is gone. After the
restart: every acknowledged write is there with its history; what was not acknowledged is there
wholly or not at all; SQLite finds its file sound, PostgreSQL has no change by halves. Ends on
`N passed, N failed`.
"""
import argparse
import http.client
import json
import pathlib
import random
import sys
import threading
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import POSTGRES, Company, Server, sql  # noqa: E402

USERS = {"admin": ("administrator", None), "rep": ("rep", "North")}


class Writer(threading.Thread):
    """One client. `acknowledged` is the version that the server last confirmed, 0 for none."""

    def __init__(self, server: Server, key: str, start: threading.Barrier):
        super().__init__(daemon=True)
        self.server, self.start_together = server, start
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.id = str(uuid.UUID(int=(0x7000 << 64) | (uuid.uuid4().int & ~(0xF000 << 64))))
        self.acknowledged = 0
        self.problem = ""

    def name(self, version: int) -> str:
        return f"Task {self.id} as of {version}"

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        self.start_together.wait()
        try:
            while not self.problem:
                self.write(connection, self.acknowledged + 1)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone, as intended

    def write(self, connection: http.client.HTTPConnection, version: int) -> None:
        value = {"subject": self.name(version)}
        if version == 1:
            method, path, value["id"] = "POST", "/api/v1/tasks", self.id
        else:
            method, path = "PATCH", f"/api/v1/tasks/{self.id}"
        connection.request(method, path, json.dumps(value), self.headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status in (200, 201):
            self.acknowledged = version
        elif answer.status in (429, 503):
            time.sleep(float(answer.getheader("Retry-After", "0.1")))
        else:
            self.problem = f"{method} {path}: {answer.status} {body[:300]!r}"

    def losses(self, key: str):
        """Yields what is missing after the restart."""
        status, record = self.server.json(key, "GET", f"/tasks/{self.id}")
        if status == 404:
            if self.acknowledged:
                yield f"{self.id}: version {self.acknowledged} was acknowledged, nothing is there"
            return
        if status != 200:
            yield f"{self.id}: {status} {record}"
            return
        version = record["version"]
        if version not in (self.acknowledged, self.acknowledged + 1):
            yield f"{self.id}: acknowledged {self.acknowledged}, found {version}"
        if record["subject"] != self.name(version):
            yield f"{self.id}: version {version} says {record['subject']!r}"
        yield from self.gaps_in_history(key, version)

    def gaps_in_history(self, key: str, version: int):
        path, history = f"/tasks/{self.id}/history?limit=500", ""
        status, page = self.server.json(key, "GET", path)
        while status == 200:
            history += json.dumps(page["items"])
            if not page.get("next"):
                break
            status, page = self.server.json(key, "GET", f"{path}&cursor={page['next']}")
        if status != 200:
            yield f"{self.id}: history: {status} {page}"
        for wanted in range(2, version + 1):
            if f'"{self.name(wanted)}"' not in history:
                yield f"{self.id}: version {wanted} has no history"


def integrity(data: pathlib.Path) -> str:
    """What the engine itself says of its tables."""
    if not POSTGRES:
        return sql(data, "PRAGMA integrity_check")[0][0]
    # Its own server was not killed: what is looked for is a change that has come half.
    half = sql(data, "SELECT t.id FROM tasks t LEFT JOIN change_log c ON c.record=t.id "
                     "AND c.version=t.version WHERE c.record IS NULL")
    return f"tasks without their change: {half}" if half else "ok"


def play_round(server: Server, key: str, clients: int, delay_s: float) -> tuple[int, list[str]]:
    """(acknowledged writes, what went wrong)."""
    together = threading.Barrier(clients + 1)
    writers = [Writer(server, key, together) for _ in range(clients)]
    for writer in writers:
        writer.start()
    together.wait()
    time.sleep(delay_s)
    server.kill()
    for writer in writers:
        writer.join(30)
    server.start()
    wrong = [w.problem for w in writers if w.problem]
    for writer in writers:
        wrong += writer.losses(key)
    if (verdict := integrity(server.data)) != "ok":
        wrong.append(f"integrity_check: {verdict}")
    acknowledged = sum(w.acknowledged for w in writers)
    if not acknowledged:
        wrong.append("no write was acknowledged: the round proves nothing")
    return acknowledged, wrong


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--clients", type=int, default=500)
    options.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    chosen = options.parse_args()
    threading.stack_size(256 * 1024)
    chance = random.Random(chosen.seed)
    print(f"seed {chosen.seed}")
    passed, failed = 0, 0
    try:
        company = Company(USERS)
    except (RuntimeError, OSError) as error:
        print(f"{error}\n0 passed, 1 failed")
        return 1
    try:
        with Server(company.data) as server:
            for number in range(1, chosen.rounds + 1):
                delay_s = chance.uniform(0.3, 2.5)
                writes, wrong = play_round(server, company.keys["rep"], chosen.clients, delay_s)
                print(f"round {number}: killed after {delay_s:.2f} s, {writes} writes acknowledged")
                print("".join(f"  {line}\n" for line in wrong[:20]), end="")
                passed, failed = passed + (not wrong), failed + bool(wrong)
    finally:
        company.remove()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
