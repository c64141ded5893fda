#!/usr/bin/env python3
"""The audit against the real server: what is told of whom, that a crash loses none of it but the
last five seconds of views, and that nobody changes it in the database without `rapport doctor`
naming the entry. On SQLite, and with tests/postgres/cluster.py on PostgreSQL.
"""
import csv
import io
import pathlib
import re
import subprocess
import sys
import time
import unittest
from urllib.parse import quote

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "signin")]
from browser import Browser  # noqa: E402
from rapport_server import (EXECUTABLE, PASSWORD, Company, Server,  # noqa: E402
                            database_options, email_of, sql)

USERS = {"admin": ("administrator", None), "rep": ("rep", "North")}
TOLD_WITHIN_S = 15   # a view: within five seconds and one, where the machine has time
AGENT = "Tests/1.0"


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Company(USERS)

    @classmethod
    def tearDownClass(cls):
        cls.company.remove()

    def serve(self, name: str) -> Server:
        server = Server(self.company.copy(name))
        self.addCleanup(server.stop)
        return server

    def ask(self, server: Server, user: str, method: str, path: str, value=None):
        status, answer = server.json(self.company.keys[user], method, path, value)
        self.assertLess(status, 300, (method, path, answer))
        return answer

    def told(self, server: Server, query: str = "") -> list[dict]:
        """All entries, the latest first."""
        items, cursor = [], ""
        while cursor is not None:
            page = self.ask(server, "admin", "GET", f"/audit?{query}&limit=100&cursor={cursor}")
            items += page["items"]
            cursor = page["next"] and quote(page["next"])
        return items

    def told_of(self, server: Server, query: str, count: int = 1) -> list[dict]:
        """Once there are so many."""
        until = time.monotonic() + TOLD_WITHIN_S
        while len(items := self.told(server, query)) < count and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(len(items), count, items)
        return items

    def ids(self, server: Server) -> dict[str, str]:
        return {each["email"].split("@")[0]: each["id"]
                for each in self.ask(server, "admin", "GET", "/users")["items"]}

    def make(self, server: Server, count: int) -> list[dict]:
        return [self.ask(server, "rep", "POST", "/accounts", {"name": f"Company {number}"})
                for number in range(count)]

    def browser(self, server: Server, user: str) -> Browser:
        browser = Browser(server)
        status, answer = browser.sign_in(email_of(user), PASSWORD)
        self.assertEqual(status, 200, answer)
        return browser


