"""What the tests of copies and backups share: a company with something of everything in it, and how
one finds out that it is all there at another place.
"""
import contextlib
import json
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "postgres")]
from rapport_server import EXECUTABLE, Company, Server  # noqa: E402

USERS = {"admin": ("administrator", None), "rep": ("rep", "North")}
LISTS = ("contacts", "deals", "tasks", "projects", "users", "teams", "roles", "files")
CONTENT = random.Random(1).randbytes(1_280_000)


def run(*arguments, timeout_s: int = 300, **options) -> subprocess.CompletedProcess:
    """A command of the executable, as it is: its exit code, output and errors."""
    return subprocess.run([str(EXECUTABLE), *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=timeout_s, check=False, **options)


def ask(server: Server, key: str, method: str, path: str, value=None):
    status, answer = server.json(key, method, path, value)
    if status >= 300:
        raise AssertionError(f"{method} {path}: {status} {answer}")
    return answer


def upload(server: Server, key: str, name: str, content: bytes) -> str:
    """The id of the file."""
    status, _, answer = server.request(
        "POST", "/api/v1/files?name=" + urllib.parse.quote(name),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/octet-stream"}, content)
    if status != 201:
        raise AssertionError(f"{name}: {status} {answer}")
    return json.loads(answer)["id"]


def fill(server: Server, keys: dict) -> None:
    """Records with history, an own field, an own entity, files, links, a deletion, audit."""
    admin, rep = keys["admin"], keys["rep"]
    ask(server, admin, "PUT", "/metadata/entities/deals/fields/floor",
        {"type": "integer", "labels": {"en": "Floor"}})
    ask(server, admin, "PUT", "/metadata/entities/projects",
        {"labels": {"en": {"one": "Project", "many": "Projects"}}, "fields": {}})
    ask(server, admin, "POST", "/projects", {"name": "Мост через Сыр-Дарью"})
    made = [ask(server, rep, "POST", "/contacts",
                {"first_name": "Ёлкин", "last_name": f"Oʻrmon \"{n}\" \\N\t{n}",
                 "emails": [{"value": f"c{n}@example.com"}], "tags": ["a", "ё"]})["id"]
            for n in range(120)]
    for n in range(3):
        ask(server, rep, "PATCH", f"/contacts/{made[0]}", {"last_name": f"Renamed {n}"})
    ask(server, rep, "DELETE", f"/contacts/{made[-1]}")
    for n in range(10):
        ask(server, rep, "POST", "/deals", {"name": f"Deal {n}", "floor": n, "amount":
                                            {"amount": "12345.67", "currency": "USD"}})
    ask(server, rep, "POST", "/tasks", {"subject": "Позвонить"})
    upload(server, rep, "договор.bin", CONTENT)
    upload(server, rep, "small.txt", b"x")
    ask(server, admin, "GET", f"/contacts/{made[1]}")


def seen(server: Server, keys: dict) -> dict:
    """All that people see of the company, to be compared with another place's."""
    rep, admin = keys["rep"], keys["admin"]
    all_seen = {}
    for entity in LISTS:
        path = f"/{entity}?limit=500&sort=created_at"
        all_seen[entity] = ask(server, admin, "GET", path)["items"]
    first = min(all_seen["contacts"], key=lambda contact: contact["created_at"])["id"]
    all_seen["history"] = ask(server, admin, "GET", f"/contacts/{first}/history")
    all_seen["by rep"] = ask(server, rep, "GET", "/deals?limit=500")["items"]
    part = json.dumps({"field": "name", "op": "contains", "value": "OʻRMON"})
    path = "/contacts?limit=500&filter=" + urllib.parse.quote(part)
    all_seen["contains"] = ask(server, rep, "GET", path)["items"]
    for file in all_seen["files"]:
        status, _, content = server.request("GET", f"/api/v1/files/{file['id']}",
                                            {"Authorization": f"Bearer {rep}"})
        all_seen[f"content {file['name']}"] = (status, content)
    all_seen["metadata"] = ask(server, admin, "GET", "/metadata")["entities"]["deals"]["fields"]
    return all_seen


def works(server: Server, keys: dict) -> None:
    """What is done from now on is done right: writes, numbers of the log, search."""
    rep = keys["rep"]
    cursor = ask(server, rep, "GET", "/changes")["next"]
    made = ask(server, rep, "POST", "/contacts", {"last_name": "Zarafshon"})
    ask(server, rep, "PATCH", f"/contacts/{made['id']}", {"first_name": "Nodir"})
    told = ask(server, rep, "GET", f"/changes?since={urllib.parse.quote(cursor)}")["items"]
    kinds = [item["kind"] for item in told if item["id"] == made["id"]]
    if kinds != ["created", "updated"]:
        raise AssertionError(f"the change log tells {told}")
    upload(server, rep, "after.txt", b"after")
    for words in ("Zarafshon", "elkin renamed"):
        if not ask(server, rep, "GET", "/search?q=" + urllib.parse.quote(words))["items"]:
            raise AssertionError(f"search does not find {words}")


def sqlite_counts(path: pathlib.Path) -> dict[str, int]:
    """Rows of every table that is not SQLite's own or kept by an index, by its own catalogue."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        names = [row[0] for row in database.execute(
            "SELECT name FROM pragma_table_list WHERE schema='main' AND type='table' AND "
            "name NOT LIKE 'sqlite_%' AND name<>'substring_state'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for name in names}


def psql(url: str, sql: str) -> list[str]:
    done = subprocess.run(["psql", "-X", "-At", url, "-c", sql], capture_output=True, text=True,
                          check=True)
    return done.stdout.split("\n")[:-1]


def postgres_counts(url: str) -> dict[str, int]:
    names = psql(url, "SELECT relname FROM pg_class WHERE relkind IN ('r','p') AND "
                      "relnamespace='public'::regnamespace")
    return {name: int(psql(url, f'SELECT count(*) FROM "{name}"')[0]) for name in names}


def sealed(doctor: str) -> int:
    """How many entries of the audit are as they were sealed."""
    return int(re.search(r"ok +audit +(\d+) entries", doctor)[1])


class Full(Company):
    """A company with something of everything, served once and stopped."""

    def __init__(self):
        super().__init__(USERS)
        with Server(self.data) as server:
            fill(server, self.keys)
        with Server(self.data) as server:
            self.seen = seen(server, self.keys)
