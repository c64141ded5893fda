#!/usr/bin/env python3
"""Measures what the product promises of its speed, as a rep with the rights of a team.

    bench/run.py [WORD…] [--fresh] [--contacts N] [--seconds S]

Without a word all measures; with words those whose name contains one. Companies are seeded once, in
build/bench/ (--fresh makes them anew). Prints the table and, after a whole run at full size, writes
it to bench/last.md.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests"))
from rapport_server import PASSWORD, Server, rapport  # noqa: E402

BUILD = ROOT / "build"
FOLDER = BUILD / "bench"
FULL = 1_000_000
SMALL = 10_000
ROUNDS = 5   # of what is measured several times
IMPORT_ROWS = 1_000_000


class Bench:
    """The companies, a running server on one of them, and what was measured."""

    def __init__(self, options):
        self.options = options
        self.rows: list[tuple[str, str, str, bool]] = []
        self.where: tuple[str, ...] = ()   # options that say where a company's records are

    def company(self, contacts: int) -> pathlib.Path:
        """A seeded data folder; deals and activities in proportion to the contacts."""
        data = FOLDER / f"contacts-{contacts}"
        if not (data / "seeded").exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir(parents=True)
            say(f"Seeding {contacts:,} contacts in {data}")
            rapport("init", "--data", str(data), "--admin-email", "admin@example.com",
                    "--admin-password", PASSWORD, "--language", "en")
            rapport("seed", "--data", str(data), "--contacts", str(contacts),
                    "--deals", str(contacts // 5), "--activities", str(contacts * 3),
                    timeout_s=3600)
            (data / "seeded").touch()
        return data

    def rep_key(self, data: pathlib.Path) -> str:
        for line in rapport("user", "list", "--data", str(data), *self.where).split("\n"):
            found = re.search(r"(\S+@\S+)", line)
            if found and "\tmanager\t" in line:  # sees his team's records
                return rapport("api-key", "create", "--data", str(data), "--user", found.group(1),
                               "--name", "bench", *self.where).split()[-1]
        raise RuntimeError("the seeded company has nobody with the rights of a team")

    def sample(self, server: Server, key: str) -> dict[str, pathlib.Path]:
        """Lists of real values for the templates, as files."""
        values: dict[str, set[str]] = {n: set() for n in
                                       ("ids", "owners", "instants", "parts", "words")}
        for item in scattered_contacts(server, key):
            values["ids"].add(item["id"])
            values["owners"].add(item["owner"]["id"])
            values["instants"].add(item["created_at"])
            values["words"].add(item["last_name"])
        for item in pages(server, key, "/deals?limit=500&sort=-created_at&fields=name", 4):
            name, start = item["name"], random.randrange(max(1, len(item["name"]) - 4))
            if len(part := name[start:start + 4]) == 4 and part.isalnum():
                values["parts"].add(part)
        files = {}
        for name, found in values.items():
            files[name] = FOLDER / f"{server.data.name}-{name}.txt"
            files[name].write_text("\n".join(sorted(v for v in found if v)) + "\n")
        return files

    def load(self, server: Server, key: str, lists: dict, requests: str, connections: int,
             seconds: float | None = None) -> dict:
        """The figures of bench/load for the templates of requests/NAME.txt."""
        file = HERE / "requests" / f"{requests}.txt"
        done = subprocess.run(
            [str(BUILD / "load"), "--port", str(server.port), "--requests", str(file),
             "--connections", str(connections), "--seconds", str(seconds or self.options.seconds),
             "--seed", str(random.randrange(2**60)),  # what is saved must not be there already
             "--key", key, *(a for n, f in lists.items() for a in ("--list", f"{n}={f}"))],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"load: {done.stderr}")
        return json.loads(done.stdout)

    def note(self, name: str, figure: str, limit: str, met: bool) -> None:
        self.rows.append((name, figure, limit, met))
        say(f"{'ok  ' if met else 'MISS'} {name}: {figure} (limit {limit})")

    def wanted(self, name: str) -> bool:
        return not self.options.words or any(w in name for w in self.options.words)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def wait_until_idle(server: Server, limit_s: float = 3600) -> None:
    """Until the index of the search has caught up with a company just seeded."""
    def spent() -> float:
        fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        before = spent()
        time.sleep(2)
        if spent() - before < 0.1:
            return
    raise RuntimeError("the server has not come to rest")


def pages(server: Server, key: str, path: str, count: int):
    cursor = ""
    for _ in range(count):
        status, page = server.json(key, "GET", path + cursor)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {page}")
        yield from page["items"]
        if not page["next"]:
            return
        cursor = f"&cursor={page['next']}"


def scattered_contacts(server: Server, key: str):
    """Contacts from all over the table, so that reading them again is no favour to the cache."""
    path = "/contacts?limit=1&sort="
    oldest, newest = (datetime.datetime.fromisoformat(next(pages(server, key, path + order, 1))
                                                      ["created_at"].replace("Z", "+00:00"))
                      for order in ("created_at", "-created_at"))
    for _ in range(100):
        until = (oldest + (newest - oldest) * random.random()).astimezone(datetime.timezone.utc)
        condition = {"field": "created_at", "op": "lte",
                     "value": until.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        query = urllib.parse.urlencode({"filter": json.dumps(condition), "sort": "-created_at",
                                        "limit": 100})
        yield from pages(server, key, "/contacts?" + query, 1)


def measure_record(bench: Bench, server: Server, key: str, lists: dict) -> None:
    """In turn, as the machine is not the same from one second to the next."""
    seconds = bench.options.seconds / 2
    rounds = [[bench.load(server, key, lists, requests, 64, seconds)["per_second"]
               for requests in ("constant", "record")] for _ in range(ROUNDS)]
    constant, record = (statistics.median(figures) for figures in zip(*rounds))
    share = statistics.median(record / constant for constant, record in rounds)
    bench.note("record by id, against the server's constant answer, 64 connections",
               f"{record:,.0f}/s of {constant:,.0f}/s = {share:.0%}, median of {ROUNDS}",
               "≥ 50 %", share >= 0.5)


def measure_list(bench: Bench, server: Server, key: str, lists: dict) -> None:
    rounds = [bench.load(server, key, lists, "list", 16, bench.options.seconds / 2)
              for _ in range(ROUNDS)]
    large = {name: statistics.median(each[name] for each in rounds)
             for name in ("p50_ms", "p99_ms", "per_second")}
    bench.note("list of 50, filtered and sorted on an indexed field, 16 connections",
               f"p99 {large['p99_ms']:.1f} ms, {large['per_second']:,.0f}/s, median of {ROUNDS}",
               "p99 ≤ 15 ms", large["p99_ms"] <= 15)
    data = bench.company(SMALL)
    small_key = bench.rep_key(data)
    with Server(data) as small_server:
        wait_until_idle(small_server)
        small_lists = bench.sample(small_server, small_key)
        small = bench.load(small_server, small_key, small_lists, "list", 16)
    ratio = large["p50_ms"] / small["p50_ms"]
    bench.note(f"the same, time at full size : at {SMALL:,}",
               f"p50 {large['p50_ms']:.2f} : {small['p50_ms']:.2f} ms = {ratio:.2f}", "≤ 2",
               ratio <= 2)


def measure_rights(bench: Bench, server: Server, key: str, lists: dict) -> None:
    """A list of 50 for who sees a twentieth, against one who sees all; and by other levels."""
    data = server.data
    admin = rapport("api-key", "create", "--data", str(data), "--user", "admin@example.com",
                    "--name", "bench").split()[-1]
    everything = bench.load(server, admin, lists, "rights", 4)["p50_ms"]
    for level, about in (("team", "his team's"), ("subordinates", "his people's"),
                         ("territory", "his territory's")):
        with Level(server, admin, key, level):
            part = bench.load(server, key, lists, "rights", 4)
        ratio = part["p50_ms"] / everything
        bench.note(f"list of 50 for a rep who sees {about}, against the administrator's",
                   f"p50 {part['p50_ms']:.2f} : {everything:.2f} ms = {ratio:.2f}", "≤ 2",
                   ratio <= 2)


class Level:
    """The rep's role with another level of reading, and a territory of a twentieth; taken back."""

    def __init__(self, server: Server, admin: str, key: str, level: str):
        self.server, self.admin, self.level = server, admin, level
        self.user = self.ask(key, "GET", "/session")["user"]["id"]
        self.role = self.ask(admin, "GET", f"/users/{self.user}")["role"]["id"]
        self.made: list[tuple[str, str]] = []

    def ask(self, key: str, method: str, path: str, body=None) -> dict:
        status, answer = self.server.json(key, method, path, body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer}")
        return answer

    def __enter__(self):
        def make(entity: str, **values) -> str:
            id = self.ask(self.admin, "POST", f"/{entity}", values)["id"]
            self.made.append((entity, id))
            return id

        role = make("roles", name=f"bench {self.level}", parent=self.role,
                    rights={"*": {"read": self.level}})
        if self.level == "territory":
            others = self.ask(self.admin, "GET", "/teams?limit=1&sort=-name")["items"][0]["id"]
            make("territories", name="bench", members=[self.user],
                 rules={"contacts": {"field": "team", "op": "eq", "value": others}})
        self.ask(self.admin, "PATCH", f"/users/{self.user}", {"role": role})

    def __exit__(self, *_):
        self.ask(self.admin, "PATCH", f"/users/{self.user}", {"role": self.role})
        for entity, id in self.made:
            self.ask(self.admin, "DELETE", f"/{entity}/{id}")


