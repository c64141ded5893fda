#!/usr/bin/env python3
"""Runs the suites of ./test: builds what they need, runs them side by side, counts.

    tools/suites.py [--full] [WORD…] | --list

A suite is a command whose last line of the form `N passed, N failed` is its result; one that says
nothing of the kind, or exits badly without a failure, counts as one failure.
"""
import collections
import dataclasses
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "logs"
AT_ONCE = 2    # suites that work
WAITING = 1    # those that wait most of their time, beside them
RESULT = re.compile(r"^(\d+) passed, (\d+) failed$", re.M)
GTEST_RAN = re.compile(r"^\[==========\] (\d+) tests? from", re.M)
GTEST_FAILED = re.compile(r"^\[  FAILED  \] \d+ tests?, listed below|^ *(\d+) FAILED TESTS?", re.M)
PYTHON_RAN = re.compile(r"^Ran (\d+) tests?", re.M)
PYTHON_FAILED = re.compile(r"(?:failures|errors)=(\d+)")
FAILURE = re.compile(r"^\[  FAILED  \] |^.*: Failure$|^(?:FAIL|ERROR): |^ +\d+\) |^not ok ", re.M)
NODE_COUNTS = re.compile(r"^\s*Tests\s+(.*)$|^\s+(\d+) (passed|failed|flaky|did not run)", re.M)


@dataclasses.dataclass(frozen=True)
class Suite:
    """A command of the proof. `needs`: web, node (packages of tests/), and targets of the build;
    `slow` ones start first; `waits`: for time to go by, more than for a processor."""
    name: str
    command: tuple[str, ...]
    needs: frozenset = frozenset()
    folder: str = "."
    slow: bool = False
    waits: bool = False
    counted: bool = True   # whether it tells how many passed; else its exit code is all
    timeout_s: int = 600


def python_suite(name: str, *command: str, needs: str = "", slow: bool = False,
                 waits: bool = False) -> Suite:
    return Suite(name, (sys.executable, *command), frozenset(needs.split()), slow=slow,
                 waits=waits)


# Of people, in Chromium.
JOURNEYS = ("npx", "playwright", "test", "--reporter=list")

# What both engines of storage are tested on.
ON_POSTGRES = ("storage",)


def unit_suites() -> list[Suite]:
    """One for each folder of server/ that has tests: the executables that CMake makes of them."""
    rooms = sorted({p.relative_to(ROOT / "server").parts[0]
                    for p in (ROOT / "server").rglob("*_test.cpp")})
    def command(room: str) -> tuple[str, ...]:
        cluster = (sys.executable, "tests/postgres/cluster.py") if room in ON_POSTGRES else ()
        return (*cluster, f"build/{room}_tests")
    return [Suite(f"unit-{room}", command(room), frozenset({f"{room}_tests"})) for room in rooms]


def on_postgres(name: str, script: str, needs: str = "rapport web", waits: bool = True) -> Suite:
    """A suite once more, with its companies in a cluster of PostgreSQL of its own."""
    return python_suite(f"{name}-postgres", "tests/postgres/cluster.py", sys.executable, "-W",
                        "ignore", script, needs=needs, slow=True, waits=waits)


