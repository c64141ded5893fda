#!/usr/bin/env python3
"""Plays the scenarios of this folder against the real server.

    tests/api/run.py [WORD…]     only files whose path contains one of the words

Each file has a server and a data folder of its own. Users: those of rapport_server.USERS, and
`nobody`, who sends no key. Variables ready for use: $rep_id … the ids of the users, $rep_email …,
$password, $today, and $long, a word of 1,000 letters. The form of a file is told in scenario.py.
Ends on `N passed, N failed`.
"""
import concurrent.futures
import datetime
import json
import pathlib
import re
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from match import at_path, mismatches  # noqa: E402
from rapport_server import PASSWORD, USERS, Company, Server, email_of  # noqa: E402
from scenario import Mistake, Step, parse  # noqa: E402

AT_ONCE = 2


class Player:
    """Plays the steps of one file, and keeps its variables."""

    def __init__(self, server, keys: dict[str, str]):
        self.server, self.keys = server, keys
        self.variables = {"password": PASSWORD, "today": datetime.date.today().isoformat(),
                          "long": "x" * 1000}
        for user in keys:
            self.variables[f"{user}_email"] = email_of(user)
        self.cursor: str | None = None

    def learn_ids(self) -> None:
        """$rep_id … from what the server says of each one's session."""
        for user, key in self.keys.items():
            status, answer = self.server.json(key, "GET", "/session")
            if status != 200:
                raise Mistake(f"GET /session as {user}: {status} {answer}")
            self.variables[f"{user}_id"] = answer["user"]["id"]

    def fill(self, text: str) -> str:
        def value(found: re.Match) -> str:
            name = found.group(1)
            if name not in self.variables:
                raise Mistake(f"no variable ${name}")
            return str(self.variables[name])
        return re.sub(r"\$([a-z]\w*)", value, text)

    def fill_json(self, text: str):
        """JSON with variables: inside strings they are text, outside they are JSON values."""
        def whole(found: re.Match) -> str:
            return json.dumps(self.variables[found.group(1)])
        text = re.sub(r'"\$([a-z]\w*)"', lambda f: whole(f) if f.group(1) in self.variables
                      else f.group(0), text)
        return json.loads(self.fill(text))

    def play(self, step: Step):
        """Yields what is wrong with the answer."""
        if step.events is not None:
            list(self.new_events())
        status, headers, body = self.send(step)
        value = as_json(headers, body)
        wrong = list(self.check(step, status, headers, body, value))
        until = time.monotonic() + step.within_s
        while wrong and time.monotonic() < until:
            time.sleep(0.05)
            status, headers, body = self.send(step)
            value = as_json(headers, body)
            wrong = list(self.check(step, status, headers, body, value))
        yield from wrong
        for name, source in step.captures:
            try:
                self.variables[name] = captured(source, headers, value)
            except (KeyError, IndexError, TypeError, ValueError):
                yield f"${name}: there is no {source}"
        if step.events is not None:
            yield from self.check_events(step.events)

    def send(self, step: Step) -> tuple[int, dict, bytes]:
        body = self.body_of(step)  # first: a file brings its media type
        headers = {name: self.fill(value) for name, value in step.headers.items()}
        if step.who != "nobody":
            if step.who not in self.keys:
                raise Mistake(f"no user {step.who}; there are {', '.join(USERS)}, nobody")
            headers.setdefault("Authorization", f"Bearer {self.keys[step.who]}")
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        path = encode_path(self.fill(step.path))
        return self.server.request(step.method, path, headers, body)

    def body_of(self, step: Step) -> bytes | None:
        if step.body is None:
            return None
        if step.body_form == "raw":
            return self.fill(step.body).encode()
        if step.body_form == "filler":
            return b'{"name":"' + b"x" * (int(step.body) - 11) + b'"}'
        if step.body_form == "file":
            step.headers["Content-Type"], _, text = step.body.partition(" ")
            return self.fill(text).encode()
        if step.body_form == "form":
            step.headers["Content-Type"] = "multipart/form-data; boundary=b0"
            return form_body(self.fill(step.body)).encode()
        return json.dumps(self.fill_json(step.body), ensure_ascii=False).encode()

    def check(self, step: Step, status: int, headers: dict, body: bytes, value):
        text = body.decode("utf-8", "replace")
        if status != step.status:
            yield f"status: expected {step.status}, got {status}: {text[:600]}"
            return
        if step.expected is not None:
            yield from mismatches(self.fill_json(step.expected), value)
        for name, expected in step.expected_headers:
            actual = headers.get(name)
            if actual is None or expected != "*" and actual != self.fill(expected):
                yield f"header {name}: expected {expected}, got {actual}"
        for part in step.absent:
            if self.fill(part) in text:
                yield f"absent: {part} is in the answer: {text[:600]}"
        for part in step.contains:
            if self.fill(part) not in text:
                yield f"contains: {part} is not in the answer: {text[:600]}"

    def new_events(self):
        """Yields (entity, kind) of all changes since the last call, seen by the administrator."""
        while True:
            query = f"?since={urllib.parse.quote(self.cursor)}" if self.cursor else ""
            status, page = self.server.json(self.keys["admin"], "GET", f"/changes{query}")
            if status != 200:
                raise Mistake(f"GET /changes: {status} {page}")
            yield from ((item["entity"], item["kind"]) for item in page["items"])
            self.cursor = page["next"] or self.cursor
            if not page["items"]:
                return

    def check_events(self, expected: list[tuple[str, str, int]]):
        seen: dict[tuple[str, str], int] = {}
        for event in self.new_events():
            seen[event] = seen.get(event, 0) + 1
        if seen != {(entity, kind): count for entity, kind, count in expected}:
            yield f"events: expected {expected}, got {seen}"