def measure_contains(bench: Bench, server: Server, key: str, lists: dict) -> None:
    figure = bench.load(server, key, lists, "contains", 8)
    bench.note("list of 50, name contains, sorted by another column, 8 connections",
               f"{figure['per_second']:,.0f}/s, p99 {figure['p99_ms']:.1f} ms", "≥ 1,000/s",
               figure["per_second"] >= 1000)


def measure_search(bench: Bench, server: Server, key: str, lists: dict) -> None:
    figure = bench.load(server, key, lists, "search", 4)
    bench.note("search over everything, 4 connections",
               f"p95 {figure['p95_ms']:.1f} ms, {figure['per_second']:,.0f}/s", "p95 ≤ 50 ms",
               figure["p95_ms"] <= 50)


def measure_save(bench: Bench, server: Server, key: str, lists: dict) -> None:
    figure = bench.load(server, key, lists, "save", 8)
    bench.note("save of a contact with the check for duplicates, 8 connections",
               f"p99 {figure['p99_ms']:.1f} ms, {figure['per_second']:,.0f}/s", "p99 ≤ 30 ms",
               figure["p99_ms"] <= 30)


def measure_create(bench: Bench, server: Server, key: str, lists: dict) -> None:
    figure = bench.load(server, key, lists, "save", 64)
    bench.note("acknowledged creates with the check for duplicates, 64 connections",
               f"{figure['per_second']:,.0f}/s, p99 {figure['p99_ms']:.1f} ms", "≥ 4,000/s",
               figure["per_second"] >= 4000)