def all_suites() -> list[Suite]:
    return [
        Suite("web-e2e", JOURNEYS, frozenset({"rapport", "web"}), "web", slow=True, timeout_s=1900),
        python_suite("api", "tests/api/run.py", needs="rapport web", slow=True),
        on_postgres("api", "tests/api/run.py", waits=False),
        python_suite("crash", "tests/crash/run.py", needs="rapport web", slow=True),
        on_postgres("crash", "tests/crash/run.py"),
        Suite("web-unit", ("npx", "vitest", "run"), frozenset({"web"}), "web", slow=True),
        python_suite("attacks", "tests/attacks/run.py", needs="rapport web", slow=True),
        on_postgres("attacks", "tests/attacks/run.py", waits=False),
        python_suite("command-line", "tests/command_line/run.py", needs="rapport web"),
        on_postgres("command-line", "tests/command_line/run.py"),
        python_suite("customisation", "tests/customisation/run.py", needs="rapport web"),
        on_postgres("customisation", "tests/customisation/run.py"),
        python_suite("live", "tests/live/run.py", needs="rapport web", waits=True),
        on_postgres("live", "tests/live/run.py"),
        python_suite("openapi", "tests/openapi/run.py", needs="rapport web node"),
        python_suite("signin", "tests/signin/run.py", needs="rapport web", waits=True),
        on_postgres("signin", "tests/signin/run.py"),
        python_suite("people", "tests/signin/people.py", needs="rapport web"),
        on_postgres("people", "tests/signin/people.py"),
        python_suite("directory", "tests/signin/directory.py", needs="rapport web", waits=True),
        on_postgres("directory", "tests/signin/directory.py"),
        python_suite("provider", "tests/signin/provider.py", needs="rapport web node", waits=True),
        on_postgres("provider", "tests/signin/provider.py", needs="rapport web node"),
        python_suite("audit", "tests/audit/run.py", needs="rapport web"),
        on_postgres("audit", "tests/audit/run.py"),
        python_suite("nodes", "tests/postgres/cluster.py", sys.executable, "-W", "ignore",
                     "tests/nodes/run.py", needs="rapport web", slow=True, waits=True),
        python_suite("fail-over", "-W", "ignore", "tests/nodes/failover.py", needs="rapport web",
                     slow=True, waits=True),
        python_suite("package", "tests/package/run.py", needs="rapport web"),
        python_suite("copy", "tests/backup/copy_test.py", needs="rapport web", slow=True),
        python_suite("backup", "tests/backup/run.py", needs="rapport web", slow=True),
        python_suite("moments", "tests/moments/run.py", needs="rapport web", slow=True, waits=True),
        python_suite("files", "tests/files/run.py", needs="rapport web node", slow=True),
        python_suite("files-moved", "tests/files/moves.py", needs="rapport web node", slow=True),
        python_suite("restart", "tests/restart/run.py", needs="rapport web", waits=True),
        python_suite("upgrade", "tests/upgrade/run.py", needs="rapport web", slow=True),
        python_suite("webhooks", "tests/webhooks/run.py", needs="rapport web node", waits=True),
        on_postgres("webhooks", "tests/webhooks/run.py", needs="rapport web node"),
        *unit_suites(),
        python_suite("tidy", "tools/tidy.py"),
        Suite("entities", (sys.executable, "tools/check_entities.py"), counted=False),
        python_suite("tools", "-m", "unittest", "discover", "-s", "tools", "-p", "*_test.py"),
        python_suite("api-runner", "tests/api/run_test.py"),
    ]


def full_suites() -> list[Suite]:
    """What takes long and needs packages of its own: only with --full."""
    return [
        Suite("web-e2e-postgres", (sys.executable, "../tests/postgres/cluster.py", *JOURNEYS),
              frozenset({"rapport", "web"}), "web", slow=True, timeout_s=1900),
        Suite("fuzz", (sys.executable, "tools/fuzz.py", "--seconds", "60"), slow=True,
              timeout_s=5400),
        Suite("scan", (sys.executable, "tests/scan/run.py"), frozenset({"rapport", "web"}),
              slow=True, timeout_s=1800),
    ]


def counts(output: str, exit_code: int) -> tuple[int, int]:
    """(passed, failed) of a suite's output, whichever test program wrote it."""
    passed, failed = 0, 0
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    if results := RESULT.findall(plain):
        passed, failed = (int(n) for n in results[-1])
    elif ran := GTEST_RAN.findall(plain):
        failed = sum(int(n or 0) for n in GTEST_FAILED.findall(plain))
        passed = int(ran[-1]) - failed
    elif ran := PYTHON_RAN.search(plain):
        failed = sum(int(n) for n in PYTHON_FAILED.findall(plain))
        passed = int(ran.group(1)) - failed
    else:
        passed, failed = node_counts(plain)
    if failed == 0 and (exit_code != 0 or passed == 0):
        failed = 1
    return passed, failed


def node_counts(plain: str) -> tuple[int, int]:
    """Of vitest (`Tests  2 failed | 7 passed (9)`) and Playwright (`  7 passed (22.6s)`)."""
    passed, failed = 0, 0
    for line, number, word in NODE_COUNTS.findall(plain):
        for count, what in re.findall(r"(\d+) (passed|failed)", line) + [(number, word)]:
            passed += int(count or 0) if what == "passed" else 0
            failed += int(count or 0) if what in ("failed", "flaky", "did not run") else 0
    return passed, failed


@dataclasses.dataclass(frozen=True)
class Outcome:
    suite: Suite
    passed: int
    failed: int
    seconds: float
    processor_s: float   # of what it started and waited for
    output: str


