"""How every route is called with what belongs to somebody else.

A route that has no way here is a failure of the test: whoever adds one says how it is attacked.
"""
import dataclasses
import pathlib
import re
import time

from target import CLOSED, MARK, NOBODY, OPEN, Target, generalised, operations

SERVER = pathlib.Path(__file__).resolve().parents[2] / "server"


@dataclasses.dataclass
class Attack:
    """One call. `may_change`: tables of what is the caller's own, so no harm to anybody;
    `reader_may_change` those of who sees the record. `control`: the administrator is answered."""
    path: str
    body: object = None
    headers: dict = dataclasses.field(default_factory=dict)
    may_change: frozenset = frozenset()
    reader_may_change: frozenset = frozenset()
    control: bool = True


# Lists of open entities whose far side is a field of the caller's own record.
TIES_OF_ONES_OWN = {"pipelines": ("deals",), "users": ("meetings", "participants"),
                    "products": ("deals",)}


def own(*tables: str) -> frozenset:
    return frozenset(tables)


def actions_of(target: Target, entity: str) -> list[str]:
    """Those of the metadata, and those that the sources add to all entities."""
    names = {action["name"] for action in target.entities[entity]["actions"]}
    for file in SERVER.rglob("*.cpp"):
        if file.name.endswith("_test.cpp"):
            continue
        found = re.findall(r'add_action\("?([\w*]+)"?,\s*"(\w+)"', file.read_text("utf-8"))
        for owner, name in found:
            if owner in ("*", entity) or (owner == "kEntity" and file.parent.name == entity):
                names.add(name)
    return sorted(names)


def action_bodies(name: str, other: str) -> list[dict]:
    """What each action is sent; a new one is a KeyError until it is told here."""
    return {"merge": [{"with": [other]}], "unmerge": [{}, {"dry_run": True}], "clone": [{}],
            "complete": [{"result": "Hacked"}], "convert": [{}], "convert_preview": [{}],
            "test": [{}], "rotate_secret": [{}]}[name]


def linked(target: Target, entity: str, of: dict) -> list[dict]:
    """For each link that one may write, a value that points to the record of another team."""
    found = []
    for field in target.fields(entity):
        kind = field["type"]
        if kind not in ("link", "links", "file") or not set(field["to"]) - OPEN - CLOSED:
            continue
        to = next(t for t in field["to"] if t not in OPEN)
        value = {"id": of[to][0]["id"], "entity": to} if len(field["to"]) > 1 else of[to][0]["id"]
        found.append({field["name"]: [value] if kind == "links" else value})
    return found


def least(target: Target, entity: str) -> dict:
    """A record of one's own with no more than it needs."""
    values = target.values(entity, "Own", {})
    needed = {f["name"] for f in target.fields(entity) if f["required"]}
    needed.add(target.title_of(entity))
    return {name: value for name, value in values.items() if name in needed}


def strangers_records(target: Target, entity: str) -> list[dict]:
    """Records as a stranger would like to make them: tied to what he does not see, or another's."""
    base = least(target, entity)
    found = [base | link for link in linked(target, entity, target.victims)]
    if entity not in OPEN - {"products"}:
        found.append(base | {"owner": target.users["rep"]})
    return found