def measure_memory(bench: Bench, server: Server, _key: str, _lists: dict) -> None:
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
    bench.note("memory of the server, its peak after all of the above", f"{peak:,.0f} MiB",
               "≤ 200 MiB", peak <= 200)


def measure_start(bench: Bench) -> None:
    data, times = bench.company(bench.options.contacts), []
    for _ in range(5):
        with Server(data) as server:
            times.append(server.started_in_s * 1000)
    bench.note("start to ready, at full size", f"{statistics.median(times):.0f} ms (median of 5)",
               "≤ 300 ms", statistics.median(times) <= 300)


def measure_import(bench: Bench) -> None:
    data, file = FOLDER / "import", FOLDER / "import.csv"
    shutil.rmtree(data, ignore_errors=True)
    if not file.exists():
        write_csv(file, IMPORT_ROWS)
    rapport("init", "--data", str(data), "--admin-email", "admin@example.com",
            "--admin-password", PASSWORD, "--language", "en")
    began = time.monotonic()
    rapport("import", str(file), "--data", str(data), "--entity", "contacts")
    took = time.monotonic() - began
    shutil.rmtree(data)
    bench.note(f"import of {IMPORT_ROWS:,} rows of CSV, with the check for duplicates",
               f"{took:.0f} s, {IMPORT_ROWS / took:,.0f} rows/s", "≤ 120 s", took <= 120)


def write_csv(file: pathlib.Path, rows: int) -> None:
    chance = random.Random(7)
    first = ["Dilnoza", "Pyotr", "Aziz", "Мария", "Ольга", "Jamshid", "Nilufar", "John", "Sevara"]
    last = ["Karimova", "Ivanov", "Rahimov", "Петрова", "Усманов", "Smith", "Aliyev", "Сидоров"]
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["external_id", "first_name", "last_name", "job_title", "email", "phone"])
        for i in range(rows):
            table.writerow([f"R{i}", chance.choice(first), f"{chance.choice(last)} {i}", "Buyer",
                            f"person{i}@example{i % 9973}.uz", f"+99890{i:07}"])


