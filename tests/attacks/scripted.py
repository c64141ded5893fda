"""Scripts in every text field, in names of files, people and columns, read back through every
door: the text is what it was, never a page, and never of a type that a browser would run.
"""
import json

from calls import all_attacks
from target import Target, operations

SCRIPTS = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
    "<svg/onload=alert(1)>", "'-alert(1)-'", "{{constructor.constructor('alert(1)')()}}",
    "[x](javascript:alert(1))", "<a href=\"java\tscript:alert(1)\">x</a>", "${7*7}{{7*7}}<%=7*7%>",
    "\u2028alert(1)//", "</title><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)'>",
]
SAFE_TYPES = ("application/json", "application/problem+json", "text/csv; charset=utf-8",
              "text/vcard; charset=utf-8", "text/plain; version=0.0.4",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ACTIVE = ("image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/xml",
          "text/javascript", "application/pdf", "application/x-shockwave-flash")
MUST = {"x-content-type-options": "nosniff", "x-frame-options": "DENY",
        "referrer-policy": "same-origin", "cross-origin-resource-policy": "same-origin"}


def judge(what: str, headers: dict, score, is_file: bool = False) -> None:
    wrong = [f"{k}: {headers.get(k)}" for k, v in MUST.items() if headers.get(k) != v]
    policy = headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or (is_file and "sandbox" not in policy):
        wrong.append(f"policy: {policy}")
    kind = headers.get("content-type", "")
    if is_file and not headers.get("content-disposition", "").startswith("attachment"):
        wrong.append(f"disposition: {headers.get('content-disposition')}")
    if not is_file and kind and not kind.startswith(SAFE_TYPES):
        wrong.append(f"type: {kind}")
    score.check(not wrong, f"{what}: {'; '.join(wrong)}")


def fill(target: Target, score) -> dict:
    """A record of every entity whose texts are scripts; {entity: (id, what was sent)}."""
    made = {}
    for number, entity in enumerate(e for e in target.entities if e != "files"):
        links = {e: v[0]["id"] for e, v in target.victims.items()}
        values = target.values(entity, "Plain", links)
        for place, field in enumerate(target.fields(entity)):
            script = SCRIPTS[(number + place) % len(SCRIPTS)]
            if field["type"] in ("text", "long_text") and field["name"] in values:
                if field["name"] not in ("entity", "time_zone", "addresses"):
                    values[field["name"]] = script[:field.get("max") or 255]
            elif field["type"] == "address" and values.get(field["name"]):
                values[field["name"]] = {"city": script, "street": script}
        values["tags"] = [SCRIPTS[number % len(SCRIPTS)][:60]]
        wish = "" if entity == "webhooks" else "?duplicates=create"
        status, answer = target.admin.json("POST", f"/{entity}{wish}", values)
        if score.check(status == 201, f"{entity} with scripts: {status} {answer}"):
            made[entity] = (answer["id"], values)
    return made


def addresses_of_links(target: Target, score) -> None:
    """A field for addresses takes those of the web alone (SX-11)."""
    for url in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
                "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
                "java\nscript:alert(1)", "//evil.example", "https://evil.example\"onclick=alert(1)",
                "http://a b", "about:blank", "blob:https://x/y"):
        status, answer = target.rep.json("POST", "/accounts?duplicates=create", {
            "name": "Link", "website": url})
        kept = (answer or {}).get("website") or ""
        score.check(status == 422 or kept.startswith(("http://", "https://")),
                    f"website {url!r}: {status} {kept!r}")
        score.check(not any(sign in kept for sign in "\"<> \n\t"), f"website is kept as {kept!r}")


def read_back(target: Target, made: dict, score) -> None:
    reader = target.admin
    for entity, (record, values) in made.items():
        status, answer = reader.json("GET", f"/{entity}/{record}")
        for name, sent in values.items():
            field = next(f for f in target.fields(entity, False) if f["name"] == name)
            if field["type"] in ("text", "long_text") and isinstance(sent, str):
                score.check(status == 200 and answer[name] in (sent, sent.strip()),
                            f"{entity}.{name} was {sent!r}, is {answer.get(name)!r}")
    for method, path, attacks in all_attacks(target):
        if method != "GET":
            continue
        for attack in attacks or []:
            status, headers, _ = reader.send("GET", attack.path)
            is_file = path.endswith("/content") or (path.endswith("/files/{id}") and
                                                    "fields=" not in attack.path)
            judge(f"GET {attack.path}", headers, score, is_file and status == 200)
    for form in ("csv", "xlsx", "json", "vcf"):
        for entity in ("contacts", "accounts", "deals"):
            _, headers, _ = reader.send("GET", f"/api/v1/{entity}/export?format={form}")
            judge(f"{entity} as {form}", headers, score)
            score.check(headers.get("content-disposition", "").startswith("attachment"),
                        f"{entity} as {form}: {headers.get('content-disposition')}")
    for method, path, _ in operations(target):  # refusals too, with what was sent in them
        if method == "GET" and "{id}" in path:
            _, headers, content = reader.send(
                "GET", path.replace("{id}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E")
                .replace("{link}", "x"))
            judge(f"refused {path}", headers, score)


