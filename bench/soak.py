#!/usr/bin/env python3
"""Half an hour of a company's work on one server, and whether its memory stays flat.

    bench/soak.py [--minutes 30] [--clients 8] [--postgres]

People sign in and out, read records and lists, search, save, change, delete and put back, export,
import, change many at once, listen to changes and go. Tells the resident memory, threads and open
files of the server each minute; fails when the median memory of the last third is more than 5 %
above that of the second third, when threads or files grow, or when a request fails.
"""
import argparse
import collections
import contextlib
import json
import pathlib
import random
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent / "tests"
for folder in (TESTS, TESTS / "attacks", TESTS / "nodes", TESTS / "postgres", TESTS / "signin"):
    sys.path.insert(0, str(folder))
import rapport_server  # noqa: E402
from browser import Browser  # noqa: E402
from cluster import Cluster  # noqa: E402
from live_socket import LiveSocket  # noqa: E402
from nodes import Client  # noqa: E402
from rapport_server import PASSWORD, Company, Server, email_of, rapport  # noqa: E402

MOST_GROWTH = 1.05
PEOPLE = ("rep", "colleague", "stranger", "manager")


class Person(threading.Thread):
    """One client that does something else each time, with a short rest between."""

    def __init__(self, server: Server, company: Company, number: int, done: threading.Event):
        super().__init__(daemon=True)
        self.server, self.company, self.done = server, company, done
        self.chance = random.Random(number)
        self.user = PEOPLE[number % len(PEOPLE)]
        self.client = Client(server.port, company.keys[self.user])
        self.counts, self.problems = collections.Counter(), collections.Counter()
        self.mine: collections.deque[str] = collections.deque(maxlen=200)

    def run(self) -> None:
        acts = [(self.read, 30), (self.page, 20), (self.search, 8), (self.create, 12),
                (self.change, 12), (self.delete_and_put_back, 3), (self.export, 1),
                (self.sign_in, 1), (self.listen, 2), (self.group, 3), (self.batch, 1),
                (self.import_some, 1)]
        names, weights = zip(*acts)
        while not self.done.is_set():
            act = self.chance.choices(names, weights)[0]
            try:
                act()
                self.counts[act.__name__] += 1
            except Exception as error:  # every one is counted and told
                self.problems[f"{act.__name__}: {error!r}"[:200]] += 1
            time.sleep(0.02)

    def ask(self, method: str, path: str, value=None):
        status, answer = self.client.ask(method, "/api/v1" + path, value)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {str(answer)[:120]}")
        return answer

    def one(self) -> str:
        if not self.mine:
            self.create()
        return self.chance.choice(list(self.mine))

    def read(self) -> None:
        self.ask("GET", f"/contacts/{self.one()}")

    def page(self) -> None:
        sort = self.chance.choice(["-created_at", "last_name", "-changed_at"])
        self.ask("GET", f"/contacts?limit=50&sort={sort}")

    def search(self) -> None:
        self.ask("GET", "/search?q=" + urllib.parse.quote(self.chance.choice(
            ["karim", "петр", "anna", "999", "rahimov"])))

    def create(self) -> None:
        word = uuid.UUID(int=self.chance.getrandbits(128)).hex
        made = self.ask("POST", "/contacts?duplicates=create",
                        {"last_name": f"Karimov {word[:8]}", "emails": [{"value": f"{word}@a.uz"}]})
        self.mine.append(made["id"])

    def change(self) -> None:
        self.ask("PATCH", f"/contacts/{self.one()}", {"job_title": self.chance.choice("ABCDEFG")})

    def delete_and_put_back(self) -> None:
        record = self.one()
        self.ask("DELETE", f"/contacts/{record}")
        self.ask("POST", f"/contacts/{record}/restore")

    def export(self) -> None:
        self.ask("GET", "/contacts/export?format=csv&fields=last_name,emails")

    def group(self) -> None:
        self.ask("POST", "/contacts/aggregate",
                 {"group_by": ["owner"], "measures": [{"fn": "count"}]})

    def sign_in(self) -> None:
        browser = Browser(self.server)
        status, answer = browser.sign_in(email_of(self.user), PASSWORD)
        if status != 200:
            raise RuntimeError(f"sign in: {status} {answer}")
        browser.ask("GET", "/metadata")
        browser.ask("DELETE", "/session")

    def listen(self) -> None:
        with LiveSocket(self.server.port, f"Bearer {self.company.keys[self.user]}") as socket:
            socket.say({"at": {"entity": "contacts", "id": self.one()}})
            socket.frame(0.5)

    def batch(self) -> None:
        self.ask("POST", "/batches", {"entity": "contacts", "ids": list(self.mine)[:20],
                                      "change": {"description": "Met"}} if self.mine else
                 {"entity": "contacts", "ids": [self.one()], "change": {"description": "Met"}})

    def import_some(self) -> None:
        boundary = uuid.uuid4().hex
        rows = "last_name\r\n" + "".join(f"Import {n}\r\n" for n in range(50))
        body = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
                f'filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n{rows}\r\n--{boundary}--\r\n')
        status, _, answer = self.server.request(
            "POST", "/api/v1/files",
            {"Authorization": f"Bearer {self.company.keys[self.user]}",
             "Content-Type": f"multipart/form-data; boundary={boundary}"}, body.encode())
        if status != 201:
            raise RuntimeError(f"upload: {status} {answer[:100]}")
        self.ask("POST", "/imports", {"file": json.loads(answer)["id"], "entity": "contacts",
                                      "duplicates": "create",
                                      "map": {"columns": {"last_name": "last_name"}}})