def run_suite(suite: Suite) -> Outcome:
    started = time.monotonic()
    log = LOGS / f"test-{suite.name}.log"
    with log.open("wb") as out:
        child = subprocess.Popen(suite.command, cwd=ROOT / suite.folder, stdout=out, stderr=out,
                                 stdin=subprocess.DEVNULL, start_new_session=True)
        too_long = threading.Timer(suite.timeout_s, os.killpg, (child.pid, signal.SIGKILL))
        too_long.start()
        _, status, usage = os.wait4(child.pid, 0)
        too_long.cancel()
        child.returncode = exit_code = os.waitstatus_to_exitcode(status)
        if exit_code == -signal.SIGKILL:
            out.write(f"\nStopped; it may take {suite.timeout_s} s\n".encode())
    output = log.read_text("utf-8", "replace")
    passed, failed = counts(output, exit_code) if suite.counted else \
        (int(exit_code == 0), int(exit_code != 0))
    return Outcome(suite, passed, failed, time.monotonic() - started,
                   usage.ru_utime + usage.ru_stime, output)


def run_all(suites: list[Suite], run: Callable[[Suite], Outcome] = run_suite) -> Iterator[Outcome]:
    """Side by side, each outcome as it is there. Beside suites that work goes one that waits; what
    is left of those is taken up when no work is left."""
    works = collections.deque(suite for suite in suites if not suite.waits)
    waits = collections.deque(suite for suite in suites if suite.waits)
    taking, outcomes = threading.Lock(), queue.SimpleQueue()

    def lane(*sources: collections.deque) -> None:
        while True:
            with taking:
                suite = next((source.popleft() for source in sources if source), None)
            if suite is None:
                return
            try:
                outcomes.put(run(suite))
            except Exception as error:  # pylint: disable=broad-except
                outcomes.put(error)

    for sources in AT_ONCE * [(works, waits)] + WAITING * [(waits,)]:
        threading.Thread(target=lane, args=sources, daemon=True).start()
    for _ in suites:
        done = outcomes.get()
        if isinstance(done, Exception):
            raise done
        yield done


def setup(*calls: str) -> subprocess.Popen:
    """Starts functions of tools/setup.sh, one after another."""
    script = "set -euo pipefail; root=$1; . tools/setup.sh; " + "; ".join(calls)
    return subprocess.Popen(["bash", "-c", script, "setup", str(ROOT)], cwd=ROOT)


def build(needs: set[str]) -> bool:
    """The web and the server's tests side by side, then the executable, which carries the web."""
    side_by_side = []
    if needs & {"web", "node"}:
        packages = ["install_node_packages tests"] if "node" in needs else []
        side_by_side.append(setup("build_web", *packages))
    if tests := sorted(needs - {"web", "node", "rapport"}):
        side_by_side.append(setup("build_server " + " ".join(tests)))
    if any([child.wait() for child in side_by_side]):
        return False
    return "rapport" not in needs or setup("build_server rapport").wait() == 0


def choose(words: list[str], full: bool = False) -> list[Suite]:
    suites = all_suites() + (full_suites() if full else [])
    chosen = [s for s in suites if not words or any(word in s.name for word in words)]
    return sorted(chosen, key=lambda s: not s.slow)


def report(done: Outcome) -> None:
    mark = "FAIL" if done.failed else "ok"
    busy = f"{100 * done.processor_s / done.seconds:.0f} %"
    print(f"{mark:4} {done.suite.name:16} {done.passed:5} passed {done.failed:4} failed "
          f"{done.seconds:7.1f} s {busy:>6} of a processor", flush=True)
    if done.failed:
        print("\n".join(f"     | {line}" for line in telling_lines(done.output)), flush=True)


def telling_lines(output: str) -> list[str]:
    """The failures with what stands around them, and the end."""
    lines = output.rstrip().split("\n")
    told = set(range(max(0, len(lines) - 20), len(lines)))
    for at, line in enumerate(lines):
        if FAILURE.match(line) and len(told) < 200:
            told.update(range(max(0, at - 3), min(len(lines), at + 12)))
    return [lines[at] for at in sorted(told)]


def main() -> int:
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    suites = choose(words, full="--full" in sys.argv)
    if "--list" in sys.argv:
        print("\n".join(sorted(s.name for s in suites)))
        return 0
    LOGS.mkdir(parents=True, exist_ok=True)
    passed, failed = 0, 0
    if not suites:
        print("No suite has such a name; ./test --list names them")
        failed = 1
    if not build(set().union(*(s.needs for s in suites))):
        print("The build failed")
        failed, suites = 1, []
    os.environ["PATH"] = f"{ROOT}/web/node_modules/.bin:{os.environ['PATH']}"
    for done in run_all(suites):
        report(done)
        passed, failed = passed + done.passed, failed + done.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
