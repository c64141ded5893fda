#!/usr/bin/env python3
"""Checks the rules of the house that a program can check: CONTRIBUTING.md, "Rules of the house".

    tools/tidy.py [PATH…]      files or folders; without, the whole project

Prints `file:line: message` for each breach, then `N passed, N failed` counted in files.
A data table is exempt from the limits of size from the line marked `tidy: table` to the closing
bracket of what opens on that line or the next.
"""
import pathlib
import re
import subprocess
import sys

from tidy_cpp import blank_comments_and_strings, functions, matching_close

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = "tidy: " + "table"

ROOM_ORDER = ["base", "outbound", "files", "schema", "storage", "jobs", "audit", "access",
              "records", "(feature)", "http", "app"]
HEADERS_AT_HOME = [
    (r"sqlite3\.h", ["server/storage/sqlite/"]),
    (r"libpq-fe\.h", ["server/storage/postgres/"]),
    (r"curl/.*", ["server/outbound/"]),
    (r"boost/(beast|asio)\b.*", ["server/http/", "server/mail/", "server/telephony/"]),
]
CATCH_ALL_HOMES = ["server/http/dispatch.cpp", "server/jobs/runner.cpp", "server/main.cpp"]
# What reaches out of the program, and the files that may.
HOMES = [
    ("a clock", r"\bchrono::(system|steady|high_resolution)_clock\b|\bclock_gettime\b"
     r"|\bgettimeofday\b|(?<![\w.:>])(?:std::)?time\s*\((nullptr|NULL|0|&)",
     ["server/base/clock.cpp", "server/http/transport/loop."]),
    ("a source of randomness", r"\brandom_device\b|\bgetrandom\b|\brandombytes_\w+|\bmt19937"
     r"|(?<![\w.:>])(?:std::)?s?rand\s*\(", ["server/base/clock.cpp"]),
    ("the environment", r"\b(secure_)?getenv\b", ["server/app/", "server/main.cpp",
     "server/storage/test_engine."]),
    ("a thread", r"\bstd::j?thread\b(?!::)|\bpthread_create\b|\bstd::async\b",
     ["server/http/transport/loop.", "server/http/transport/worker_pool.",
      "server/app/follower.", "server/storage/postgres/neighbours.",
      "server/storage/postgres/replicas.", "server/imports/read_ahead.",
      "server/backup/format/belt.", "server/backup/moments/keeper.",
      "server/storage/group_commit.", "server/storage/sqlite/checkpointer.",
      "server/jobs/runner.", "server/webhooks/sender.", "server/outbound/socket."]),
]
BAD_WORDS = {"manager", "managers", "helper", "helpers", "util", "utils", "processor", "processors",
             "data", "info"}
BAD_WORDS_WEB = BAD_WORDS - {"data", "info"}
LEFTOVER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
CODE = {".h", ".cpp", ".ts", ".tsx", ".mjs", ".css", ".py", ".sh"}
MAX_LINES = {".h": 500, ".cpp": 500, ".py": 500, ".ts": 300, ".tsx": 300}
MAX_COLUMNS = 100
MAX_FUNCTION_LINES = 70
MAX_STEMS_IN_FOLDER = 15


