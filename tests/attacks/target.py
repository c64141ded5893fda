"""The company that is attacked, and those who attack it.

North has a record of every entity, with the mark in every text; South has some of its own. Who is
of South, or signed in as nobody, must never read the mark.
"""
import http.client
import json
import re

from rapport_server import PASSWORD, USERS, Company, Server, email_of, rapport

MARK = "Zqx7"
COMPANY_USERS = USERS | {
    "south_manager": ("manager", "South"),
    "south_reader": ("read_only", "South"),
    "gone": ("rep", "North"),
    "narrow": ("rep", "North"),
}
NOBODY = "01900000-0000-7000-8000-000000000000"
# Entities that everyone reads by design; the mark is not put into them.
OPEN = {"products", "users", "teams", "roles", "pipelines", "departments", "positions",
        "territories", "absences"}
# And those that only administrators read.
CLOSED = {"webhooks", "sharing_rules", "offices"}
STAGES = [{"key": "new", "name": "New", "kind": "open", "probability": 10},
          {"key": "won", "name": "Won", "kind": "won", "probability": 100},
          {"key": "lost", "name": "Lost", "kind": "lost", "probability": 0}]
SYSTEM_FIELDS = {"id", "external_id", "owner", "team", "tags", "created_at", "created_by",
                 "changed_at", "changed_by", "version"}


