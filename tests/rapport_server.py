"""Starts the real executable on a free port with a folder of its own. Used by every suite that
talks to a server; the Python standard library is all it needs.
"""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXECUTABLE = pathlib.Path(os.environ.get("RAPPORT", ROOT / "build" / "rapport"))
PASSWORD = "Correct-horse-battery-9"
READY_WITHIN_S = 20
# Who acts in the tests: (role, team). The administrator is made by `rapport init`.
USERS = {
    "admin": ("administrator", None),
    "manager": ("manager", "North"),
    "rep": ("rep", "North"),
    "colleague": ("rep", "North"),
    "stranger": ("rep", "South"),
    "reader": ("read_only", "North"),
}


# Set by tests/postgres/cluster.py: then every company has a database of that cluster.
POSTGRES = os.environ.get("RAPPORT_TEST_POSTGRES")


def database_name(data: pathlib.Path) -> str:
    return "c" + hashlib.sha1(str(data).encode()).hexdigest()[:20]


def database_options(data: pathlib.Path) -> list[str]:
    """What tells the executable where the company's records are."""
    if not POSTGRES:
        return []
    return ["--database", re.sub(r"(?<=///)\w+", database_name(data), POSTGRES, count=1)]


def make_database(data: pathlib.Path, template: pathlib.Path | None = None) -> None:
    if not POSTGRES:
        return
    host = re.search(r"host=([^&]+)", POSTGRES)[1]
    source = ["-T", database_name(template)] if template else []
    subprocess.run(["createdb", "-h", host, "-U", "rapport", *source, database_name(data)],
                   check=True)


def sql(data: pathlib.Path, statement: str) -> list[tuple]:
    """The rows of a statement, as somebody asks it who has got hold of the database."""
    if not POSTGRES:
        with contextlib.closing(sqlite3.connect(data / "rapport.db", timeout=10,
                                                isolation_level=None)) as database:
            return database.execute(statement).fetchall()
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e",
                           "-d", database_options(data)[1], "-c", statement],
                          check=True, capture_output=True, text=True)
    return [tuple(row.split("\x1f")) for row in done.stdout.rstrip("\n").split("\x1e") if row]


def stored(data: pathlib.Path) -> bytes:
    """All that is kept of a company's records, as who steals the database has it."""
    if not POSTGRES:
        return b"".join(path.read_bytes() for path in sorted(data.glob("*.db*")))
    return subprocess.run(["pg_dump", "-d", database_options(data)[1]], check=True,
                          stdout=subprocess.PIPE).stdout


def email_of(user: str) -> str:
    return f"{user}@example.com"


def rapport(*arguments: str, timeout_s: int = 600) -> str:
    """Runs a command of the executable; its standard output. Raises with its stderr."""
    where = []
    if "--data" in arguments:
        where = database_options(pathlib.Path(arguments[arguments.index("--data") + 1]))
    done = subprocess.run([str(EXECUTABLE), *arguments, *where], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=timeout_s)
    if done.returncode != 0:
        raise RuntimeError(f"rapport {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def api_key(data: pathlib.Path, user: str) -> str:
    """A new key of the user: the last word that the command prints."""
    return rapport("api-key", "create", "--data", str(data), "--user", email_of(user),
                   "--name", "tests").split()[-1]


class Company:
    """A data folder with an administrator and users; made once, copied for each server."""

    def __init__(self, users: dict = USERS, language: str = "en"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rapport-test-"))
        self.data = self.folder / "data"
        make_database(self.data)
        rapport("init", "--data", str(self.data), "--admin-email", email_of("admin"),
                "--admin-password", PASSWORD, "--language", language, "--currency", "UZS")
        for user, (role, team) in users.items():
            if user != "admin":
                rapport("user", "add", "--data", str(self.data), "--email", email_of(user),
                        "--password", PASSWORD, "--role", role, *(["--team", team] if team else []))
        self.keys = {user: api_key(self.data, user) for user in users}

    def copy(self, name: str) -> pathlib.Path:
        copy = pathlib.Path(shutil.copytree(self.data, self.folder / name))
        make_database(copy, self.data)
        return copy

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running `rapport serve`; a context manager that stops it. `company`: the data folder whose
    database it works on, when that is another one's."""

    def __init__(self, data: pathlib.Path, *options: str, company: pathlib.Path | None = None):
        self.data, self.options = data, (*database_options(company or data), *options)
        self.port = free_port()
        self.log = data.parent / f"{data.name}.log"
        self.started_in_s = 0.0
        self.start()

    def start(self) -> None:
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(EXECUTABLE), "serve", "--data", str(self.data),
                 "--listen", f"127.0.0.1:{self.port}", *self.options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() - began > READY_WITHIN_S:
                self.kill()
                raise RuntimeError(f"The server did not start:\n{self.log_tail()}")
            time.sleep(0.005)
        self.started_in_s = time.monotonic() - began

    def ready(self) -> bool:
        try:
            return self.request("GET", "/health/ready")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def request(self, method: str, path: str, headers: dict | None = None,
                body: bytes | None = None) -> tuple[int, dict, bytes]:
        """(status, headers with lower-case names, body) of one request on its own connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, key: str, method: str, path: str, value=None) -> tuple[int, object]:
        headers = {"Authorization": f"Bearer {key}"}
        body = None
        if value is not None:
            body = json.dumps(value).encode()
            headers["Content-Type"] = "application/json"
        status, _, answer = self.request(method, "/api/v1" + path, headers, body)
        return status, json.loads(answer) if answer else None

    def log_tail(self, lines: int = 20) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").split("\n")[-lines:])

    def stop(self) -> int:
        """Asks it to stop as an administrator would; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self.stop()