def look(pid: int) -> tuple[float, int, int]:
    """(resident MiB, threads, open files) of a process."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return (int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024,
            int(re.search(r"Threads:\s+(\d+)", status)[1]),
            len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir())))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--postgres", action="store_true")
    chosen = options.parse_args()
    with contextlib.ExitStack() as stack:
        if chosen.postgres:
            cluster = stack.enter_context(Cluster("max_connections=200"))
            rapport_server.POSTGRES = cluster.database("test")
        company = Company()
        stack.callback(company.remove)
        rapport("seed", "--data", str(company.data), "--contacts", "20000", "--deals", "4000",
                "--activities", "60000", timeout_s=1200)
        server = stack.enter_context(Server(company.data))
        return soak(server, company, chosen)


def soak(server: Server, company: Company, chosen) -> int:
    done = threading.Event()
    people = [Person(server, company, n, done) for n in range(chosen.clients)]
    for person in people:
        person.start()
    seen, began = [], time.monotonic()
    while (passed := time.monotonic() - began) < chosen.minutes * 60:
        time.sleep(10)
        seen.append(look(server.process.pid))
        if len(seen) % 6 == 0:
            memory, threads, files = seen[-1]
            print(f"{passed / 60:5.1f} min  {memory:6.0f} MiB  {threads} threads  {files} files  "
                  f"{sum(sum(p.counts.values()) for p in people):,} acts", flush=True)
    done.set()
    for person in people:
        person.join(60)
    counts = sum((p.counts for p in people), collections.Counter())
    problems = sum((p.problems for p in people), collections.Counter())
    third = len(seen) // 3
    before, after = ([statistics.median(x[i] for x in part) for i in range(3)]
                     for part in (seen[third:2 * third], seen[2 * third:]))
    growth = after[0] / before[0]
    flat = growth <= MOST_GROWTH and after[1] <= before[1] + 2 and after[2] <= before[2] + 8
    print(f"{chosen.minutes:g} min on {'PostgreSQL' if chosen.postgres else 'SQLite'}: "
          f"{sum(counts.values()):,} acts, {sum(problems.values())} failed; memory "
          f"{before[0]:.0f} → {after[0]:.0f} MiB (× {growth:.3f}, limit × {MOST_GROWTH}), threads "
          f"{before[1]:g} → {after[1]:g}, files {before[2]:g} → {after[2]:g}")
    print(", ".join(f"{name} {count:,}" for name, count in counts.most_common()))
    for problem, count in problems.most_common(10):
        print(f"{count} × {problem}")
    return 0 if flat and not problems else 1


if __name__ == "__main__":
    sys.exit(main())