def form_body(text: str) -> str:
    """`FIELD=VALUE … file="NAME" TYPE TEXT; …` as the parts of a form, the boundary b0."""
    fields, _, files = text.partition("file=")
    parts = ['form-data; name="{}"\r\n\r\n{}'.format(*field.split("=", 1))
             for field in fields.split()]
    for file in filter(None, files.split("; file=")):
        name, media_type, content = re.fullmatch(r'("[^"]*") (\S+) ?(.*)', file).groups()
        parts.append(f'form-data; name="file"; filename={name}\r\n'
                     f"Content-Type: {media_type}\r\n\r\n{content}")
    return "".join(f"--b0\r\nContent-Disposition: {part}\r\n" for part in parts) + "--b0--\r\n"


def captured(source: str, headers: dict, value):
    """`body.items.0.id`, `header.ETag`; of a cookie only what the client sends back."""
    what, _, path = source.partition(".")
    if what == "body":
        return at_path(value, path)
    header = headers[path.lower()]
    return header.split(";")[0] if path.lower() == "set-cookie" else header


def encode_path(path: str) -> str:
    """The address of a path as people write it; what stands encoded already stays."""
    prefix = "" if path.startswith(("/health", "/metrics", "/api/")) else "/api/v1"
    return prefix + urllib.parse.quote(path, safe="/?&=:,;+%$-_.~!*'()@")


def as_json(headers: dict, body: bytes):
    if "json" not in headers.get("content-type", ""):
        return None
    return json.loads(body) if body else None


def play_file(company: Company, file: pathlib.Path) -> tuple[int, list[str]]:
    """(steps passed, messages of those that failed)."""
    name = file.relative_to(HERE).as_posix()
    passed, failures = 0, []
    try:
        steps = parse(file.read_text("utf-8"))
        with Server(company.copy(name.replace("/", "-"))) as server:
            player = Player(server, company.keys)
            player.learn_ids()
            for step in steps:
                wrong = list(player.play(step))
                passed += not wrong
                if wrong:
                    failures.append(f"{name}:{step.line}: {step.title}\n  " + "\n  ".join(wrong))
            if (code := server.stop()) != 0:
                failures.append(f"{name}: the server ended with {code}:\n{server.log_tail()}")
    except Exception as error:  # noqa: BLE001 - a broken file or server fails this file only
        failures.append(f"{name}: {type(error).__name__}: {error}")
    return passed, failures


def main() -> int:
    words = sys.argv[1:]
    files = [f for f in sorted(HERE.rglob("*.test"))
             if not words or any(w in f.relative_to(HERE).as_posix() for w in words)]
    try:
        company = Company()
    except (RuntimeError, OSError) as error:
        print(f"{error}\n0 passed, 1 failed")
        return 1
    passed, failures = 0, []
    try:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for good, bad in pool.map(lambda f: play_file(company, f), files):
                passed, failures = passed + good, failures + bad
    finally:
        company.remove()
    print("\n".join(failures))
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
