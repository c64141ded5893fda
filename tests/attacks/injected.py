"""Strings that are SQL somewhere × every parameter of every route that reads, and every name in the
bodies that ask: refused or taken as plain text, at once, and nothing of the database is told.
"""
import json
import re
import time
import urllib.parse

from calls import all_attacks
from state import State
from target import NOBODY, Target

STRINGS = [
    "' OR '1'='1", "name' --", "name; DROP TABLE accounts; --",
    "name) UNION SELECT * FROM users --", "(SELECT password FROM access_credentials LIMIT 1)",
    "name ASC, (SELECT 1)", "1;SELECT pg_sleep(9)", "CASE WHEN 1=1 THEN name ELSE id END",
    "name\" DESC; ATTACH DATABASE '/tmp/evil.db' AS evil; --", "load_extension('/tmp/evil.so')",
    "'; COPY users TO PROGRAM 'id'; --", "randomblob(1000000000)", "$$; SELECT 1; $$",
    "\\'; PRAGMA writable_schema=1; --", "name\x00", "%27%20OR%201=1", "name/**/,1",
    "pg_catalog.pg_user.usename", "sqlite_master.sql", "rid", "name_folded",
    "account.name.name.name",
    "\u02bc OR 1=1", "{{7*7}}", "${7*7}", "0x27", "name COLLATE BINARY", "`name`", "[name]",
]
INSIDES = re.compile(rb"sqlite|postgres|SQLSTATE|syntax error|near \"|SELECT [\w\"*]|FROM \w+ WHERE"
                     rb"|libpq|boost::|std::|/server/|terminate called|no such (?:table|column)",
                     re.I)
SLOWEST_S = 1.0
HEADERS = ("Accept-Language", "X-Request-Id", "Range", "If-None-Match", "Accept", "If-Match",
           "Idempotency-Key", "X-Forwarded-For", "Cookie")


