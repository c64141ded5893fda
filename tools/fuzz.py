#!/usr/bin/env python3
"""Builds the fuzzing targets of tests/fuzz by clang, with ASan and UBSan, and runs them.

    tools/fuzz.py [--minutes N] [--seconds N] [TARGET…]     all of them, a minute each
    tools/fuzz.py --again FILE                              one kept input, TARGET-….bin

Seeds are those of tests/fuzz/seeds and, where it lies beside the project, ../shared/data. What the
runs find on their way is kept in build-fuzz/corpus, what breaks a target in build-fuzz/found as
TARGET-….bin; each becomes a unit test. Ends on `N passed, N failed`.
"""
import argparse
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-fuzz"
SEEDS = ROOT / "tests/fuzz/seeds"
SHARED = ROOT.parent / "shared/data"
# Files of others that are a beginning: target → patterns under shared/data.
OUTSIDE = {
    "csv": ["tabular/csv_spectrum/**/*.csv", "tabular/csv_cp1251/**/*.csv",
            "tabular/maven_crm/**/products.csv"],
    "vcard": ["vcard_ical/ezvcard/**/*.vcf"],
    "xlsx": ["xlsx/**/*.xlsx"],
}
LARGEST_SEED = 64 * 1024
LONGEST_INPUT = {"xlsx": 65536, "csv": 16384, "vcard": 16384, "http_request": 4096}
SLOWEST_S = 60     # one input; a machine that is shared may stand still for a while
MEMORY_MB = 2048
STATUS = re.compile(r"cov: (\d+) ft: (\d+)")
EXECUTIONS = re.compile(r"stat::number_of_executed_units: (\d+)")


@dataclasses.dataclass
class Outcome:
    target: str
    executions: int
    edges: int
    features: int
    seconds: float
    found: list[pathlib.Path]


def targets() -> list[str]:
    return sorted(file.stem for file in (ROOT / "tests/fuzz").glob("*.cpp"))


def build(names: list[str]) -> None:
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "fuzz"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", str(BUILD), "-j2", *(f"fuzz_{name}" for name in names)],
                   check=True, stdout=subprocess.DEVNULL)


def seed(target: str) -> pathlib.Path:
    """The folder of the target's corpus, with the seeds in it."""
    corpus = BUILD / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    files = list((SEEDS / target).glob("*")) if (SEEDS / target).exists() else []
    for pattern in OUTSIDE.get(target, []):
        files += [f for f in SHARED.glob(pattern) if f.stat().st_size <= LARGEST_SEED]
    for number, file in enumerate(sorted(files)):
        shutil.copyfile(file, corpus / f"seed-{number}")
    return corpus


def run(target: str, seconds: int) -> Outcome:
    found = BUILD / "found"
    found.mkdir(exist_ok=True)
    before = set(found.iterdir())
    log = BUILD / f"fuzz-{target}.log"
    began = time.monotonic()
    with log.open("wb") as out:
        subprocess.run(
            [str(BUILD / f"fuzz_{target}"), f"-max_total_time={seconds}", "-print_final_stats=1",
             f"-artifact_prefix={found}/{target}-", f"-timeout={SLOWEST_S}",
             f"-report_slow_units={SLOWEST_S}",
             f"-rss_limit_mb={MEMORY_MB}", f"-max_len={LONGEST_INPUT.get(target, 4096)}",
             *dictionary(target), str(seed(target))],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False,
            timeout=seconds + 300)
    text = log.read_text("utf-8", "replace")
    last = STATUS.findall(text)[-1:] or [("0", "0")]
    executions = EXECUTIONS.search(text)
    return Outcome(target, int(executions[1]) if executions else 0, int(last[0][0]),
                   int(last[0][1]), time.monotonic() - began,
                   sorted(set(found.iterdir()) - before))


def dictionary(target: str) -> list[str]:
    words = SEEDS / f"{target}.dict"
    return [f"-dict={words}"] if words.exists() else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--again", type=pathlib.Path)
    parser.add_argument("target", nargs="*")
    asked = parser.parse_args()
    if asked.again:
        name = asked.again.name.split("-")[0]
        build([name])
        return subprocess.run([str(BUILD / f"fuzz_{name}"), str(asked.again)],
                              check=False).returncode
    names = asked.target or targets()
    if unknown := set(names) - set(targets()):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(targets())}")
    build(names)
    seconds = asked.seconds or round(asked.minutes * 60) or 60
    passed = failed = 0
    for name in names:
        outcome = run(name, seconds)
        clean = outcome.executions > 0 and not outcome.found
        passed, failed = passed + clean, failed + (not clean)
        print(f"{name:14} {outcome.executions:10} executions {outcome.edges:6} edges "
              f"{outcome.features:7} features {outcome.seconds:7.0f} s"
              + "".join(f"\n  broken by {file}" for file in outcome.found), flush=True)
        if not clean and not outcome.found:
            print(f"  did not run: {BUILD}/fuzz-{name}.log")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