def attacks_on_records(target: Target, e: str) -> dict:
    """(method, path from the entity on) → attacks on the victim of the entity."""
    victim, second = target.victims[e]
    here, title = f"/api/v1/{e}", target.title_of(e)
    there, gone = f"{here}/{victim['id']}", f"{here}/{target.deleted[e]['id']}"
    my_own = f"{here}/{target.own[e]['id']}" if e in target.own else there
    hacked = {title: "Hacked"}
    all_fields = ",".join(f["name"] for f in target.fields(e, writable=False))
    links = [r["name"] for r in target.entities[e]["related"]]
    far = {r["name"]: (r["entity"], target.victims[r["entity"]][1]["id"],
                       target.own.get(r["entity"], {}).get("id", NOBODY))
           for r in target.entities[e]["related"]}
    unique = [("external_id", victim.get("external_id"))]
    unique += [(rule, (victim[rule][0]["value"] if isinstance(victim.get(rule), list)
                       else victim.get(rule))) for rule in target.entities[e]["duplicates"]]
    # What makes it look like the victim, without its mark: a candidate would bring that.
    alike = least(target, e) | {"phones": victim["phones"]} if victim.get("phones") else {}
    ties = []
    for name in links:
        # One's own record may be tied to what everyone sees: a deal to a pipeline.
        if name not in TIES_OF_ONES_OWN.get(e, ()):
            ties.append(Attack(f"{there}/related/{name}/{far[name][2]}", control=False))
        if name not in TIES_OF_ONES_OWN.get(far[name][0], ()):
            ties.append(Attack(f"{my_own}/related/{name}/{far[name][1]}", control=False))
    return {
        ("GET", ""): [Attack(f"{here}?limit=500&fields={all_fields}"),
                      Attack(f"{here}?deleted=true"), Attack(f"{here}?q={MARK}&count=exact")],
        ("POST", ""): [Attack(here, body, control=False)
                       for body in strangers_records(target, e)] + (
                      [Attack(here, alike, may_change=own(e, "change_log", "match_keys"),
                              control=False)] if alike else []),
        ("POST", "/query"): [Attack(f"{here}/query", {
            "filter": {"field": title, "op": "contains", "value": MARK}, "count": "exact"})],
        ("POST", "/aggregate"): [Attack(f"{here}/aggregate", {
            "group_by": [title], "measures": [{"fn": "count"}, {"fn": "max", "field": title}]
            if title == "none" else [{"fn": "count"}]})],
        ("POST", "/duplicates"): [Attack(f"{here}/duplicates", {"values": alike})],
        ("GET", "/duplicates"): [Attack(f"{here}/duplicates", control=bool(
            target.entities[e]["duplicates"]))],
        ("POST", "/duplicates/different"): [Attack(
            f"{here}/duplicates/different", {"ids": [victim["id"], second["id"]]},
            control=bool(target.entities[e]["duplicates"]))],
        ("POST", "/bulk"): [
            Attack(f"{here}/bulk", {"update": [{"id": victim["id"], **hacked}]}),
            Attack(f"{here}/bulk", {"update": [{"id": victim["id"], **hacked}], "atomic": True}),
            Attack(f"{here}/bulk", {"delete": [second["id"]]}, control=False)],
        ("PUT", "/by/{field}/{value}"): [
            Attack(f"{here}/by/{name}/{value}".replace(" ", "%20"), hacked, control=False)
            for name, value in unique if value],
        ("GET", "/export"): [Attack(f"{here}/export?format={form}&fields={all_fields}")
                             for form in ("csv", "json")],
        ("POST", "/export"): [Attack(f"{here}/export", {"records": 1}, control=False)],
        ("GET", "/{id}"): [Attack(there), Attack(f"{there}?fields={all_fields}"),
                          Attack(gone, control=False)],
        ("PATCH", "/{id}"): [Attack(there, hacked), *(
            Attack(my_own, body, control=False) for body in linked(target, e, target.victims))],
        ("DELETE", "/{id}"): [Attack(there, control=False),
                              Attack(f"{gone}?purge=true", control=False)],
        ("POST", "/{id}/restore"): [Attack(f"{gone}/restore", control=False)],
        ("POST", "/{id}/actions/{action}"): [
            attack for name in actions_of(target, e) for attack in (
                *(Attack(f"{there}/actions/{name}", body, control=False)
                  for body in action_bodies(name, second["id"])),
                *(Attack(f"{my_own}/actions/{name}", body, control=False)
                  for body in action_bodies(name, victim["id"]) if "with" in body))],
        ("PUT", "/{id}/follow"): [Attack(f"{there}/follow", may_change=own("followers"))],
        ("DELETE", "/{id}/follow"): [Attack(f"{there}/follow", may_change=own("followers"))],
        ("PUT", "/{id}/star"): [Attack(f"{there}/star", may_change=own("stars"))],
        ("DELETE", "/{id}/star"): [Attack(f"{there}/star", may_change=own("stars"))],
        ("GET", "/{id}/shares"): [Attack(f"{there}/shares")],
        ("PUT", "/{id}/shares/{whom}"): [
            Attack(f"{there}/shares/{whom}", {"may_edit": True}, control=False)
            for whom in (target.users["stranger"], target.teams["South"])],
        ("DELETE", "/{id}/shares/{whom}"): [
            Attack(f"{there}/shares/{target.users['rep']}", control=False)],
        ("GET", "/{id}/sight"): [Attack(f"{there}/sight"), Attack(
            f"{there}/sight?user={target.users['rep']}")],
        ("GET", "/{id}/people"): [Attack(f"{there}/people")],
        ("GET", "/{id}/timeline"): [Attack(f"{there}/timeline?limit=500", control=(
            target.entities[e]["timeline"])), Attack(f"{there}/timeline?q={MARK}", control=False)],
        ("GET", "/{id}/history"): [Attack(f"{there}/history")],
        ("GET", "/{id}/stages"): [Attack(f"{there}/stages")],
        ("GET", "/{id}/related/{link}"): [
            Attack(f"{there}/related/{name}") for name in links] or [
            Attack(f"{there}/related/contacts", control=False)],
        ("PUT", "/{id}/related/{link}/{other}"): ties or [
            Attack(f"{there}/related/contacts/{NOBODY}", control=False)],
        ("DELETE", "/{id}/related/{link}/{other}"): ties or [
            Attack(f"{there}/related/contacts/{NOBODY}", control=False)],
        ("GET", "/{id}/content"): [Attack(f"{there}/content")],
        ("GET", "/{id}/deliveries"): [Attack(f"{there}/deliveries?limit=5")],
        ("POST", "/{id}/password"): [Attack(f"{there}/password", {
            "password": "Hacked-horse-battery-9", "current": "no"}, control=False)],
        ("GET", "/{id}/security"): [Attack(f"{there}/security")],
        ("POST", "/{id}/password-link"): [Attack(f"{there}/password-link", control=False)],
        ("DELETE", "/{id}/second-factor"): [Attack(f"{there}/second-factor", control=False)],
        ("DELETE", "/{id}/sessions"): [Attack(f"{there}/sessions", control=False)],
        ("DELETE", "/{id}/sessions/{session}"): [Attack(
            f"{there}/sessions/{NOBODY}", control=False)],
        ("DELETE", "/{id}/api-keys/{key}"): [Attack(f"{there}/api-keys/{NOBODY}", control=False)],
        ("POST", "/{id}/deliveries/{delivery}/actions/send_again"): [
            Attack(f"{there}/deliveries/{NOBODY}/actions/send_again", control=False)],
    }