def measure_people(bench: Bench) -> None:
    """10,000 users in 50 teams with 20 roles more: what a change among them costs, and a list."""
    data = FOLDER / "people"
    if not (data / "seeded").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        rapport("init", "--data", str(data), "--admin-email", "admin@example.com",
                "--admin-password", PASSWORD, "--language", "en")
        rapport("seed", "--data", str(data), "--contacts", "100000", "--deals", "0",
                "--activities", "0", "--users", "10000", "--teams", "50", "--roles", "20",
                timeout_s=3600)
        (data / "seeded").touch()
    keys = {user: rapport("api-key", "create", "--data", str(data), "--user",
                          f"{user}@example.com", "--name", "bench").split()[-1]
            for user in ("admin", "rep2")}
    with Server(data) as server:
        wait_until_idle(server)
        path = next(pages(server, keys["admin"], "/users?limit=1&sort=-created_at", 1))["id"]
        times = []
        for i in range(10):
            began = time.monotonic()
            server.json(keys["admin"], "PATCH", f"/users/{path}", {"job_title": f"Rep {i}"})
            times.append((time.monotonic() - began) * 1000)
        change = statistics.median(times)
        lists = bench.sample(server, keys["rep2"])
        figure = bench.load(server, keys["rep2"], lists, "rights", 4)
    bench.note("10,000 users, 50 teams, 20 roles: a change of one, until all rights follow",
               f"{change:.0f} ms (median of 10)", "≤ 250 ms", change <= 250)
    bench.note("there, list of 50 for one of them, 4 connections",
               f"p95 {figure['p95_ms']:.1f} ms, {figure['per_second']:,.0f}/s", "p95 ≤ 15 ms",
               figure["p95_ms"] <= 15)


ON_SERVER = [measure_record, measure_list, measure_rights, measure_contains, measure_search,
             measure_save, measure_create, measure_memory]
ALONE = [measure_start, measure_people, measure_import]


def machine() -> str:
    """The commit and what it ran on, in one line."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True,
                            capture_output=True, check=True).stdout.strip()
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"commit {commit}, {os.cpu_count()} × {cpu.group(1) if cpu else platform.machine()}, "
            f"{memory:.0f} GiB")


def table_of_rows(rows: list[tuple[str, str, str, bool]]) -> str:
    """Each figure beside its limit, as Markdown."""
    lines = ["| measure | figure | limit | met |", "| --- | --- | --- | --- |"]
    lines += [f"| {n} | {f} | {limit} | {'yes' if met else '**no**'} |"
              for n, f, limit, met in rows]
    return "\n".join(lines) + "\n"


def table_of(bench: Bench) -> str:
    contacts = bench.options.contacts
    lines = ["# Last figures", "",
             f"{datetime.date.today().isoformat()}, {machine()}; server and load "
             f"generator on the same machine, {bench.options.seconds:g} s each.",
             f"{contacts:,} contacts, {contacts // 5:,} deals, {contacts * 3:,} activities; "
             "a rep with the rights of a team.", ""]
    return "\n".join(lines) + "\n" + table_of_rows(bench.rows)


def prepare(fresh: bool) -> None:
    subprocess.run(["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja",
                    "-DCMAKE_BUILD_TYPE=Release", "-DRAPPORT_BENCH=ON"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", str(BUILD), "rapport", "load", "sockets"], check=True,
                   stdout=subprocess.DEVNULL)
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("words", nargs="*")
    options.add_argument("--fresh", action="store_true")
    options.add_argument("--contacts", type=int, default=FULL)
    options.add_argument("--seconds", type=float, default=10)
    bench = Bench(options.parse_args())
    prepare(bench.options.fresh)
    chosen = [m for m in ON_SERVER if bench.wanted(m.__name__)]
    if chosen:
        data = bench.company(bench.options.contacts)
        key = bench.rep_key(data)
        with Server(data) as server:
            wait_until_idle(server)
            lists = bench.sample(server, key)
            for measure in chosen:
                measure(bench, server, key, lists)
    for measure in ALONE:
        if bench.wanted(measure.__name__):
            measure(bench)
    print(table_of(bench))
    if not bench.options.words and bench.options.contacts == FULL:
        (HERE / "last.md").write_text(table_of(bench))
    return 0 if all(met for *_, met in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