def files(target: Target, score) -> None:
    """Files that are pages come as something to keep, in a sandbox (SX-12, SX-14)."""
    for media in ACTIVE:
        for name in ("a.svg", "<img src=x onerror=alert(1)>.html", "a\"; filename=\"b.exe",
                     "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\r\nX-Evil: 1.txt",
                     "con.txt", "\u202egpj.exe", "x" * 400 + ".svg", "."):
            status, _, content = target.rep.send(
                "POST", "/api/v1/files?name=" + quoted(name),
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                {"Content-Type": media})
            if status == 400:
                score.check("\r" in name, f"{media} {name!r}: {content[:200]!r}")
                continue
            made = json.loads(content)
            score.check(status == 201 and not set(made["name"]) & set("/\\\r\n"),
                        f"{name!r} is kept as {made.get('name')!r}")
            for path in (f"/api/v1/files/{made['id']}", f"/api/v1/files/{made['id']}/content"):
                for headers in ({}, {"Range": "bytes=0-3"}, {"Accept": "text/html"}):
                    _, answered, _ = target.rep.send("GET", path, None, headers)
                    judge(f"{path} {media} {name!r}", answered, score, True)
                    score.check("x-evil" not in answered, f"a header out of the name {name!r}")


def quoted(name: str) -> str:
    import urllib.parse
    return urllib.parse.quote(name, safe="")


def import_preview(target: Target, score) -> None:
    """Headings, cells and lists of errors of a file (SX-13)."""
    rows = "name,<script>alert(1)</script>,employees\n" + "".join(
        f"\"{s.replace(chr(34), chr(34) * 2)}\",{i},\"{s.replace(chr(34), chr(34) * 2)}\"\n"
        for i, s in enumerate(SCRIPTS))
    status, _, content = target.rep.send("POST", "/api/v1/files?name=%3Cb%3E.csv", rows.encode(),
                                         {"Content-Type": "text/csv"})
    file = json.loads(content)["id"]
    order = {"file": file, "entity": "accounts", "options": {"has_header": True}, "map": {
        "columns": {"name": "name", "employees": "employees"}, "ignore_unknown": True}}
    for path in ("/imports/preview", "/imports"):
        status, headers, content = target.rep.send("POST", "/api/v1" + path, order)
        score.check(status in (200, 202), f"{path}: {status} {content[-300:]!r}")
        judge(path, headers, score)
    if status != 202:
        return
    made = json.loads(content)["id"]
    for path in (f"/imports/{made}", f"/imports/{made}/failed", "/imports"):
        _, headers, _ = target.rep.send("GET", "/api/v1" + path)
        judge(path, headers, score)


def pages(target: Target, score) -> None:
    """Our own pages: no script but from our origin."""
    for path in ("/", "/accounts", "/deals/<script>alert(1)</script>", "/?q=<script>alert(1)"):
        _, headers, content = target.admin.send("GET", path.replace("<", "%3C"))
        policy = headers.get("content-security-policy", "")
        scripts = policy.split("script-src")[1].split(";")[0] if "script-src" in policy else ""
        score.check("default-src 'self'" in policy and "unsafe-inline" not in scripts and
                    "unsafe-eval" not in policy and "object-src 'none'" in policy and
                    "base-uri 'none'" in policy and "frame-ancestors 'none'" in policy,
                    f"{path}: {policy}")
        score.check(b"alert(1)" not in content and b"onload=" not in content,
                    f"{path} is repeated in the page")


def run(company, server, score) -> None:
    target = Target(company, server, mark="Plain")
    made = fill(target, score)
    addresses_of_links(target, score)
    read_back(target, made, score)
    files(target, score)
    import_preview(target, score)
    pages(target, score)
