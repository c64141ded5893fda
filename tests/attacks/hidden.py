"""A field that a role may not read × every way of asking for it or writing it.

The role hides every field of every entity that a record can do without; what lies in them carries
the mark. The person is of the team that has the records.
"""
import json
import time
import urllib.parse

from calls import least
from live_socket import LiveSocket
from state import State
from target import CLOSED, MARK, OPEN, SYSTEM_FIELDS, Caller, Target

NUMBER = 77317731
HIDDEN_VALUES = {"integer": NUMBER, "decimal": NUMBER, "date": "1977-07-31",
                 "instant": "1977-07-31T07:31:00Z",
                 "money": {"amount": str(NUMBER), "currency": "USD"}}
SIGNS = (MARK.lower(), str(NUMBER), "1977-07-31")


def hideable(target: Target, entity: str) -> list[dict]:
    keep = {target.title_of(entity), "name", "subject"}
    if entity in ("contacts", "leads"):
        keep |= {"first_name", "middle_name", "last_name"}  # of which the name is made
    return [f for f in target.fields(entity, writable=False)
            if f["name"] not in keep and not f["required"]
            and (f["name"] not in SYSTEM_FIELDS or f["name"] in ("external_id", "tags"))]


class Hidden:
    """The role, its person, and a record of each entity with everything in its hidden fields."""

    def __init__(self, company, server, score):
        self.target = target = Target(company, server, mark="Plain")
        self.score = score
        self.fields = {e: hideable(target, e) for e in target.entities
                       if e not in OPEN | CLOSED}
        # Values of the hidden fields are put in while nothing is hidden yet.
        self.records = {}
        for entity in self.fields:
            self.records[entity] = self.make(entity)
        self.narrow = target.by_key("narrow")
        self.hide()
        self.state = State(server.data)

    def make(self, entity: str) -> dict:
        target = self.target
        if entity == "files":
            return target.make(entity, target.rep, "Plain", {})
        links = {e: v[0]["id"] for e, v in target.victims.items()}
        values = target.values(entity, MARK, links) | {
            f["name"]: HIDDEN_VALUES[f["type"]] for f in target.fields(entity)
            if f["type"] in HIDDEN_VALUES and not f.get("max")}
        plain = target.values(entity, "Plain", links)
        values |= {name: plain[name] for name in values
                   if name in plain and name not in {f["name"] for f in self.fields[entity]}}
        values |= least(target, entity) | {"external_id": f"{MARK}-{entity}-h", "tags": [MARK]}
        if entity == "views":
            values["shared"] = "team"
        return target.rep.must("POST", f"/{entity}?duplicates=create", values)

    def hide(self) -> None:
        admin, everything = self.target.admin, {"read": "team", "create": "team", "update": "team",
                                                "delete": "team", "export": "team"}
        rights = {"*": everything} | {e: everything | {"hidden": [f["name"] for f in fields]}
                                      for e, fields in self.fields.items()}
        role = admin.must("POST", "/roles", {"name": "Narrow", "rights": rights})
        admin.must("PATCH", f"/users/{self.target.users['narrow']}", {"role": role["id"]})

    def refuses(self, what: str, method: str, path: str, body=None, statuses=(403, 404, 422)):
        """The call is refused, tells nothing and changes nothing."""
        status, _, content = self.narrow.send(method, "/api/v1" + path, body)
        changed = self.state.changed()
        told = [sign for sign in SIGNS if sign.encode() in content.lower() and sign not in
                f"{path}{body}".lower()]
        self.score.check(status in statuses and not told and not changed,
                         f"{what}: {method} {path} {body}: {status} {content[:250]!r} {changed}")

    def is_silent(self, what: str, method: str, path: str, body=None, names=()):
        """Answered, but with nothing of what is hidden."""
        status, _, content = self.narrow.send(method, "/api/v1" + path, body)
        told = [sign for sign in SIGNS if sign.encode() in content.lower()]
        told += [name for name in names if f'"{name}":'.encode() in content]
        changed = self.state.changed()
        self.score.check(status < 300 and not told and not changed,
                         f"{what}: {method} {path} {body}: {status} tells {told}: {content!r}")


def value_of(hidden: Hidden, entity: str, field: dict):
    value = hidden.records[entity].get(field["name"])
    return value if value is not None else "x"