class Caller:
    """Somebody who calls, on a connection that is kept. `reads`: sees North's records, as the role
    for reading sees everything."""

    def __init__(self, server: Server, name: str, headers: dict, reads: bool = False):
        self.server, self.name, self.headers, self.reads = server, name, headers, reads
        self.connection = None
        self.owns: set[str] = set()  # entities of which he may change every record

    def may_all(self, path: str) -> bool:
        """Whether the route is about an entity of his."""
        return any(f"/{entity}" in path + "/" for entity in self.owns)

    def send(self, method: str, path: str, body=None, headers: dict | None = None):
        """(status, headers with lower-case names, body as bytes) of one request."""
        sent = dict(self.headers) | (headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        for attempt in (1, 2):
            try:
                return self._send(method, path, body, sent)
            except (http.client.HTTPException, ConnectionError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    def _send(self, method: str, path: str, body, headers: dict):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def json(self, method: str, path: str, body=None, headers: dict | None = None):
        """(status, the answer's JSON) of a call of the API; the path from /api/v1 on."""
        status, _, content = self.send(method, "/api/v1" + path, body, headers)
        return status, json.loads(content) if content else None

    def must(self, method: str, path: str, body=None):
        status, answer = self.json(method, path, body)
        if status >= 300:
            raise RuntimeError(f"{self.name} {method} {path} {body}: {status} {answer}")
        return answer


def sign_in(server: Server, user: str, name: str, reads: bool = False) -> Caller:
    """By password, as a browser does: a cookie, the token against forgery, our Origin."""
    visitor = Caller(server, name, {"Origin": f"http://127.0.0.1:{server.port}"}, reads)
    status, headers, body = visitor.send("POST", "/api/v1/session", {
        "email": email_of(user), "password": PASSWORD})
    if status != 200:
        raise RuntimeError(f"{user} cannot sign in: {status} {body!r}")
    visitor.headers |= {"Cookie": headers["set-cookie"].split(";")[0],
                        "X-CSRF-Token": json.loads(body)["csrf"]}
    return visitor


def key_with_scopes(server: Server, user: str, scopes: str) -> str:
    return rapport("api-key", "create", "--data", str(server.data), "--user", email_of(user),
                   "--scopes", scopes, "--name", "narrow").split()[-1]


class Target:
    """Knows the ids, the records and the callers. `server` runs on `company`."""

    def __init__(self, company: Company, server: Server, mark: str = MARK):
        self.mark = mark
        self.company, self.server = company, server
        self.counter = 0
        self.attacks: list = []  # made once, by calls.py
        self.admin = self.by_key("admin", reads=True)
        self.rep = self.by_key("rep", reads=True)
        self.stranger = self.by_key("stranger")
        self.metadata = self.admin.must("GET", "/metadata")
        self.openapi = self.admin.must("GET", "/openapi.json")
        self.cursor = self.admin.must("GET", "/changes")["next"]
        self.entities = {e["name"]: e for e in self.metadata["entities"].values()}
        self.users = {u["email"].split("@")[0]: u["id"] for u in
                      self.admin.must("GET", "/users?limit=500")["items"]}
        self.teams = {t["name"]: t["id"] for t in self.admin.must("GET", "/teams")["items"]}
        self.victims, self.deleted, self.own = {}, {}, {}
        self.fill()

    def by_key(self, user: str, name: str = "", reads: bool = False) -> Caller:
        return Caller(self.server, name or user,
                      {"Authorization": f"Bearer {self.company.keys[user]}"}, reads)

    def fields(self, entity: str, writable: bool = True) -> list[dict]:
        return [f for f in self.entities[entity]["fields"]
                if not (writable and (f["read_only"] or f["name"] in SYSTEM_FIELDS))]

    def title_of(self, entity: str) -> str:
        """A text that one may write and that names a record."""
        names = [f["name"] for f in self.fields(entity) if f["type"] in ("text", "long_text")]
        return next(n for n in ("subject", "last_name", "name", *names) if n in names)

    def values(self, entity: str, mark: str, links: dict[str, str]) -> dict:
        """Something in every field that may be written; links to what `links` has."""
        self.counter += 1
        return {f["name"]: value for f in self.fields(entity)
                if (value := self.value(entity, f, mark, links)) is not None}

    def value(self, entity: str, field: dict, mark: str, links: dict[str, str]):
        number, kind = self.counter, field["type"]
        special = {
            ("roles", "rights"): {"*": {"read": "team"}},
            ("users", "time_zone"): "Asia/Tashkent", ("users", "avatar"): None,
            ("users", "role"): self.role_id("rep"), ("users", "active"): True,
            ("views", "entity"): "deals", ("views", "shared"): "own", ("views", "definition"): {},
            ("views", "default_for"): None,
            ("webhooks", "entity"): "accounts", ("webhooks", "url"): "https://192.0.2.1/",
            ("webhooks", "events"): ["created"], ("webhooks", "filter"): None,
            ("roles", "works_from"): "anywhere",
            ("absences", "person"): self.users["rep"], ("absences", "substitute"): None,
            ("sharing_rules", "entity"): "accounts", ("sharing_rules", "active"): False,
            ("territories", "members"): None, ("offices", "addresses"): "192.0.2.0/24",
            ("pipelines", "stages"): STAGES, ("pipelines", "default"): False,
            ("deals", "stage"): None, ("deals", "pipeline"): None, ("deals", "probability"): None,
            ("accounts", "inn"): None, ("accounts", "kpp"): None, ("accounts", "ogrn"): None,
            ("accounts", "bank_accounts"): None,
            ("tasks", "status"): None, ("calls", "status"): None, ("meetings", "status"): None,
            ("leads", "status"): None, ("leads", "disqualify_reason"): None,
            ("deals", "loss_reason"): None,
        }
        if (entity, field["name"]) in special:
            return special[entity, field["name"]]
        if field["name"] in ("email", "phone") and entity in ("accounts", "contacts", "leads"):
            return None  # the first of emails and phones
        phone = f"+99871{2000000 + number}"
        simple = {
            "text": f"{mark} {entity} {field['name']} {number}", "phone": phone,
            "long_text": f"{mark} long {number}", "url": f"https://{mark}{number}.example",
            "email": f"{mark.lower()}{number}@{mark.lower()}.example",
            "emails": [{"value": f"{mark.lower()}{number}@{mark.lower()}.example"}],
            "phones": [{"value": phone}], "address": {"city": f"{mark} city"},
            "integer": number, "percent": 5, "money": {"amount": str(number), "currency": "UZS"},
            "decimal": number, "boolean": False, "date": "2026-01-02",
            "instant": f"2026-01-02T03:04:{number % 60:02d}Z", "json": None, "tags": [mark],
            "bank_accounts": None, "stage": None,
        }
        if kind in simple:
            value = simple[kind]
            if kind == "text" and field.get("max"):
                value = value[:field["max"]]
            return value
        if kind in ("choice", "choices"):
            key = field["choices"][0]["key"]
            return [key] if kind == "choices" else key
        if kind in ("link", "user", "links", "file", "team"):
            target = next((links[t] for t in field.get("to", []) if t in links), None)
            return target and ([target] if kind == "links" else target)
        raise RuntimeError(f"{entity}.{field['name']}: no value for the type {kind}")

    def role_id(self, key: str) -> str:
        return next(r["id"] for r in self.metadata["roles"] if r["key"] == key)

    def make(self, entity: str, who: Caller, mark: str, links: dict[str, str]) -> dict:
        """A new record of somebody's; of what only the administrator writes, his."""
        if entity == "files":
            status, _, body = who.send(
                "POST", f"/api/v1/files?name={mark}{self.counter}.txt" +
                (f"&related={links['accounts']}&related_entity=accounts" if links else ""),
                f"{mark} content".encode(), {"Content-Type": "text/plain"})
            if status != 201:
                raise RuntimeError(f"POST /files: {status} {body!r}")
            return json.loads(body)
        values = self.values(entity, mark, links)
        values["external_id"] = f"{mark}-{entity}-{self.counter}"
        maker = self.admin if entity in OPEN | CLOSED else who
        wish = "" if entity in CLOSED else "?duplicates=create"
        return maker.must("POST", f"/{entity}{wish}", values)

    def fill(self) -> None:
        """Victims of North, one of each in the bin, records of South's own."""
        order = ["accounts", "contacts", "products", "leads", "deals", "tasks", "calls",
                 "meetings", "notes", "files"]
        order += [e for e in self.entities if e not in order]
        links: dict[str, str] = {}
        for entity in order:
            mark = "Open" if entity in OPEN else self.mark
            self.victims[entity] = [self.make(entity, self.rep, mark, links) for _ in range(2)]
            links[entity] = self.victims[entity][0]["id"]
            gone = self.make(entity, self.rep, mark, links)
            (self.admin if entity in OPEN | CLOSED else self.rep).must(
                "DELETE", f"/{entity}/{gone['id']}")
            self.deleted[entity] = gone
        south: dict[str, str] = {}
        for entity in order:
            if entity not in OPEN | CLOSED:
                self.own[entity] = self.make(entity, self.stranger, "Own", south)
                south[entity] = self.own[entity]["id"]

    def attackers(self) -> list[Caller]:
        """Everyone who must not get at North's records, or must not write."""
        server = self.server
        gone = sign_in(server, "gone", "a disabled user's cookie")
        self.admin.must("PATCH", f"/users/{self.users['gone']}", {"active": False})
        manager = self.by_key("south_manager", "a manager of another team")
        manager.owns = {"products"}  # what is sold is every manager's
        reading = key_with_scopes(server, "rep", "read")
        return [
            Caller(server, "nobody", {}), gone, self.by_key("gone", "a disabled user's key"),
            sign_in(server, "stranger", "a rep of another team"),
            manager,
            self.by_key("south_reader", "a reader of another team", reads=True),
            self.by_key("reader", "a reader of the team", reads=True),
            Caller(server, "a key that may only read", {"Authorization": f"Bearer {reading}"},
                   reads=True),
        ]


def operations(target: Target):
    """Yields (method, path of the document, operation) of every route, for every entity."""
    for path, item in target.openapi["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method in item:
                yield method.upper(), path, item[method]


def generalised(target: Target, path: str) -> tuple[str, str]:
    """("/{entity}/{id}", "deals") of "/api/v1/deals/{id}"; the entity is empty for others."""
    found = re.match(r"/api/v1/(\w+)(.*)$", path)
    if found and found[1] in target.entities:
        return "/{entity}" + found[2], found[1]
    return path, ""
