#!/usr/bin/env python3
"""Measures what the product promises of its screens, in headless Chromium, as a rep with the rights
of two teams. What each figure means is written in bench/README.md.

    bench/screens.py [WORD…] [--contacts N] [--runs N]

Without a word all measures; with words those whose name contains one. Uses the companies of
bench/run.py in build/bench/. Prints the table and, after a whole run at full size, writes it to
bench/last_screens.md.
"""
import argparse
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import urllib.parse

from run import BUILD, FOLDER, FULL, HERE, ROOT, Bench, machine, say, table_of_rows, wait_until_idle
from rapport_server import Server, rapport

# Sees the records of two teams: of the deals of a company of full size 20,000.
REP, REP_PASSWORD = "screens@example.com", "rapport-seed"

# Name in screens.mjs, words, limit, unit. Of frames more is better, of all else less.
MEASURES = [
    ("cold", "rows of the contact list from navigation, a browser never here before", 1000, "ms"),
    ("warm", "the same, visited before", 400, "ms"),
    ("record", "row click to complete record", 150, "ms"),
    ("board", "kanban of {deals:,} deals, with count and sum of every column", 500, "ms"),
    ("drop", "drop of a card to confirmed", 60, "ms"),
    ("search", "search while typing, the slowest key of a word", 100, "ms"),
    ("narrow", "the same in the search box of a list", 100, "ms"),
    ("save", "save of a contact with the check for duplicates, to its page", 120, "ms"),
    ("sort", "sort by another column", 100, "ms"),
    ("scroll", "scrolling the table, 60 px a frame for 4 s", 50, "frames/s"),
    ("heap", "JS heap after the tour", 40, "MB"),
]


def add_rep(data) -> str:
    """Adds the rep to a company that has none; a key of its administrator."""
    if REP not in rapport("user", "list", "--data", str(data)):
        rapport("user", "add", "--data", str(data), "--email", REP, "--name", "Screens",
                "--role", "manager", "--password", REP_PASSWORD)
    return rapport("api-key", "create", "--data", str(data), "--user", "admin@example.com",
                   "--name", "screens").split()[-1]


def give_teams(server: Server, key: str) -> None:
    """Makes the rep one of two of the seeded teams."""
    wanted_rep = urllib.parse.quote(json.dumps({"field": "email", "op": "eq", "value": REP}))
    _, users = server.json(key, "GET", f"/users?filter={wanted_rep}")
    _, teams = server.json(key, "GET", "/teams?limit=2&sort=-created_at")
    status, answer = server.json(key, "PATCH", f"/users/{users['items'][0]['id']}",
                                 {"teams": [team["id"] for team in teams["items"]]})
    if status != 200:
        raise RuntimeError(f"the rep has got no teams: {answer}")


def wanted(bench: Bench) -> list[tuple]:
    return [m for m in MEASURES if bench.wanted(m[0])]


def drive(bench: Bench, server: Server, names: list[str]) -> dict:
    """What screens.mjs has found: {measure: [value of each run]}, and foreign addresses asked."""
    request = {"url": f"http://127.0.0.1:{server.port}", "email": REP, "password": REP_PASSWORD,
               "runs": bench.options.runs, "wanted": names}
    path = f"{ROOT}/web/node_modules/.bin:{os.environ['PATH']}"
    done = subprocess.run(["node", str(HERE / "screens.mjs"), json.dumps(request)], text=True,
                          stdout=subprocess.PIPE, env={**os.environ, "PATH": path}, check=False)
    if done.returncode != 0:
        raise RuntimeError("the browser could not walk through the screens")
    return json.loads(done.stdout.strip().split("\n")[-1])


def note(bench: Bench, measure: tuple, values: list[float], deals: int) -> None:
    name, words, limit, unit = measure
    sign = "≥" if name == "scroll" else "≤"
    if not values:
        bench.note(words.format(deals=deals), "failed", f"{sign} {limit:,} {unit}", False)
        return
    value = statistics.median(values)
    met = value >= limit if name == "scroll" else value <= limit
    digits = 1 if unit == "MB" else 0
    spread = f" ({min(values):.0f} … {max(values):.0f})" if len(values) > 1 else ""
    bench.note(words.format(deals=deals), f"{value:,.{digits}f} {unit}{spread}",
               f"{sign} {limit:,} {unit}", met)


def deals_in_sight(server: Server, key: str) -> int:
    _, answer = server.json(key, "POST", "/deals/aggregate", {"measures": []})
    return answer["groups"][0]["count"]


def measure_weights(bench: Bench) -> None:
    """What a browser must load, as the build's own check prints it."""
    path = f"{ROOT}/web/node_modules/.bin:{os.environ['PATH']}"
    done = subprocess.run(["node", "tools/budget.mjs"], cwd=ROOT / "web", text=True,
                          stdout=subprocess.PIPE, env={**os.environ, "PATH": path}, check=False)
    for state, name, size, limit in re.findall(r"^(ok|TOO BIG) +(.*): ([\d.]+) of ([\d.]+) KB$",
                                               done.stdout, re.M):
        bench.note(f"{name}, gzip", f"{float(size):,.1f} KB", f"≤ {limit} KB", state == "ok")


def table_of(bench: Bench) -> str:
    contacts = bench.options.contacts
    lines = ["# Last figures of the screens", "",
             f"{datetime.date.today().isoformat()}, {machine()}; server and browser on the same "
             f"machine, software rendering, medians of {bench.options.runs}.",
             f"{contacts:,} contacts; a rep with the rights of two teams.", ""]
    return "\n".join(lines) + "\n" + table_of_rows(bench.rows)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("words", nargs="*")
    options.add_argument("--contacts", type=int, default=FULL)
    options.add_argument("--runs", type=int, default=5)
    bench = Bench(options.parse_args())
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ninja", "-C", str(BUILD), "rapport"], check=True, stdout=subprocess.DEVNULL)
    if measures := wanted(bench):
        data = bench.company(bench.options.contacts)
        administrator = add_rep(data)
        key = rapport("api-key", "create", "--data", str(data), "--user", REP,
                      "--name", "screens").split()[-1]
        with Server(data) as server:
            give_teams(server, administrator)
            wait_until_idle(server)
            deals = deals_in_sight(server, key)
            found = drive(bench, server, [name for name, *_ in measures])
        for measure in measures:
            note(bench, measure, found[measure[0]], deals)
        foreign = found["foreign"]
        bench.note("requests to any other origin, in all of the above",
                   ", ".join(foreign) or "none", "none", not foreign)
    if bench.wanted("weights"):
        measure_weights(bench)
    print(table_of(bench))
    if not bench.options.words and bench.options.contacts == FULL:
        (HERE / "last_screens.md").write_text(table_of(bench))
    return 0 if all(met for *_, met in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
