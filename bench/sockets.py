#!/usr/bin/env python3
"""Measures what one node bears: 20,000 open live connections, and 2,000 requests a second beside.

    bench/sockets.py [--sockets N] [--rate N] [--seconds S] [--write-rate N] [--fresh]

200 people listen by API keys, and ask in an open loop; an administrator saves contacts meanwhile,
of which those are told who see them. Under tests/postgres/cluster.py the company is in PostgreSQL.
Prints the table and writes it to bench/last_sockets.md, or last_sockets_postgres.md, after a whole
run.
"""
import argparse
import datetime
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

from run import (BUILD, FOLDER, HERE, ROOT, machine, pages, prepare, say, table_of_rows,
                 wait_until_idle)
sys.path.insert(0, str(ROOT / "tests"))
from rapport_server import PASSWORD, POSTGRES, Server, make_database, rapport  # noqa: E402

FULL = 20_000
PEOPLE = 200
CONTACTS = 100_000
OTHER_FILES = 650     # what is no listener, on either side: files of the server, those who ask
CHECKED = 5           # saved contacts of which is asked who sees them
LIMIT_MS, LIMIT_MIB = 50, 2048


def company() -> pathlib.Path:
    """A seeded company, the keys of its people in keys.txt; the first is the administrator's."""
    data = FOLDER / ("sockets-postgres" if POSTGRES else "sockets")
    if POSTGRES:  # its cluster is a new one each time
        shutil.rmtree(data, ignore_errors=True)
    if not (data / "keys.txt").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        make_database(data)
        say(f"Seeding {CONTACTS:,} contacts in {data}")
        rapport("init", "--data", str(data), "--admin-email", "admin@example.com",
                "--admin-password", PASSWORD, "--language", "en")
        rapport("seed", "--data", str(data), "--contacts", str(CONTACTS), "--deals",
                str(CONTACTS // 5), "--activities", str(CONTACTS), "--users", str(PEOPLE),
                "--teams", "20", timeout_s=3600)
        emails = re.findall(r"\S+@\S+", rapport("user", "list", "--data", str(data)))
        emails.sort(key=lambda email: email != "admin@example.com")
        keys = [rapport("api-key", "create", "--data", str(data), "--user", email,
                        "--name", "bench").split()[-1] for email in emails[:PEOPLE + 1]]
        (data / "keys.txt").write_text("\n".join(keys) + "\n")
    return data


def figure_of(server: Server, name: str) -> float:
    """MiB of a line of the process's status."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / 1024


def cpu_s(server: Server) -> float:
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def sees(server: Server, key: str, contact: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", f"/api/v1/contacts/{contact}?fields=version",
                       headers={"Authorization": f"Bearer {key}"})
    status = connection.getresponse().status
    connection.close()
    return status == 200


def wrongly_told(server: Server, keys: list[str], sockets: int, writes: list) -> list[str]:
    """Saves of which another number of listeners was told than may see the record."""
    listeners = [sockets // len(keys) + (i < sockets % len(keys)) for i in range(len(keys))]
    wrong = []
    for name, told in writes[:: max(1, len(writes) // CHECKED)][:CHECKED]:
        expected = sum(count for key, count in zip(keys, listeners)
                       if sees(server, key, name.split("@")[0]))
        say(f"     {name}: told {told}, seen by {expected}")
        if told != expected:
            wrong.append(f"{name}: told {told}, seen by {expected}")
    return wrong


def measure(options, server: Server, data: pathlib.Path) -> list[tuple[str, str, str, bool]]:
    admin, *keys = (data / "keys.txt").read_text().split()
    # Those who ask are of one team, and ask for what all of them see.
    contacts = [item["id"] for item in pages(
        server, keys[0], "/contacts?limit=500&fields=id&sort=-created_at", 10)]
    asking = [key for key in keys
              if all(sees(server, key, contact)
                     for contact in contacts[::len(contacts) // CHECKED])]
    say(f"{len(asking)} people ask for {len(contacts):,} contacts")
    ids, people, askers = (FOLDER / f"{data.name}-{what}.txt"
                           for what in ("ids", "listening", "asking"))
    for file, lines in ((ids, contacts), (people, keys), (askers, asking)):
        file.write_text("\n".join(lines) + "\n")
    wait_until_idle(server)
    before, spent = figure_of(server, "VmRSS"), cpu_s(server)
    client = subprocess.Popen(
        [str(BUILD / "sockets"), "--port", str(server.port), "--keys", str(people),
         "--asking-keys", str(askers),
         "--sockets", str(options.sockets), "--requests", str(HERE / "requests/rep.txt"),
         "--rate", str(options.rate), "--seconds", str(options.seconds),
         "--writes", str(HERE / "requests/rep_saves.txt"), "--write-key", admin,
         "--write-rate", str(options.write_rate),
         "--list", f"ids={ids}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    opened = client.stderr.readline()
    if opened != "opened\n":
        raise RuntimeError(opened + client.stderr.read())
    idle, connecting = figure_of(server, "VmRSS"), cpu_s(server) - spent
    spent = cpu_s(server)
    if (asked := client.stderr.readline()) != "asked\n":
        raise RuntimeError(asked + client.stderr.read())
    busy, spent = figure_of(server, "VmHWM"), cpu_s(server) - spent
    output, errors = client.communicate(timeout=120)
    if client.returncode != 0:
        say(errors)
    found = json.loads(output)
    asked, told = found["requests"], found["told"]
    wrong = wrongly_told(server, keys, options.sockets, found["writes"])
    per_s = asked["count"] / options.seconds
    say(f"opened in {found['open_s']} s for {connecting:.1f} s of processor; most requests waiting "
        f"for a connection: {found['most_waiting']}")
    return [
        (f"{found['opened']:,} live connections, idle: resident memory",
         f"{idle:.0f} MiB ({before:.0f} before; {(idle - before) * 1024 / found['opened']:.1f} KiB "
         "each)", f"≤ {LIMIT_MIB:,} MiB", idle <= LIMIT_MIB),
        ("the same at its peak, with the requests below", f"{busy:.0f} MiB",
         f"≤ {LIMIT_MIB:,} MiB", busy <= LIMIT_MIB),
        (f"{options.rate:,.0f} requests a second beside them, due at fixed times: "
         f"{options.write_rate:g} saves a second, the rest reads",
         f"p50 {asked['p50_ms']} ms, p95 {asked['p95_ms']} ms, p99 {asked['p99_ms']} ms, "
         f"max {asked['max_ms']:.0f} ms; {per_s:,.0f}/s, {found['failed']} failed",
         f"p99 ≤ {LIMIT_MS} ms", asked["p99_ms"] <= LIMIT_MS and not found["failed"]
         and per_s >= 0.99 * options.rate),
        ("from the answer to a save until the last who may see it is told",
         f"p50 {told['p50_ms']:.0f} ms, p95 {told['p95_ms']:.0f} ms, max {told['max_ms']:.0f} ms; "
         f"{found['messages']:,} messages", "p95 ≤ 1,000 ms", told["p95_ms"] <= 1000),
        ("listeners that were closed on", str(found["closed"]), "0", not found["closed"]),
        (f"saves of which nobody was told; of {CHECKED} told to others than see it",
         f"{found['untold']}; {len(wrong)}", "0; 0", not found["untold"] and not wrong),
        ("of the processors: the server; the client beside it",
         f"{spent / found['ran_s'] / os.cpu_count():.0%}; "
         f"{found['client_cpu'] / os.cpu_count():.0%}", "none", True)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sockets", type=int, default=FULL)
    parser.add_argument("--rate", type=float, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--write-rate", type=float, default=5)
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    prepare(options.fresh)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = hard - OTHER_FILES if hard != resource.RLIM_INFINITY else options.sockets
    if most < options.sockets:
        say(f"Here a process may have {hard:,} files open: {most:,} connections instead of "
            f"{options.sockets:,}")
        options.sockets = most
    data = company()
    with Server(data) as server:
        rows = measure(options, server, data)
    engine = "PostgreSQL" if POSTGRES else "SQLite"
    text = (f"# Last figures of live connections, {engine}\n\n{datetime.date.today().isoformat()}, "
            f"{machine()}; server and client on the same machine, {options.seconds:g} s.\n"
            f"{CONTACTS:,} contacts; {PEOPLE} people in 20 teams. A process may have {hard:,} "
            f"files open.\n\n" + table_of_rows(rows))
    print(text)
    if options.seconds >= 60 and options.sockets >= FULL * 0.95:
        name = "last_sockets_postgres.md" if POSTGRES else "last_sockets.md"
        (HERE / name).write_text(text)
    return 0 if all(met for *_, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
