#!/usr/bin/env python3
"""Measures the server on PostgreSQL, beside pgbench with the very statements that it sends.

    bench/postgres.py [WORD…] [--contacts N] [--seconds S]

The company is that of bench/run.py, brought by `rapport copy` into a cluster of its own in
build/bench/postgres, which stays there; it is durable, as a company's is. Prints the table and,
after a whole run at full size, writes it to bench/last_postgres.md.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "tests" / "postgres"))
import run  # noqa: E402
from cluster import SERVER_USER, Cluster  # noqa: E402
from rapport_server import Server, rapport  # noqa: E402

SCRIPTS = 4  # of pgbench, one for each id: each client prepares each of them
SETTINGS = ("shared_buffers=512MB", "effective_cache_size=4GB", "max_connections=200",
            "max_wal_size=4GB", "checkpoint_timeout=15min", "random_page_cost=1.1",
            "log_checkpoints=off")


class Kept(Cluster):
    """A cluster whose folder stays."""

    def __init__(self, folder: pathlib.Path):
        super().__init__(*SETTINGS)
        shutil.rmtree(self.folder)
        self.folder = folder

    def make(self) -> None:
        if not (self.folder / "data" / "PG_VERSION").exists():
            super().make()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")

    def __exit__(self, *_) -> None:
        self.stop()

    def run_program(self, *command: str) -> str:
        return subprocess.run([str(self.bin / command[0]), *command[1:]], check=True, text=True,
                              capture_output=True).stdout


class PostgresBench(run.Bench):
    def __init__(self, options, cluster: Kept):
        super().__init__(options)
        self.cluster = cluster

    def bring(self, contacts: int) -> pathlib.Path:
        """The data folder of the company, whose records are in the cluster."""
        source = self.company(contacts)
        name, data = f"c{contacts}", run.FOLDER / f"postgres-{contacts}"
        self.where = ("--database", self.cluster.address(name))
        if not (data / "copied").exists():
            shutil.rmtree(data, ignore_errors=True)
            subprocess.run([str(self.cluster.bin / "dropdb"), "--if-exists", "-h",
                            str(self.cluster.folder), "-U", "rapport", name], check=True)
            address = self.cluster.database(name)
            began = time.monotonic()
            rapport("copy", "--from", str(source), "--to", address, "--to-data", str(data),
                    timeout_s=3600)
            run.say(f"Copied in {time.monotonic() - began:.0f} s")
            self.cluster.run_program("vacuumdb", "-z", "-h", str(self.cluster.folder), "-U",
                                     "rapport", name)
            (data / "copied").touch()
        return data

    def statement(self, server: Server, key: str, path: str) -> tuple[str, list[str]]:
        """The statement that a request is answered with, and its values, as the server got it."""
        database = self.where[1].split("?")[0].split("/")[-1]

        def tell(duration: str) -> None:
            self.sql("ALTER SYSTEM SET log_min_duration_statement=" + duration)
            self.sql("SELECT pg_reload_conf()")
            time.sleep(1.5)
        log = self.cluster.folder / "log"
        tell("0")
        before = log.stat().st_size
        table = path.split("/")[1].split("?")[0]
        assert server.json(key, "GET", path)[0] == 200
        time.sleep(0.5)
        text = log.read_text("utf-8", "replace")[before:]
        tell("-1")
        found = [m for m in re.finditer(r"execute \w+: (SELECT .*?)\n(?=\d{4}-)"
                                        r"(?:[^\n]*?DETAIL:  parameters: ([^\n]*))?", text, re.S)
                 if f'FROM "{table}"' in m.group(1)]
        if not found:
            raise RuntimeError(f"{database}: no statement of {path} in {log}:\n{text[-3000:]}")
        return found[-1].group(1), re.findall(r"\$\d+ = ('(?:[^']|'')*'|NULL)",
                                              found[-1].group(2) or "")

    def sql(self, statement: str) -> None:
        self.cluster.run_program("psql", "-XqAtd", self.where[1], "-c", statement)

    def pgbench(self, statements: list[str], clients: int, seconds: float) -> dict:
        folder = run.FOLDER / "pgbench"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        files = []
        for n, statement in enumerate(statements):
            file = folder / f"{n}.sql"
            file.write_text(statement + ";\n")
            files += ["-f", str(file)]
        out = self.cluster.run_program(
            "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T",
            str(max(2, round(seconds))), *files, "-h", str(self.cluster.folder), "-U", "rapport",
            f"c{self.options.contacts}")
        return {"per_second": float(re.search(r"tps = ([\d.]+)", out).group(1)),
                "mean_ms": float(re.search(r"latency average = ([\d.]+)", out).group(1))}


def with_values(statement: str, values: list[str], replaced: dict[str, str]) -> str:
    """The statement with its values in it; `replaced`: those that another request has."""
    for n in range(len(values), 0, -1):
        value = replaced.get(values[n - 1], values[n - 1])
        statement = statement.replace(f"${n}", value)
    return statement


def measure_record(bench: PostgresBench, server: Server, key: str, lists: dict) -> None:
    ids = lists["ids"].read_text().split()[:SCRIPTS]
    statement, values = bench.statement(server, key, f"/contacts/{ids[0]}")
    scripts = [with_values(statement, values, {f"'{ids[0]}'": f"'{i}'"}) for i in ids]
    seconds = bench.options.seconds / 2
    rounds = [(bench.pgbench(scripts, 16, seconds)["per_second"],
               bench.load(server, key, lists, "record", 16, seconds)["per_second"])
              for _ in range(run.ROUNDS)]
    limit, own = (statistics.median(figures) for figures in zip(*rounds))
    share = statistics.median(own / limit for limit, own in rounds)
    bench.note("record by id, against pgbench with the same statement, 16 connections",
               f"{own:,.0f}/s of {limit:,.0f}/s = {share:.0%}, median of {run.ROUNDS}", "≥ 50 %",
               share >= 0.5)


def measure_page(bench: PostgresBench, server: Server, key: str, lists: dict) -> None:
    figures = [bench.load(server, key, lists, "list", 16, bench.options.seconds / 2)
               for _ in range(run.ROUNDS)]
    p99 = statistics.median(f["p99_ms"] for f in figures)
    rate = statistics.median(f["per_second"] for f in figures)
    bench.note("list of 50, filtered and sorted on an indexed field, 16 connections",
               f"p99 {p99:.1f} ms, {rate:,.0f}/s, median of {run.ROUNDS}", "p99 ≤ 15 ms",
               p99 <= 15)


ON_SERVER = [measure_record, measure_page, run.measure_contains, run.measure_search,
             run.measure_save, run.measure_create]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("words", nargs="*")
    options.add_argument("--contacts", type=int, default=run.FULL)
    options.add_argument("--seconds", type=float, default=10)
    chosen = options.parse_args()
    run.prepare(False)
    folder = run.FOLDER / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER)
    with Kept(folder) as cluster:
        bench = PostgresBench(chosen, cluster)
        data = bench.bring(chosen.contacts)
        key = bench.rep_key(data)
        with Server(data, *bench.where) as server:
            run.wait_until_idle(server)
            lists = bench.sample(server, key)
            for measure in ON_SERVER:
                if bench.wanted(measure.__name__):
                    measure(bench, server, key, lists)
    print(run.table_of(bench))
    if not chosen.words and chosen.contacts == run.FULL:
        (HERE / "last_postgres.md").write_text(run.table_of(bench))
    return 0 if all(met for *_, met in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
