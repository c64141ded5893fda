"""What stands in the database, to tell whether a refused call has left anything.

SQLite tells by its own counter whether anybody has committed, PostgreSQL by the next transaction
number; only then every table is read and hashed.
"""
import hashlib
import re
import sqlite3
import subprocess

from rapport_server import POSTGRES, database_name, database_options

# The program's own notes, which change by themselves: what is to be done and when, who has signed
# in or tried to, who has looked at what, how far the webhooks have read, the index made of the
# records' texts.
BOOKKEEPING = {"jobs", "job_schedule", "webhook_cursor", "webhook_deliveries", "webhook_states",
               "substring_state", "access_sign_ins", "audit_log", "audit_seals", "audit_state"}
# And when a session or key was last seen.
SEEN = {"access_sessions": "last_seen_at", "access_api_keys": "last_used_at"}
DERIVED = re.compile(r"_substrings(_\w+)?$|^sqlite_")


class SqliteState:
    def __init__(self, data):
        self.connection = sqlite3.connect(f"file:{data / 'rapport.db'}?mode=ro", uri=True)
        self.connection.text_factory = bytes

    def moment(self):
        return self.connection.execute("PRAGMA data_version").fetchone()[0]

    def tables(self) -> list[str]:
        rows = self.connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        return [name.decode() for (name,) in rows]

    def hashes(self, tables: list[str]) -> dict[str, str]:
        found = {}
        for table in tables:
            digest = hashlib.sha256()
            columns = [row[1].decode() for row in
                       self.connection.execute(f'PRAGMA table_info("{table}")')]
            kept = ", ".join(f'"{c}"' for c in columns if c != SEEN.get(table))
            rows = self.connection.execute(f'SELECT {kept} FROM "{table}"')
            for row in sorted(map(repr, rows)):
                digest.update(row.encode())
            found[table] = digest.hexdigest()
        return found


class PostgresState:
    def __init__(self, data):
        address = database_options(data)[1]
        self.psql = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", address],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, sql: str) -> list[str]:
        self.psql.stdin.write(f"{sql};\n\\echo <end>\n")
        self.psql.stdin.flush()
        lines = []
        while (line := self.psql.stdout.readline().rstrip("\n")) != "<end>":
            if self.psql.poll() is not None:
                raise RuntimeError("psql has ended")
            lines.append(line)
        return lines

    def moment(self):
        return self.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())")

    def tables(self) -> list[str]:
        return self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    def hashes(self, tables: list[str]) -> dict[str, str]:
        def text(table: str) -> str:
            return f"(to_jsonb(t) - '{SEEN[table]}')::text" if table in SEEN else "t::text"
        parts = [f"SELECT '{table}', md5(coalesce(string_agg({text(table)}, '|' "
                 f"ORDER BY {text(table)}), '')) FROM \"{table}\" t" for table in tables]
        return dict(line.split("|") for line in self.ask(" UNION ALL ".join(parts)))


class State:
    """`changed()` names the tables that differ since it was asked last."""

    def __init__(self, data):
        self.engine = PostgresState(data) if POSTGRES else SqliteState(data)
        self.tables = sorted(t for t in self.engine.tables()
                             if t not in BOOKKEEPING and not DERIVED.search(t))
        assert "accounts" in self.tables and database_name(data)
        self.changed_before = self.engine.moment()
        self.hashes = self.engine.hashes(self.tables)

    def changed(self) -> set[str]:
        moment = self.engine.moment()
        if moment == self.changed_before:
            return set()
        self.changed_before = moment
        now = self.engine.hashes(self.tables)
        different = {table for table in self.tables if now[table] != self.hashes[table]}
        self.hashes = now
        return different