def attacks_on_program(target: Target) -> dict:
    """(method, path of the document) → attacks, of the routes that are not an entity's."""
    a = target.victims["accounts"][0]
    file = target.victims["files"][0]["id"]
    ids = foreign_jobs(target)
    change = {"entity": "accounts", "ids": [a["id"]], "change": {"name": "Hacked"}}
    order = {"file": file, "entity": "accounts", "map": {"ignore_unknown": True}}
    definition = "/api/v1/metadata/entities/accounts"
    batch_tables = own("batches", "batch_ledger")
    api = "/api/v1"
    return {
        ("GET", "/health/live"): [Attack("/health/live")],
        ("GET", "/health/ready"): [Attack("/health/ready")],
        ("GET", "/metrics"): [Attack("/metrics")],
        ("GET", f"{api}/openapi.json"): [Attack(f"{api}/openapi.json")],
        ("GET", f"{api}/setup"): [Attack(f"{api}/setup")],
        ("GET", f"{api}/setup/trades"): [Attack(f"{api}/setup/trades")],
        ("POST", f"{api}/setup"): [Attack(f"{api}/setup", {
            "token": token, "name": "Evil", "email": "evil@evil.example",
            "password": "Hacked-horse-battery-9"}, control=False) for token in ("", "0" * 43)],
        ("POST", f"{api}/session"): [Attack(f"{api}/session", {
            "email": "admin@example.com", "password": "Hacked-horse-battery-9"}, control=False)],
        ("GET", f"{api}/session"): [Attack(f"{api}/session")],
        ("DELETE", f"{api}/session"): [],  # ends one's own; forged.py sends it
        ("GET", f"{api}/session/ways"): [Attack(f"{api}/session/ways")],
        ("POST", f"{api}/session/provider"): [Attack(
            f"{api}/session/provider", {"next": "//evil.example"}, control=False)],
        ("POST", f"{api}/session/provider/confirm"): [Attack(
            f"{api}/session/provider/confirm", {"next": "//evil.example"}, control=False)],
        ("POST", f"{api}/session/provider/arrival"): [Attack(
            f"{api}/session/provider/arrival", {"code": "x", "state": "x"}, control=False)],
        ("POST", f"{api}/session/confirm"): [Attack(
            f"{api}/session/confirm", {"password": "no"}, control=False)],
        ("GET", f"{api}/audit"): [Attack(f"{api}/audit?limit=50")],
        ("GET", f"{api}/audit/export"): [Attack(f"{api}/audit/export")],
        ("GET", f"{api}/audit/settings"): [Attack(f"{api}/audit/settings")],
        ("PUT", f"{api}/audit/settings"): [Attack(
            f"{api}/audit/settings", {"days": 1}, control=False)],
        ("GET", f"{api}/sign-in"): [Attack(f"{api}/sign-in")],
        **{(method, f"{api}/sign-in/{path}"): [Attack(f"{api}/sign-in/{path}", {
            "enabled": True, "url": "ldaps://evil.example", "issuer": "https://evil.example"},
            control=False)] for method, path in (
                ("PUT", "directory"), ("PUT", "provider"), ("POST", "directory/try"),
                ("POST", "provider/try"), ("POST", "directory/look"))},
        ("POST", f"{api}/password-link/look"): [Attack(
            f"{api}/password-link/look", {"token": "0" * 43}, control=False)],
        ("POST", f"{api}/password-link"): [Attack(f"{api}/password-link", {
            "token": "0" * 43, "password": "Hacked-horse-battery-9"}, control=False)],
        ("POST", f"{api}/composite"): [Attack(f"{api}/composite", {"paths": [
            f"{api}/{entity}/{victims[0]['id']}" for entity, victims in target.victims.items()
            if entity != "files"] + [
                f"{api}/accounts?q={MARK}", f"{api}/search?q={MARK}"]})],
        ("GET", f"{api}/profile"): [Attack(f"{api}/profile")],
        ("PATCH", f"{api}/profile"): [
            Attack(f"{api}/profile", {name: value}, control=False,
                   reader_may_change=own("users", "change_log") if name == "avatar" else own())
            for name, value in own_promotion(target).items()],
        ("GET", f"{api}/profile/home"): [Attack(f"{api}/profile/home")],
        ("PUT", f"{api}/profile/home"): [Attack(f"{api}/profile/home", {
            "widgets": None, "user": target.users["rep"]}, may_change=own("home_layouts"),
            control=False)],
        ("DELETE", f"{api}/profile/home"): [Attack(
            f"{api}/profile/home", may_change=own("home_layouts"), control=False)],
        ("POST", f"{api}/profile/password"): [Attack(f"{api}/profile/password", {
            "current": "no", "password": "Hacked-horse-battery-9"}, control=False)],
        ("GET", f"{api}/profile/sessions"): [Attack(f"{api}/profile/sessions")],
        ("DELETE", f"{api}/profile/sessions"): [Attack(
            f"{api}/profile/sessions", may_change=own("access_sessions"), control=False)],
        ("GET", f"{api}/profile/sign-ins"): [Attack(f"{api}/profile/sign-ins")],
        ("GET", f"{api}/profile/second-factor"): [Attack(f"{api}/profile/second-factor")],
        ("POST", f"{api}/profile/second-factor"): [Attack(
            f"{api}/profile/second-factor", may_change=own("access_second_factors"),
            control=False)],
        ("PUT", f"{api}/profile/second-factor"): [Attack(
            f"{api}/profile/second-factor", {"otp": "000000"}, control=False)],
        ("DELETE", f"{api}/profile/second-factor"): [Attack(
            f"{api}/profile/second-factor", may_change=own("access_second_factors"),
            control=False)],
        ("POST", f"{api}/profile/second-factor/codes"): [Attack(
            f"{api}/profile/second-factor/codes", control=False)],
        ("DELETE", f"{api}/profile/sessions/{{id}}"): [
            Attack(f"{api}/profile/sessions/{ids['session']}", control=False)],
        ("GET", f"{api}/profile/api-keys"): [Attack(f"{api}/profile/api-keys")],
        ("POST", f"{api}/profile/api-keys"): [Attack(f"{api}/profile/api-keys", {
            "name": "x", "user": target.users["admin"]}, control=False,
            may_change=own("access_api_keys"))],  # it is one's own, whoever is named
        ("DELETE", f"{api}/profile/api-keys/{{id}}"): [
            Attack(f"{api}/profile/api-keys/{ids['key']}", control=False)],
        ("GET", f"{api}/sample-data"): [Attack(f"{api}/sample-data")],
        ("GET", f"{api}/sample-data/removal"): [Attack(f"{api}/sample-data/removal")],
        ("DELETE", f"{api}/sample-data"): [Attack(f"{api}/sample-data", control=False)],
        ("GET", f"{api}/metadata"): [Attack(f"{api}/metadata")],
        ("GET", f"{api}/metadata/customisation"): [Attack(f"{api}/metadata/customisation")],
        ("PUT", f"{api}/metadata/customisation"): [Attack(
            f"{api}/metadata/customisation", {"entities": {}}, control=False)],
        ("PUT", f"{api}/metadata/entities/{{name}}"): [Attack(definition, {
            "color": "red"}, control=False)],
        ("DELETE", f"{api}/metadata/entities/{{name}}"): [Attack(definition, control=False)],
        ("PUT", f"{api}/metadata/entities/{{name}}/fields/{{field}}"): [Attack(
            f"{definition}/fields/evil", {"type": "text"}, control=False)],
        ("DELETE", f"{api}/metadata/entities/{{name}}/fields/{{field}}"): [Attack(
            f"{definition}/fields/name", control=False)],
        ("PUT", f"{api}/metadata/entities/{{name}}/layout"): [Attack(
            f"{definition}/layout", {"list": ["name"]}, control=False)],
        ("DELETE", f"{api}/metadata/entities/{{name}}/layout"): [Attack(
            f"{definition}/layout", control=False)],
        ("GET", f"{api}/search"): [Attack(f"{api}/search?q={MARK}&limit=500")],
        ("GET", f"{api}/changes"): [Attack(f"{api}/changes?since={target.cursor}")],
        ("GET", f"{api}/stream"): [Attack(f"{api}/stream", control=False)],
        ("GET", f"{api}/notices"): [Attack(f"{api}/notices")],
        ("POST", f"{api}/notices/read"): [Attack(f"{api}/notices/read", {
            "ids": list(range(1, 200))}, control=False)],
        ("GET", f"{api}/stars"): [Attack(f"{api}/stars")],
        ("POST", f"{api}/imports/preview"): [Attack(f"{api}/imports/preview", order)],
        ("POST", f"{api}/imports/words"): [Attack(f"{api}/imports/words", order)],
        ("POST", f"{api}/imports"): [Attack(f"{api}/imports", order, control=False)],
        ("GET", f"{api}/imports"): [Attack(f"{api}/imports")],
        ("GET", f"{api}/imports/{{id}}"): [Attack(f"{api}/imports/{ids['import']}")],
        ("POST", f"{api}/imports/{{id}}/actions/{{action}}"): [
            Attack(f"{api}/imports/{ids['import']}/actions/{name}", {}, control=False)
            for name in ("cancel", "undo")],
        ("GET", f"{api}/imports/{{id}}/undo"): [Attack(f"{api}/imports/{ids['import']}/undo")],
        ("GET", f"{api}/imports/{{id}}/failed"): [Attack(f"{api}/imports/{ids['import']}/failed")],
        ("POST", f"{api}/batches"): [
            Attack(f"{api}/batches", change, may_change=batch_tables, control=False),
            Attack(f"{api}/batches", {"entity": "accounts", "ids": [a["id"]], "delete": True},
                   may_change=batch_tables, control=False),
            Attack(f"{api}/batches", {
                "entity": "accounts", "change": {"name": "Hacked"},
                "filter": {"field": "name", "op": "contains", "value": MARK}},
                may_change=batch_tables, control=False),
            Attack(f"{api}/batches", {"entity": "users", "hand_over": {
                "from": target.users["rep"], "to": target.users["stranger"]}}, control=False)],
        ("GET", f"{api}/batches"): [Attack(f"{api}/batches")],
        ("GET", f"{api}/batches/{{id}}"): [Attack(f"{api}/batches/{ids['batch']}", control=False)],
        ("POST", f"{api}/batches/{{id}}/actions/{{action}}"): [
            Attack(f"{api}/batches/{ids['batch']}/actions/{name}", {}, control=False)
            for name in ("cancel", "undo")],
        ("GET", f"{api}/batches/{{id}}/report"): [
            Attack(f"{api}/batches/{ids['batch']}/report", control=False)],
        ("POST", f"{api}/files"): [Attack(
            f"{api}/files?name=x.txt&related={a['id']}&related_entity=accounts", b"evil",
            {"Content-Type": "text/plain"}, control=False)],
    }