class Telling(Case):
    """P9: who saw, changed, exported, administered what."""

    def test_of_what_was_seen(self):
        server = self.serve("seen")
        rep = self.ids(server)["rep"]
        account = self.ask(server, "rep", "POST", "/accounts", {"name": "Registan"})
        headers = {"Authorization": f"Bearer {self.company.keys['rep']}", "User-Agent": AGENT}
        for _ in range(3):
            server.request("GET", f"/api/v1/accounts/{account['id']}", headers)
        server.request("GET", "/api/v1/accounts?limit=1&fields=version&count=exact", headers)
        server.request("GET", "/api/v1/accounts?q=Regis&limit=5", headers)
        of_rep = f"person={rep}&kind=view&entity=accounts"
        listed, opened = self.told_of(server, of_rep, 2)
        self.assertEqual((opened["act"], opened["record"]["id"], opened["record"]["name"]),
                         ("record", account["id"], "Registan"))
        self.assertEqual((opened["address"], opened["agent"], opened["actor"]["id"]),
                         ("127.0.0.1", AGENT, rep))
        self.assertEqual((listed["act"], listed["count"], listed["details"]),
                         ("list", 1, {"q": "Regis"}))
        self.assertEqual([each["kind"] for each in self.told(server, f"record={account['id']}")],
                         ["view", "change"])
        page = self.ask(server, "admin", "GET", f"/audit?person={rep}&limit=1")
        self.assertEqual(len(page["items"]), 1)
        self.assertEqual(self.told(server, f"{of_rep}&to=2020-01-01T00:00:00Z"), [])
        self.assertEqual(len(self.told(server, f"{of_rep}&from=2020-01-01T00:00:00Z")), 2)

    def test_of_what_was_changed_with_the_values_before_and_after(self):
        server = self.serve("changed")
        account = self.ask(server, "rep", "POST", "/accounts", {"name": "Before"})
        self.ask(server, "rep", "PATCH", f"/accounts/{account['id']}", {"name": "After"})
        changed, made = self.told(server, f"kind=change&record={account['id']}")
        self.assertEqual((changed["act"], made["act"]), ("updated", "created"))
        self.assertIn({"field": "name", "old": "Before", "new": "After"}, changed["changes"])
        until = time.monotonic() + TOLD_WITHIN_S
        while not changed["address"] and time.monotonic() < until:
            time.sleep(0.1)
            changed = self.told(server, f"kind=change&record={account['id']}")[0]
        self.assertEqual(changed["address"], "127.0.0.1")

    def test_of_administration(self):
        server = self.serve("administered")
        rep = self.ids(server)["rep"]
        browser = self.browser(server, "admin")
        for method, path, value in (
                ("POST", "/profile/api-keys", {"name": "Site", "scopes": "read"}),
                ("POST", f"/users/{rep}/password", {"password": "another-Horse-8-staple"}),
                ("POST", f"/users/{rep}/password-link", None),
                ("DELETE", f"/users/{rep}/sessions", None),
                ("PUT", "/sign-in/provider", {"enabled": False, "issuer": "https://a.example",
                                              "client_id": "x", "secret": "very-secret"}),
                ("PUT", "/audit/settings", {"keep_days": 90}),
                ("PATCH", f"/users/{rep}", {"job_title": "Seller"})):
            status, answer = browser.ask(method, path, value)
            self.assertLess(status, 300, (path, answer))
        told = self.told(server, "kind=administration")
        acts = {each["act"]: each for each in reversed(told)}  # the last of each
        self.assertLessEqual({"key_made", "password_set", "password_link", "sessions_ended",
                              "provider_settings", "audit_settings", "updated"}, acts.keys())
        self.assertEqual(acts["password_set"]["record"]["id"], rep)
        self.assertEqual(acts["key_made"]["details"]["scopes"], "read")
        self.assertEqual((acts["audit_settings"]["details"]["old"]["keep_days"],
                          acts["audit_settings"]["details"]["new"]["keep_days"]), (365, 90))
        self.assertEqual(acts["updated"]["entity"], "users")
        everything = str(self.told(server))
        for secret in ("very-secret", "another-Horse-8-staple", PASSWORD):
            self.assertNotIn(secret, everything)

    def test_of_signing_in_and_of_who_could_not(self):
        server = self.serve("signed-in")
        self.browser(server, "rep")
        Browser(server).sign_in(email_of("rep"), "wrong-password-1")
        Browser(server).sign_in("nobody@example.com", "wrong-password-1")
        nobody, wrong, entered = self.told(server, "kind=sign_in")
        self.assertEqual((nobody["act"], nobody["actor"]), ("wrong_password", None))
        self.assertEqual((wrong["act"], entered["act"]), ("wrong_password", "new_device"))
        self.assertEqual(entered["actor"]["id"], self.ids(server)["rep"])

    def test_of_exports_and_of_mass_exports(self):
        server = self.serve("exported")
        self.make(server, 3)
        browser = self.browser(server, "admin")
        limits = {"exported_per_hour": 5, "opened_per_hour": 2}
        self.assertEqual(browser.ask("PUT", "/audit/settings", limits)[0], 200)
        path = "/accounts/export?format=csv&fields=name&q=Company"
        self.assertEqual(browser.ask("GET", path)[0], 200)
        export, = self.told(server, "kind=export")
        self.assertEqual((export["count"], export["entity"]), (3, "accounts"))
        self.assertEqual(export["details"], {"format": "csv", "q": "Company", "fields": ["name"]})
        self.assertEqual(self.told(server, "kind=alarm"), [])
        browser.ask("GET", path)
        browser.ask("GET", path)
        alarm, = self.told(server, "kind=alarm")
        made = {"records": 2, "q": "Company", "fields": ["name"]}
        self.assertEqual(browser.ask("POST", "/accounts/export", made)[0], 204)
        self.assertEqual(self.told(server, "kind=export")[0]["details"],
                         {"format": "screen", "q": "Company", "fields": ["name"]})
        self.assertEqual((alarm["act"], alarm["count"], alarm["details"]),
                         ("mass_export", 6, {"limit": 5}))
        for account in self.ask(server, "rep", "GET", "/accounts")["items"]:
            self.ask(server, "rep", "GET", f"/accounts/{account['id']}")
        opening = self.told_of(server, "kind=alarm", 2)[0]
        self.assertEqual((opening["act"], opening["actor"]["id"]),
                         ("mass_opening", self.ids(server)["rep"]))
        notices = self.ask(server, "admin", "GET", "/notices")["items"]
        self.assertEqual([each["kind"] for each in notices], ["alarm", "alarm"])
        self.assertEqual(self.ask(server, "rep", "GET", "/notices")["items"], [])

    def test_to_administrators_alone(self):
        server = self.serve("asked")
        for method, path, value in (("GET", "/audit", None), ("GET", "/audit/export", None),
                                    ("GET", "/audit/settings", None),
                                    ("PUT", "/audit/settings", {"keep_days": 30})):
            self.assertEqual(server.json(self.company.keys["rep"], method, path, value)[0], 403)
            self.assertEqual(server.request(method, "/api/v1" + path)[0], 401)
        self.assertEqual(server.json(self.company.keys["admin"], "PUT", "/audit/settings",
                                     {"keep_days": 30})[1]["code"], "session_needed")
        for query in ("kind=nothing", "person=1", "from=yesterday", "entity=none", "cursor=1"):
            status, _ = server.json(self.company.keys["admin"], "GET", f"/audit?{query}")
            self.assertIn(status, (400, 404), query)

    def test_as_a_file_that_is_told_too(self):
        server = self.serve("file")
        self.ask(server, "admin", "POST", "/accounts", {"name": "=1+1"})
        status, headers, body = server.request(
            "GET", "/api/v1/audit/export?kind=change&entity=accounts",
            {"Authorization": f"Bearer {self.company.keys['admin']}"})
        self.assertEqual((status, headers["content-type"]), (200, "text/csv; charset=utf-8"))
        row, = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
        self.assertEqual((row["kind"], row["act"], row["record"]), ("change", "created", "'=1+1"))
        told, = self.told(server, "kind=export")
        self.assertEqual((told["act"], told["count"]), ("audit", 1))