def words_of(name: str) -> set[str]:
    """The words of a PascalCase or snake_case name, in lower case."""
    return {w.lower() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


class Source:
    """A file: its text, its code with comments and strings blanked, its exempt lines."""

    def __init__(self, path: str, text: str):
        self.path, self.text = path, text
        self.suffix = pathlib.PurePath(path).suffix
        self.lines = text.split("\n")
        if self.lines and self.lines[-1] == "":
            self.lines.pop()
        c_like = self.suffix in {".h", ".cpp"}
        self.code = blank_comments_and_strings(text) if c_like else text
        self.exempt = self.table_lines()

    def table_lines(self) -> set[int]:
        exempt: set[int] = set()
        offset = 0
        for number, line in enumerate(self.lines, 1):
            if TABLE in line and self.suffix != ".py":
                end = self.end_of_table(offset, offset + len(line))
                exempt |= set(range(number, self.code.count("\n", 0, end) + 2))
            offset += len(line) + 1
        return exempt

    def end_of_table(self, start: int, end_of_line: int) -> int:
        """Where what opens on the line, or else after it, closes."""
        for opening in re.compile(r"[{(]").finditer(self.code, start):
            end = matching_close(self.code, opening.start())
            if end > end_of_line:
                return end
        return end_of_line

    def line_at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def is_test(self) -> bool:
        return self.path.endswith("_test.cpp") or not self.path.startswith("server/")


def check_size(source: Source):
    limit = MAX_LINES.get(source.suffix)
    counted = len(source.lines) - len(source.exempt)
    if limit and counted > limit:
        yield limit + 1, f"file has {counted} lines, at most {limit}"
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_COLUMNS and number not in source.exempt and source.suffix in MAX_LINES:
            yield number, f"line has {len(line)} columns, at most {MAX_COLUMNS}"


def check_leftovers(source: Source):
    for number, line in enumerate(source.lines, 1):
        if LEFTOVER.search(line):
            yield number, f"left-over: {LEFTOVER.search(line).group(0)}"


def check_functions(source: Source):
    if source.suffix not in {".h", ".cpp"}:
        return
    for name, first, last in functions(source.code):
        counted = len(set(range(first, last + 1)) - source.exempt)
        if counted > MAX_FUNCTION_LINES:
            yield first, f"function {name} has {counted} lines, at most {MAX_FUNCTION_LINES}"


def check_header_opening(source: Source):
    if source.suffix != ".h":
        return
    opening = 0
    while opening < len(source.lines) and source.lines[opening].startswith("//"):
        opening += 1
    if not 2 <= opening <= 6:
        yield 1, f"a header opens with 2 to 6 lines of comment, here {opening}"


def check_names(source: Source):
    stem = pathlib.PurePath(source.path).name.split(".")[0]
    in_web = source.path.startswith("web/")
    bad_words = BAD_WORDS_WEB if in_web else BAD_WORDS
    for word in sorted(words_of(stem) & bad_words):
        yield 1, f"file name says nothing: {word}"
    declared = r"\b(?:class|struct|interface|enum class)\s+([A-Z]\w*)\s*(?:final\s*)?[{:<]"
    if source.suffix in {".h", ".cpp", ".ts", ".tsx"}:
        for found in re.finditer(declared, source.code):
            for word in sorted(words_of(found.group(1)) & bad_words):
                yield source.line_at(found.start()), f"name {found.group(1)} says nothing: {word}"


def room_of(path: str) -> str | None:
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "server" else None


def check_includes(source: Source):
    room = room_of(source.path)
    if source.suffix not in {".h", ".cpp"} or not source.path.startswith("server/"):
        return
    for number, line in enumerate(source.lines, 1):
        found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if not found:
            continue
        target = found.group(1)
        for header, homes in HEADERS_AT_HOME:
            if re.fullmatch(header, target) and not source.path.startswith(tuple(homes)):
                yield number, f"<{target}> only under {', '.join(homes)}"
        if room and '"' in line and "/" in target:
            yield from check_direction(number, room, target.split("/")[0])


def check_direction(number: int, room: str, target: str):
    def rank(name: str) -> int:
        return ROOM_ORDER.index(name if name in ROOM_ORDER else "(feature)")
    if target == room:
        return
    if rank(target) > rank(room):
        yield number, f"{room}/ may not include {target}/: it lies to the right"
    elif rank(target) == rank(room):
        yield number, f"{room}/ may not include {target}/: features are strangers to each other"


def check_homes(source: Source):
    if source.suffix not in {".h", ".cpp"} or source.is_test():
        return
    for what, pattern, homes in HOMES:
        if not source.path.startswith(tuple(homes)):
            for found in re.finditer(pattern, source.code):
                yield source.line_at(found.start()), f"{what} is reached only in {', '.join(homes)}"
    if source.path not in CATCH_ALL_HOMES:
        for found in re.finditer(r"catch\s*\(\s*\.\.\.\s*\)", source.code):
            yield source.line_at(found.start()), \
                f"catch (...) only in {', '.join(CATCH_ALL_HOMES)}"


def check_folders(paths: list[str]):
    """Yields (folder, 1, message) for folders of server/ with too many pairs of files."""
    stems: dict[str, set[str]] = {}
    for path in paths:
        pure = pathlib.PurePath(path)
        if path.startswith("server/") and pure.suffix in {".h", ".cpp"}:
            stems.setdefault(str(pure.parent), set()).add(pure.stem.removesuffix("_test"))
    for folder, names in sorted(stems.items()):
        if len(names) > MAX_STEMS_IN_FOLDER:
            yield folder, 1, f"{len(names)} pairs of files, at most {MAX_STEMS_IN_FOLDER}"


CHECKS = [check_size, check_leftovers, check_functions, check_header_opening, check_names,
          check_includes, check_homes]


def breaches(path: str, text: str):
    source = Source(path, text)
    for check in CHECKS:
        for number, message in check(source):
            yield path, number, message


def project_files() -> list[str]:
    """Tracked files and new ones that are not ignored."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted({p for p in listed if pathlib.PurePath(p).suffix in CODE and (ROOT / p).exists()})


def main() -> int:
    everything = project_files()
    wanted = [str(pathlib.Path(p).resolve().relative_to(ROOT)) for p in sys.argv[1:]]
    chosen = [p for p in everything
              if not wanted or any(p == w or p.startswith(w + "/") or w == "." for w in wanted)]
    found = [b for path in chosen for b in breaches(path, (ROOT / path).read_text("utf-8"))]
    folders = list(check_folders(everything)) if not wanted else []
    for path, number, message in found + folders:
        print(f"{path}:{number}: {message}")
    failed = len({path for path, _, _ in found + folders})
    print(f"{len(chosen) - len({p for p, _, _ in found})} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