class Injected:
    def __init__(self, company, server, score):
        self.target, self.score = Target(company, server), score
        self.caller = self.target.by_key("rep", reads=True)
        all_attacks(self.target)
        self.state = State(server.data)
        self.slowest = 0.0

    def asks(self, method: str, path: str, body=None, headers: dict | None = None) -> bytes:
        began = time.monotonic()
        status, answered, content = self.caller.send(method, path, body, headers)
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        sent = urllib.parse.unquote(path) + json.dumps(body or {}, ensure_ascii=False)
        told = [t for t in INSIDES.findall(content)
                if t.decode("utf-8", "replace").lower() not in sent.lower()]
        plain = answered.get("content-type", "").split(";")[0] in (
            "application/json", "application/problem+json", "text/csv", "text/vcard", "text/plain",
            "application/octet-stream", "")
        self.score.check(status < 500 and took < SLOWEST_S and not told and plain,
                         f"{method} {path} {body} {headers}: {status} in {took:.2f} s, tells "
                         f"{told}: {content[:300]!r}")
        return content

    def parameters(self) -> None:
        """All strings on one entity's routes and the program's; on the others' some in turn."""
        documents = {path: item["get"] for path, item in self.target.openapi["paths"].items()
                     if "get" in item}
        turn = 0
        for method, path, attacks in all_attacks(self.target):
            if method != "GET" or not attacks or path == "/api/v1/stream":
                continue
            address = attacks[0].path.split("?")[0]
            whole = "/deals" in path or path.split("/")[3:4] not in [
                [e] for e in self.target.entities]
            for parameter in documents[path]["parameters"]:
                if parameter["in"] == "path":
                    continue
                turn += 1
                strings = STRINGS if whole else [STRINGS[turn % len(STRINGS)],
                                                 STRINGS[(turn * 7 + 3) % len(STRINGS)]]
                for text in strings:
                    word = urllib.parse.quote(text)
                    self.asks("GET", f"{address}?{parameter['name']}={word}")
            holes = re.findall(r"\{(\w+)\}", path)
            for text in (STRINGS if whole and holes else STRINGS[:2] if holes else []):
                filled = re.sub(r"\{\w+\}", urllib.parse.quote(text, safe=""), path)
                self.asks("GET", filled)

    def headers(self) -> None:
        for name in HEADERS:
            for text in STRINGS:
                if text.isascii() and "\x00" not in text:
                    self.asks("GET", "/api/v1/deals?limit=1", None, {name: text})

    def names_in_bodies(self) -> None:
        """Where a body names a field, an operator, a function, an order, a cursor."""
        here = "/api/v1/deals"
        for text in STRINGS:
            for body in ({"sort": text}, {"sort": [text, "-" + text]}, {"fields": [text]},
                         {"cursor": text}, {"q": text}, {"count": text}, {"limit": text},
                         {"filter": {"field": text, "op": "eq", "value": 1}},
                         {"filter": {"field": "name", "op": text, "value": "x"}},
                         {"filter": {"field": "created_at", "op": "during", "value": text}},
                         {"filter": {"related": text, "some": {"field": "id", "op": "empty"}}},
                         {"filter": {"field": f"account.{text}", "op": "empty"}}, {text: 1},
                         {"filter": text}, {"filter": {"all": [{"field": text, "op": text}]}}):
                self.asks("POST", f"{here}/query", body)
            for body in ({"group_by": [text]}, {"group_by": [f"closes_on:{text}"]},
                         {"measures": [{"fn": text, "field": "amount"}]},
                         {"measures": [{"fn": "sum", "field": text}]},
                         {"group_by": ["name"], "sort": text},
                         {"group_by": ["name"], "measures": [{"fn": "count", "as": text}]}):
                self.asks("POST", f"{here}/aggregate", body)
            self.asks("POST", f"{here}/duplicates", {"values": {text: text}})
            self.asks("GET", f"/api/v1/{urllib.parse.quote(text, safe='')}")
            self.asks("POST", f"{here}/{NOBODY}/actions/{urllib.parse.quote(text, safe='')}", {})
        self.score.check(not self.state.changed(), "a question has changed something")

    def values(self) -> None:
        """A value is a value: kept as it is, found by itself and by nothing else."""
        rep = self.caller
        for number, text in enumerate(STRINGS):
            if "\x00" in text:
                status, answer = rep.json("POST", "/accounts?duplicates=create", {"name": text})
                self.score.check(status == 422, f"NUL in a name: {status} {answer}")
                continue
            made = rep.must("POST", "/accounts?duplicates=create", {
                "name": f"Inj {number}", "description": text, "tags": [text[:60]]})
            found = rep.must("POST", "/accounts/query", {
                "filter": {"field": "description", "op": "eq", "value": text},
                "fields": ["description", "tags"]})["items"]
            self.score.check([f["id"] for f in found] == [made["id"]] and
                             found[0]["description"] == text,
                             f"value {text!r}: {found}")
            for op in ("contains", "starts", "ends"):
                items = rep.must("POST", "/accounts/query", {
                    "filter": {"field": "name", "op": op, "value": text}})["items"]
                self.score.check(not items, f"{op} {text!r} finds {len(items)}")
        for wild in ("%", "_", "*", "?", "Zq%7", "Inj__"):
            items = rep.must("POST", "/accounts/query", {
                "filter": {"field": "name", "op": "contains", "value": wild}})["items"]
            self.score.check(not items, f"the sign {wild} stands for others: {len(items)}")

    def definitions(self) -> None:
        """Names of the company's own fields and entities are names, whatever is asked (SX-03)."""
        admin = self.target.admin
        self.state.changed()
        for text in STRINGS:
            word = urllib.parse.quote(text, safe="")
            for path, body in ((f"/metadata/entities/deals/fields/{word}", {"type": "text"}),
                               (f"/metadata/entities/{word}", {"fields": {}}),
                               ("/metadata/entities/deals/fields/evil", {"type": text}),
                               ("/metadata/entities/deals/fields/evil", {"type": "link",
                                                                         "to": text}),
                               ("/metadata/entities/evil", {"title": text, "fields": {
                                   "name": {"type": "text"}}}),
                               ("/metadata/entities/evil", {"fields": {text: {"type": "text"}}}),
                               ("/metadata/entities/evil", {"search": [text], "fields": {
                                   "name": {"type": "text"}}}),
                               ("/metadata/entities/deals/layout", {"list": [text]}),
                               ("/metadata/customisation", {"entities": {text: {}}})):
                if (text in ("rid", "name_folded") and "fields/evil" not in path) or text == "0x27":
                    continue  # well formed; whether they are free is another question
                status, _, content = admin.send("PUT", "/api/v1" + path, body)
                changed = self.state.changed()
                self.score.check(400 <= status < 500 and not changed,
                                 f"PUT {path} {body}: {status} {content[:300]!r} {changed}")
        choices = [{"key": "a'); DROP TABLE deals; --"}]
        status, _ = admin.json("PUT", "/metadata/entities/deals/fields/evil",
                               {"type": "choice", "choices": choices})
        self.score.check(status == 422, f"a choice with a quote as its key: {status}")

    def stored(self) -> None:
        """What is kept and run later is parsed again by who runs it (SX-04): views, webhooks."""
        rep, admin = self.target.rep, self.target.admin
        for text in STRINGS[:12]:
            wish = {"filter": {"field": text, "op": "eq", "value": 1}, "sort": text}
            view = {"name": "Evil", "entity": "deals", "shared": "everyone", "definition": wish}
            status, answer = rep.json("POST", "/views", view)
            self.score.check(status in (201, 422), f"view {text!r}: {status} {answer}")
            if status == 201:  # kept as it is: a list with it is refused
                status, answer = rep.json("POST", "/deals/query", wish)
                self.score.check(status == 400, f"query of the view {text!r}: {status} {answer}")
            status, answer = admin.json("POST", "/webhooks", {
                "name": "Evil", "url": "https://192.0.2.1/", "entity": "deals",
                "events": ["created"], "filter": wish["filter"]})
            self.score.check(status in (400, 422), f"webhook {text!r}: {status} {answer}")
        for zone in STRINGS:
            status, answer = rep.json("PATCH", "/profile", {"time_zone": zone})
            self.score.check(status == 422, f"time zone {zone!r}: {status} {answer}")


def run(company, server, score) -> None:
    table = Injected(company, server, score)
    table.parameters()
    table.headers()
    table.names_in_bodies()
    table.values()
    table.definitions()
    table.stored()
    print(f"injected: the slowest answer took {table.slowest:.3f} s")
