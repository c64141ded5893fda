"""What only the program may set × every door of writing, on a record of one's own."""
import json

from calls import least, own_promotion
from state import State
from target import CLOSED, NOBODY, OPEN, Target

# What a stranger would like to set: fields of the program, columns of the tables, words of others.
UNKNOWN = {"rid": 1, "deleted_at": "2026-01-01T00:00:00Z", "administrator": True,
           "is_administrator": True, "is_admin": True, "password": "Hacked-horse-battery-9",
           "password_hash": "x", "role": NOBODY, "rights": {"*": {"read": "all"}},
           "__proto__": {"x": 1}, "constructor": 1, "name_folded": "x", "hidden": False}
PROGRAM = {"created_at": "2020-01-01T00:00:00Z", "changed_at": "2020-01-01T00:00:00Z",
           "version": 99}


class Assigned:
    def __init__(self, company, server, score):
        self.target, self.score = Target(company, server), score
        self.stranger = self.target.by_key("stranger")
        self.rights = next(r["rights"] for r in self.target.admin.must("GET", "/roles")["items"]
                           if r["key"] == "rep")
        self.state = State(server.data)

    def wishes(self, entity: str) -> dict:
        """Everything of the entity that the stranger may not write, with a value for it."""
        fields = {f["name"]: f for f in self.target.fields(entity, writable=False)}
        admin = self.target.users["admin"]
        wishes = PROGRAM | {name: value for name, value in UNKNOWN.items() if name not in fields}
        wishes |= {"created_by": admin, "changed_by": admin}
        if self.rights.get(entity, {}).get("create") != "team":  # work is given to others
            wishes["owner"] = admin
        for name, field in fields.items():
            if field["read_only"] and name not in wishes and name != "id":
                wishes[name] = {"integer": 9, "instant": "2020-01-01T00:00:00Z",
                                "money": {"amount": "9", "currency": "UZS"}}.get(
                                    field["type"], NOBODY)
        return wishes

    def refuses(self, what: str, method: str, path: str, body=None) -> None:
        status, _, content = self.stranger.send(method, "/api/v1" + path, body)
        changed = self.state.changed()
        items = json.loads(content).get("results", []) if b'"results"' in content else []
        refused = status in (400, 403, 404, 409, 412, 422) or (
            items and all(item["status"] >= 400 for item in items))
        self.score.check(refused and not changed,
                         f"{what}: {method} {path} {body}: {status} {content[:300]!r} {changed}")

    def on(self, entity: str) -> None:
        target, here = self.target, f"/{entity}"
        record = target.own[entity]
        there, base = f"{here}/{record['id']}", least(target, entity)
        for name, value in self.wishes(entity).items():
            what, one = f"{entity}.{name}", {name: value}
            if entity != "files":
                self.refuses(f"create {what}", "POST", here, base | one)
                self.refuses(f"bulk create {what}", "POST", f"{here}/bulk", {"create": [
                    base | one]})
                self.refuses(f"upsert {what}", "PUT", f"{here}/by/external_id/new-{name}",
                             base | one)
                if name != "owner":  # his copy is his, whoever is asked for
                    self.refuses(f"clone {what}", "POST", f"{there}/actions/clone", one)
                self.import_column(entity, name, value)
            self.refuses(f"patch {what}", "PATCH", there, one)
            if name != "version":  # there it is the version that the change is based on
                self.refuses(f"bulk update {what}", "POST", f"{here}/bulk", {"update": [
                    {"id": record["id"]} | one]})
            else:
                self.refuses(f"bulk update {what}", "POST", f"{here}/bulk", {"update": [
                    {"id": record["id"], target.title_of(entity): "Changed"} | one]})
            if name != "owner":  # refused one by one while it runs; foreign.py has it
                self.refuses(f"batch {what}", "POST", "/batches", {
                    "entity": entity, "ids": [record["id"]], "change": one})
        if entity != "files":
            victim = target.victims[entity][0]["id"]
            self.refuses(f"create {entity} with another's id", "POST", here, base | {"id": victim})
            self.refuses(f"create {entity} with a wrong id", "POST", here, base | {"id": "1"})
            self.refuses(f"patch {entity}.id", "PATCH", there, {"id": NOBODY})

    def import_column(self, entity: str, name: str, value) -> None:
        """As a column of a file: the import is refused, or the record does not have it."""
        _, _, body = self.stranger.send(
            "POST", "/api/v1/files?name=x.csv", b"a,b\nImported,1\n", {"Content-Type": "text/csv"})
        self.state.changed()
        if name in ("owner", "created_at", "created_by", "name"):
            return  # an import may bring who and when, and takes a whole name apart
        self.refuses(f"import {entity}.{name}", "POST", "/imports", {
            "file": json.loads(body)["id"], "entity": entity,
            "map": {"columns": {"a": self.target.title_of(entity), "b": name}}})

    def of_entities_of_the_program(self) -> None:
        """Users, teams, roles, the company's structure and webhooks are the administrator's."""
        target = self.target
        me = target.users["stranger"]
        for name, value in own_promotion(target).items():
            self.refuses(f"users.{name}", "PATCH", f"/users/{me}", {name: value})
            self.refuses(f"profile.{name}", "PATCH", "/profile", {name: value})
            self.refuses(f"bulk users.{name}", "POST", "/users/bulk",
                         {"update": [{"id": me, name: value}]})
        for entity in sorted(OPEN | CLOSED):
            self.refuses(f"create {entity}", "POST", f"/{entity}",
                         target.values(entity, "Evil", {"accounts": NOBODY}))
        team = target.teams["North"]
        self.refuses("into a team", "PUT", f"/teams/{team}/related/members/{me}")
        self.refuses("into a team", "PUT", f"/users/{me}/related/teams/{team}")
        for entity, link in (("departments", "people"), ("positions", "people"),
                             ("territories", "members")):
            there = target.victims[entity][0]["id"]
            self.refuses(f"into {entity}", "PUT", f"/{entity}/{there}/related/{link}/{me}")
            self.refuses(f"into {entity}", "PUT", f"/users/{me}/related/{entity}/{there}")
        department = target.victims["departments"][0]["id"]
        self.refuses("heads a department", "PATCH", f"/departments/{department}", {"head": me})
        rep = target.users["rep"]
        days = {"starts_on": "2020-01-01", "ends_on": "2099-01-01"}
        self.refuses("takes another's place", "POST", "/absences",
                     {"person": rep, "substitute": me} | days)
        mine = self.stranger.must("POST", "/absences", {"person": me} | days)["id"]
        self.state.changed()
        for name, value in (("person", rep), ("substitute", me), ("owner", rep)):
            self.refuses(f"absences.{name}", "PATCH", f"/absences/{mine}", {name: value})
        self.refuses("a share to oneself", "PUT",
                     f"/accounts/{target.victims['accounts'][0]['id']}/shares/{me}",
                     {"may_edit": True})
        self.refuses("everything of another", "POST", "/batches",
                     {"entity": "users", "hand_over": {"from": rep, "to": me}})
        role = target.role_id("administrator")
        self.refuses("into a role", "PUT", f"/roles/{role}/related/users/{me}")
        for name in ("user", "scope", "administrator", "id", "key", "owner"):
            self.refuses(f"api key {name}", "POST", "/profile/api-keys", {
                "current": "wrong", "name": "x", name: target.users["admin"]})
        self.refuses("a limit of one's own", "POST", "/profile/api-keys", {
            "current": "Correct-horse-battery-9", "name": "x", "requests_per_minute": 0})

    def controls(self) -> None:
        """With nothing of that in it each door is open."""
        for entity in self.target.own:
            if entity == "files":
                continue
            status, answer = self.stranger.json("POST", f"/{entity}", least(self.target, entity))
            self.score.check(status == 201, f"control: create {entity}: {status} {answer}")
            there = f"/{entity}/{self.target.own[entity]['id']}"
            status, answer = self.stranger.json("PATCH", there, {
                self.target.title_of(entity): "Mine"})
            self.score.check(status == 200, f"control: patch {entity}: {status} {answer}")
            status, answer = self.stranger.json("POST", f"{there}/actions/clone", {})
            self.score.check(status < 300, f"control: clone {entity}: {status} {answer}")


def run(company, server, score) -> None:
    table = Assigned(company, server, score)
    for entity in table.target.own:
        table.on(entity)
    table.of_entities_of_the_program()
    table.controls()