def ask_by_field(h: Hidden, entity: str, field: dict) -> None:
    """Reading: as a column, an order, a condition, a group, a measure."""
    name, here = field["name"], f"/{entity}"
    there = f"{here}/{h.records[entity]['id']}"
    empty = {"not": {"field": name, "op": "empty"}}
    word = urllib.parse.quote(json.dumps(empty))
    for what, path in (("column", f"{here}?fields={name}"), ("of one", f"{there}?fields={name}"),
                       ("sort", f"{here}?sort={name}"), ("sort", f"{here}?sort=-{name}"),
                       ("filter", f"{here}?filter={word}"),
                       ("export", f"{here}/export?fields={name}"),
                       ("export", f"{here}/export?filter={word}"),
                       ("export", f"{here}/export?sort={name}&format=json")):
        # What cannot be sorted is told so, which is no more than the metadata of others tell.
        h.refuses(f"{what} {entity}.{name}", "GET", path, statuses=(403, 404))
    for body in ({"filter": empty}, {"sort": name}, {"fields": [name]},
                 {"filter": {"any": [{"field": "id", "op": "empty"}, {"not": {"not": empty}}]}}):
        h.refuses(f"query {entity}.{name}", "POST", f"{here}/query", body, (403, 404))
    for body in ({"group_by": [name], "measures": [{"fn": "count"}]},
                 {"measures": [{"fn": "max", "field": name}]}, {"filter": empty}):
        h.refuses(f"aggregate {entity}.{name}", "POST", f"{here}/aggregate", body, (403, 404))


def write_by_field(h: Hidden, entity: str, field: dict) -> None:
    """Writing: by every door."""
    name, here = field["name"], f"/{entity}"
    there, value = f"{here}/{h.records[entity]['id']}", value_of(h, entity, field)
    other = h.target.victims[entity][0]["id"]
    if entity == "files":
        h.refuses(f"write {entity}.{name}", "PATCH", there, {name: value})
        return
    h.refuses(f"create {entity}.{name}", "POST", here, least(h.target, entity) | {name: value})
    h.refuses(f"write {entity}.{name}", "PATCH", there, {name: value})
    h.refuses(f"empty {entity}.{name}", "PATCH", there, {name: None})
    h.refuses(f"bulk {entity}.{name}", "POST", f"{here}/bulk", {
        "update": [{"id": h.records[entity]["id"], name: value}], "atomic": True})
    h.refuses(f"batch {entity}.{name}", "POST", "/batches", {
        "entity": entity, "ids": [h.records[entity]["id"]], "change": {name: value}})
    h.refuses(f"clone {entity}.{name}", "POST", f"{there}/actions/clone", {name: value})
    h.refuses(f"merge {entity}.{name}", "POST", f"{there}/actions/merge", {
        "with": [other], "fields": {name: other}})
    h.refuses(f"upsert by {entity}.{name}", "PUT",
              f"{here}/by/{name}/{urllib.parse.quote(str(value), safe='')}",
              least(h.target, entity), (400, 403, 404, 422))


def read_whole(h: Hidden, entity: str) -> None:
    """Whole records, their story, and what is found in them, hold nothing hidden."""
    here, names = f"/{entity}", [f["name"] for f in h.fields[entity]]
    there = f"{here}/{h.records[entity]['id']}"
    for what, path in (("record", there), ("list", f"{here}?limit=500"),
                       ("export", f"{here}/export?format=json")):
        h.is_silent(f"{what} of {entity}", "GET", path, names=names)
    for what, path in (("history", f"{there}/history"), ("quick search", f"{here}?q={MARK}"),
                       ("export", f"{here}/export")):
        h.is_silent(f"{what} of {entity}", "GET", path)
    if h.target.entities[entity]["timeline"]:
        h.is_silent(f"timeline of {entity}", "GET", f"{there}/timeline")
        h.is_silent(f"timeline of {entity}", "GET", f"{there}/timeline?q={MARK}")
    for related in h.target.entities[entity]["related"]:
        hidden_links = {f["name"] for f in h.fields.get(related["entity"], [])}
        hidden_links |= {f["name"] for f in h.fields[entity] if f["type"] == "links"}
        if related["field"] in hidden_links:
            h.refuses(f"related {entity}.{related['name']}", "GET",
                      f"{there}/related/{related['name']}")
            h.refuses(f"filter by related {entity}.{related['name']}", "POST", f"{here}/query", {
                "filter": {"related": related["name"], "some": {"field": "id", "op": "empty"}}},
                (400, 403))


def through_links(h: Hidden) -> None:
    """A hidden field of a record that is linked, asked for by a path."""
    admin = h.target.admin
    admin.must("PUT", "/metadata/entities/tasks/fields/customer", {"type": "link", "to":
                                                                   "accounts"})
    h.state = State(h.target.server.data)
    for field in h.fields["accounts"]:
        path = f"customer.{field['name']}"
        h.refuses(f"column {path}", "GET", f"/tasks?fields={path}")
        h.refuses(f"sort {path}", "GET", f"/tasks?sort={path}")
        h.refuses(f"filter {path}", "POST", "/tasks/query", {
            "filter": {"not": {"field": path, "op": "empty"}}})
        h.refuses(f"group {path}", "POST", "/tasks/aggregate", {"group_by": [path]})


