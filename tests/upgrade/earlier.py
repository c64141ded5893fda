"""Companies as earlier programs left them (tests/fixtures/schemas), and how one finds out that all
of one is there.
"""
import contextlib
import hashlib
import json
import pathlib
import sqlite3
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures" / "schemas"
sys.path[:0] = [str(FIXTURES), str(HERE.parent), str(HERE.parent / "postgres"),
                str(HERE.parent / "backup")]
from make import contents, seen_by  # noqa: E402
from moved import Server, ask, psql, run, sqlite_counts  # noqa: E402,F401

NAMES = sorted(path.name.removesuffix(".tar.xz") for path in FIXTURES.glob("*.tar.xz"))
# The first program told views of one's own to everybody: since then only to these.
VIEW_READERS = ("admin", "rep")
# What the program writes while it is only looked at.
OF_LOOKING = {"schema_upgrades", "audit_log", "audit_seals", "access_sign_in_log"}


class Earlier:
    """A fixture in a folder of its own; a context manager that removes it."""

    def __init__(self, name: str):
        self._folder = tempfile.TemporaryDirectory(prefix="rapport-earlier-")
        self.top = pathlib.Path(self._folder.name)
        with tarfile.open(FIXTURES / f"{name}.tar.xz") as archive:
            archive.extractall(self.top)
        self.data = self.top / "data"
        self.file = self.data / "rapport.db"
        told = json.loads((self.top / "seen.json").read_text("utf-8"))
        self.keys, self.seen, self.contents = told["keys"], told["seen"], told["contents"]
        self.counts = sqlite_counts(self.file)

    def __enter__(self) -> "Earlier":
        return self

    def __exit__(self, *_) -> None:
        self._folder.cleanup()

    def sql(self, statement: str, *values) -> list:
        """Rows of a statement on the SQLite file; what it changes is committed."""
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            rows = database.execute(statement, values).fetchall()
            database.commit()
            return rows

    def digest(self) -> str:
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    def copies(self) -> list[pathlib.Path]:
        return sorted((self.data / "before-upgrade").glob("*.backup"))

    def missing(self, server: Server):
        """Yields what the earlier program told and this one does not."""
        for person, seen in self.seen.items():
            now = seen_by(server, self.keys[person])
            for entity, records in seen.items():
                if entity == "views" and person not in VIEW_READERS:
                    continue
                where = f"{person}: {entity}"
                if entity == "history":
                    for record, entries in records.items():
                        yield from lacking(f"{where} of {record}", entries, now[entity][record])
                elif records is None or now[entity] is None:
                    if records != now[entity]:
                        yield f"{where}: {records} was told, {now[entity]} is"
                else:
                    yield from lacking(where, records, now[entity])
        found = contents(server, self.keys["admin"])
        if found != self.contents:
            yield f"contents: {self.contents} was told, {found} is"


def lacking(where: str, before: list, now: list):
    """Yields records and values of `before` that are not in `now`; there may be more in `now`."""
    if len(before) != len(now):
        yield f"{where}: {len(before)} were told, {len(now)} are"
    for old, new in zip(before, now):
        for name, value in old.items():
            if name not in new or new[name] != value:
                yield f"{where}: {name} was {value!r}, and is {new.get(name)!r} in {new}"
