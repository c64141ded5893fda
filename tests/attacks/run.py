#!/usr/bin/env python3
"""Attacks the real server, by tables made of its own contract and metadata.

    tests/attacks/run.py [WORD…]     only the tables whose name contains one of the words

A route, field or entity that is new is in the tables at once; one that they do not know how to
attack fails. Ends on `N passed, N failed`.
"""
import concurrent.futures
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
import assigned  # noqa: E402
import besieged  # noqa: E402
import foreign  # noqa: E402
import forged  # noqa: E402
import hidden  # noqa: E402
import injected  # noqa: E402
import outbound  # noqa: E402
import papers  # noqa: E402
import report  # noqa: E402
import scripted  # noqa: E402
from rapport_server import Company, Server  # noqa: E402
from target import COMPANY_USERS  # noqa: E402

AT_ONCE = 2
TABLES = {table.__name__: table.run for table in (
    foreign, hidden, assigned, forged, injected, scripted, outbound, papers, besieged)}


class Score:
    """What held, and what did not."""

    def __init__(self):
        self.passed, self.failures = 0, []

    def check(self, good: bool, what: str) -> bool:
        if good:
            self.passed += 1
        elif len(self.failures) < 300:
            self.failures.append(what[:900])
        return good


def play(company: Company, name: str, table) -> Score:
    """One table against a server of its own."""
    score, began = Score(), time.monotonic()
    try:
        with Server(company.copy(name)) as server:
            table(company, server, score)
            score.check(server.process.poll() is None, f"{name}: the server is dead")
    except Exception as error:  # noqa: BLE001 - one table's failure is not the others'
        score.check(False, f"{name}: {type(error).__name__}: {error}")
    print(f"{name}: {score.passed} in {time.monotonic() - began:.1f} s", flush=True)
    return score


def main() -> int:
    words = sys.argv[1:]
    chosen = {name: table for name, table in TABLES.items()
              if not words or any(word in name for word in words)}
    company = Company(COMPANY_USERS)
    try:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            scores = list(pool.map(lambda name: play(company, name, chosen[name]), chosen))
    finally:
        company.remove()
    failures = [failure for score in scores for failure in score.failures]
    if not words:
        failures += report.problems()
    passed = sum(score.passed for score in scores)
    print("\n".join(failures))
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