def own_promotion(target: Target) -> dict:
    """What one would like to be: each is a field of users, the value one's wish."""
    return {"role": target.role_id("administrator"), "teams": [target.teams["North"]],
            "id": target.users["admin"], "active": False, "email": "evil@evil.example",
            "owner": target.users["admin"], "team": target.teams["North"], "external_id": "x",
            "created_by": target.users["admin"],
            "avatar": target.victims["files"][0]["id"], "administrator": True,
            "is_administrator": True, "password": "Hacked-horse-battery-9",
            "password_hash": "$argon2id$v=19$m=1,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA", "version": 9}


def foreign_jobs(target: Target) -> dict:
    """Ids of the victim's session, key, import and batch."""
    rep = target.rep
    rep.must("POST", "/batches", {
        "entity": "accounts", "ids": [target.victims["accounts"][1]["id"]],
        "change": {"description": f"{MARK} by a batch"}})
    status, _, body = rep.send("POST", f"/api/v1/files?name={MARK}.csv",
                               f"name,employees\n{MARK} imported,x\n".encode(),
                               {"Content-Type": "text/csv"})
    assert status == 201, body
    rep.must("POST", "/imports", {"file": re.search(rb'"id":"([^"]+)"', body)[1].decode(),
                                  "entity": "accounts", "map": {"ignore_unknown": True}})
    return {"session": rep.must("GET", "/profile/sessions")["items"][0]["id"]
            if rep.must("GET", "/profile/sessions")["items"] else NOBODY,
            "key": rep.must("GET", "/profile/api-keys")["items"][0]["id"],
            "import": rep.must("GET", "/imports")["items"][0]["id"],
            "batch": rep.must("GET", "/batches")["items"][0]["id"]}


def all_attacks(target: Target) -> list[tuple]:
    """(method, path of the document, attacks or None when nobody knows how) of every route."""
    if not target.attacks:
        program = attacks_on_program(target)
        wait_for_quiet(target)
        records = {entity: attacks_on_records(target, entity) for entity in target.entities}
        for method, path, _ in operations(target):
            general, entity = generalised(target, path)
            tail = general.removeprefix("/{entity}")
            known = records[entity].get((method, tail)) if entity else None
            target.attacks.append((method, path, program.get((method, path), known)))
    return target.attacks


def wait_for_quiet(target: Target) -> None:
    """Until the imports and batches of the victim have come to their end."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        states = [item["state"] for path in ("/imports", "/batches")
                  for item in target.rep.must("GET", path)["items"]]
        if states and set(states) <= {"done", "failed", "cancelled"}:
            return
        time.sleep(0.05)
    raise RuntimeError(f"still at work: {states}")