def import_into(h: Hidden, entity: str, field: dict) -> None:
    """A column of a file taken for the field."""
    status, _, body = h.target.by_key("narrow").send(
        "POST", "/api/v1/files?name=x.csv", f"a,b\nPlain,{NUMBER}\n".encode(),
        {"Content-Type": "text/csv"})
    h.state.changed()
    file = json.loads(body).get("id") if status == 201 else None
    order = {"file": file, "entity": entity, "map": {"columns": {
        "a": h.target.title_of(entity), "b": field["name"]}}}
    h.refuses(f"import {entity}.{field['name']}", "POST", "/imports", order, (400, 403, 422))
    order["map"] = {"columns": {"a": h.target.title_of(entity)}, "ignore_unknown": True,
                    "match": [field["name"]]}
    h.refuses(f"import matched by {entity}.{field['name']}", "POST", "/imports", order,
              (400, 403, 422))


def told_of_changes(h: Hidden, server) -> None:
    """The socket, the delta of changes, notices and both descriptions of the model."""
    narrow, rep = h.narrow, h.target.rep
    account = h.records["accounts"]["id"]
    narrow.must("PUT", f"/accounts/{account}/follow")
    with LiveSocket(server.port, narrow.headers["Authorization"]) as socket:
        rep.must("PATCH", f"/accounts/{account}", {
            "description": f"{MARK} changed", "employees": NUMBER, "name": "Plain changed"})
        heard = socket.until(lambda text: account in text, 10)
    h.score.check(heard is not None, "the socket says nothing of a change")
    h.score.check(not any(sign in (heard or "").lower() for sign in SIGNS), f"socket: {heard}")
    time.sleep(0.2)
    h.state.changed()
    for path in ("/notices", f"/changes?since={h.target.cursor}", f"/search?q={MARK}",
                 f"/search?q={NUMBER}", "/stars"):
        h.is_silent("told", "GET", path)
    metadata, contract = narrow.must("GET", "/metadata"), narrow.must("GET", "/openapi.json")
    for entity, fields in h.fields.items():
        shown = {f["name"] for f in metadata["entities"][entity]["fields"]}
        written = contract["components"]["schemas"][entity]["properties"]
        layouts = metadata["entities"][entity]["layouts"]
        laid_out = {name for key, names in layouts.items() if key != "detail" for name in names}
        laid_out |= {name for section in layouts.get("detail", []) for row in section["rows"]
                     for name in row}
        for name in (f["name"] for f in fields):
            h.score.check(name not in shown and name not in written and name not in laid_out,
                          f"{entity}.{name} is in the metadata, the contract or a layout")


def duplicates(h: Hidden) -> None:
    """Looking for twins by a hidden field finds none and tells none."""
    for entity in ("accounts", "contacts", "leads"):
        record = h.records[entity]
        values = {name: record[name] for name in ("phones", "emails", "name") if record.get(name)}
        h.is_silent(f"duplicates of {entity}", "GET", f"/{entity}/duplicates")
        for name in ("phones", "emails"):
            status, _, content = h.narrow.send("POST", f"/api/v1/{entity}/duplicates", {
                "values": {name: values[name]}})
            h.score.check(status in (403, 422) or record["id"].encode() not in content,
                          f"duplicates by {entity}.{name}: {status} {content[:300]!r}")


def controls(h: Hidden) -> None:
    """What is not hidden is answered, and to who may read the field too."""
    reader: Caller = h.target.rep
    for entity, record in h.records.items():
        status, _, content = h.narrow.send("GET", f"/api/v1/{entity}/{record['id']}", None,
                                           {"Accept": "application/json"})
        h.score.check(status == 200 and record["id"].encode() in content,
                      f"control {entity}: {status} {content[:200]!r}")
        for field in h.fields[entity]:
            status, answer = reader.json("GET", f"/{entity}?fields={field['name']}&limit=1")
            h.score.check(status == 200, f"control {entity}.{field['name']}: {status} {answer}")


def run(company, server, score) -> None:
    h = Hidden(company, server, score)
    h.narrow.headers["Accept"] = "application/json"
    for entity, fields in h.fields.items():
        for field in fields:
            ask_by_field(h, entity, field)
            if not field["read_only"]:
                write_by_field(h, entity, field)
        read_whole(h, entity)
    for entity in ("accounts", "contacts", "leads", "deals", "tasks"):
        for field in h.fields[entity]:
            import_into(h, entity, field)
    duplicates(h)
    controls(h)
    told_of_changes(h, server)
    through_links(h)