class Keeping(Case):
    """Tamper-evident, whatever happens."""

    def doctor(self, server: Server) -> str:
        done = subprocess.run([str(EXECUTABLE), "doctor", "--data", str(server.data),
                               *database_options(server.data)], capture_output=True, text=True,
                              timeout=60, check=False)
        return re.search(r"^\w+ +audit +(.*)$", done.stdout, re.M)[1]

    def test_doctor_names_what_was_changed(self):
        server = self.serve("tampered")
        account = self.make(server, 4)[0]
        self.browser(server, "rep")
        self.ask(server, "admin", "GET", f"/accounts/{account['id']}")
        server.stop()
        self.assertRegex(self.doctor(server), r"^\d+ entries as they were sealed, 0 not sealed")
        sql(server.data, "UPDATE audit_log SET address = '10.9.9.9' WHERE rid = "
                         "(SELECT max(rid) FROM audit_log)")
        self.assertRegex(self.doctor(server), r"not what was sealed: audit_log \d+ ")

    def test_doctor_names_what_was_changed_of_the_history(self):
        server = self.serve("history")
        self.make(server, 3)
        server.stop()
        sql(server.data, "UPDATE change_log SET actor = NULL WHERE rid = "
                         "(SELECT max(rid) - 1 FROM change_log)")
        self.assertRegex(self.doctor(server), r"not what was sealed: change_log \d+ ")

    def test_doctor_names_where_something_is_missing(self):
        server = self.serve("missing")
        self.browser(server, "rep")
        server.stop()
        sql(server.data, "DELETE FROM audit_log WHERE rid = (SELECT max(rid) FROM audit_log)")
        self.assertRegex(self.doctor(server), r"not what was sealed: (after|before) audit_log \d+ ")

    def test_doctor_sees_that_the_end_was_taken_away(self):
        server = self.serve("cut")
        self.browser(server, "rep")
        server.stop()
        sql(server.data, "DELETE FROM audit_log WHERE rid >= (SELECT first FROM audit_seals "
                         "WHERE source = 'audit_log' ORDER BY rid DESC LIMIT 1)")
        sql(server.data, "DELETE FROM audit_seals WHERE rid = (SELECT max(rid) FROM audit_seals "
                         "WHERE source = 'audit_log')")
        self.assertRegex(self.doctor(server), "not what was sealed: ")

    def test_a_crash_loses_nothing_but_the_last_views(self):
        server = self.serve("crashed")
        self.make(server, 3)
        browser = self.browser(server, "admin")
        browser.ask("GET", "/accounts/export?format=csv")
        browser.ask("POST", "/profile/api-keys", {"name": "Site", "scopes": "read"})
        server.kill()
        server.start()
        acts = [each["act"] for each in self.told(server)]
        for act in ("new_device", "export", "key_made", "created"):
            self.assertIn(act, acts)
        server.stop()
        self.assertRegex(self.doctor(server), r"^\d+ entries as they were sealed, 0 not sealed")

    def test_two_nodes_make_one_chain(self):
        server = self.serve("nodes")
        other = Server(server.data)
        self.addCleanup(other.stop)
        for number in range(6):
            for node in (server, other):
                name = f"Of {node.port} {number}"
                account = self.ask(node, "admin", "POST", "/accounts", {"name": name})
                self.ask(node, "admin", "GET", f"/accounts/{account['id']}")
            time.sleep(0.3)
        other.stop()
        server.stop()
        self.assertRegex(self.doctor(server), r"^\d+ entries as they were sealed, 0 not sealed")


if __name__ == "__main__":
    unittest.main()
