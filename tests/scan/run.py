#!/usr/bin/env python3
"""Two programs that others wrote to find holes, let loose on a server with data in it: sqlmap on
every parameter of the contract and on bodies of JSON, wapiti on the addresses.

    tests/scan/run.py [sqlmap|wapiti]     both; only part of ./test --full, which installs them

What wapiti notes and we know of is in EXPLAINED, with the reason. Ends on `N passed, N failed`.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "attacks")]
from calls import all_attacks  # noqa: E402
from rapport_server import Company, Server  # noqa: E402
from target import COMPANY_USERS, Target  # noqa: E402

# One entity stands for all: they share their routes.
ENTITY = "deals"
# Good values, so that the parameter is reached; for others the string "1".
VALUES = {"filter": '{"field":"created_at","op":"empty"}', "sort": "created_at", "fields": "id",
          "q": "x", "entities": "deals", "kinds": "task", "format": "csv",
          "headings": "names", "count": "exact", "deleted": "false", "unread": "false"}
# Without a good value: each is tried alone.
ALONE = ("cursor", "since", "by")
BODIES = {
    f"/api/v1/{ENTITY}/query": {"filter": {"field": "name", "op": "contains", "value": "x"},
                                "sort": "name", "fields": "name", "limit": 5},
    f"/api/v1/{ENTITY}/aggregate": {"group_by": ["name"], "sort": "-count",
                                    "measures": [{"fn": "sum", "field": "amount"}]},
    f"/api/v1/{ENTITY}/duplicates": {"values": {"name": "x"}},
    "/api/v1/session": {"email": "rep@example.com", "password": "x"},
    "/api/v1/password-link/look": {"token": "x"},
}
SQLMAP = ["sqlmap", "--batch", "--level=2", "--risk=1", "--threads=4", "--timeout=15",
          "--retries=1", "--flush-session", "--disable-coloring", "--technique=BEUS",
          "--ignore-code=400,401,403,404,409,422,429"]
# Its last word: on the way it suspects much, and takes it back after a closer look.
INJECTABLE = re.compile(r"identified the following injection|is vulnerable", re.I)
# Not those that ask machines of the Internet (ssrf, xxe, nikto, wapp).
MODULES = "backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods," \
          "permanentxss,redirect,shellshock,sql,xss"
# (category, pattern of the address or words): why it is none.
EXPLAINED: dict[tuple[str, str], str] = {
    ("HTTP Secure Headers", "Strict-Transport-Security"):
        "told only where the public address is https, which the test's is not",
    ("HTTP Secure Headers", "X-XSS-Protection"):
        "browsers have taken it out, and where they have not it opens holes of its own; the policy "
        "does its work",
    ("Content Security Policy Configuration", ""):
        "style-src has unsafe-inline for the library of the interface; scripts do not",
}


def addresses(target: Target) -> list[str]:
    """Every route for reading of one entity and of the program, with all its parameters."""
    found = []
    for method, path, attacks in all_attacks(target):
        of_other = any(path.startswith(f"/api/v1/{e}/") or path == f"/api/v1/{e}"
                       for e in target.entities if e != ENTITY)
        if method != "GET" or not attacks or of_other or path == "/api/v1/stream":
            continue
        names = [p["name"] for p in target.openapi["paths"][path]["get"]["parameters"]
                 if p["in"] == "query"]
        address = attacks[0].path.split("?")[0]
        query = urllib.parse.urlencode({name: VALUES.get(name, "1") for name in names
                                        if name not in ALONE})
        found.append(address + ("?" + query if query else ""))
        found += [f"{address}?{name}=1" for name in names if name in ALONE]
    return found


def sqlmap(server: Server, key: str, target: Target, folder: pathlib.Path):
    """Yields (what, whether it held, what was said)."""
    base = f"http://127.0.0.1:{server.port}"
    runs = [(address, ["-u", base + address]) for address in addresses(target) if "?" in address]
    runs += [(f"{address} {json.dumps(body)[:60]}", [
        "-u", base + address, "--data", json.dumps(body),
        "--headers", "Content-Type: application/json"]) for address, body in BODIES.items()]
    record = f"/api/v1/{ENTITY}/{target.victims[ENTITY][0]['id']}"
    inside = f"/api/v1/{ENTITY}?filter=" + urllib.parse.quote(
        '{"field":"name","op":"contains","value":"x') + "*" + urllib.parse.quote('"}')
    runs += [(address, ["-u", base + address]) for address in (record + "*", inside)]
    for number, (what, arguments) in enumerate(runs):
        done = subprocess.run(
            [*SQLMAP, *arguments, "-H", f"Authorization: Bearer {key}",
             f"--output-dir={folder / f'sqlmap-{number}'}"],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=900, check=False)
        found = INJECTABLE.findall(done.stdout)
        asked = "do not appear to be injectable" in done.stdout or found
        yield f"sqlmap {what}", bool(asked) and not found, (done.stdout + done.stderr)[-1500:]


def wapiti(server: Server, key: str, target: Target, folder: pathlib.Path):
    base = f"http://127.0.0.1:{server.port}"
    out = folder / "wapiti.json"
    starts = [part for address in addresses(target) for part in ("-s", base + address)]
    done = subprocess.run(
        ["wapiti", "-u", base + "/", *starts, "-m", MODULES, "--scope", "folder", "-f", "json",
         "-o", str(out), "-H", f"Authorization: Bearer {key}", "--flush-session", "--no-bugreport",
         "--max-scan-time", "600", "--store-session", str(folder / "session"), "-v", "1"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1500, check=False)
    if not out.is_file():
        yield "wapiti", False, (done.stdout + done.stderr)[-3000:]
        return
    report = json.loads(out.read_text("utf-8"))
    for part in ("vulnerabilities", "anomalies"):
        for category, findings in report[part].items():
            left = [f for f in findings if not explained(category, f)]
            yield f"wapiti {category}", not left, json.dumps(left)[:1500]


def explained(category: str, finding: dict) -> bool:
    return any(category == known and words in json.dumps(finding) for known, words in EXPLAINED)


def main() -> int:
    tools = {"sqlmap": sqlmap, "wapiti": wapiti}
    company = Company(COMPANY_USERS)
    passed, failures = 0, []
    try:
        with Server(company.copy("scan")) as server, tempfile.TemporaryDirectory() as folder:
            target = Target(company, server)
            for name in sys.argv[1:] or tools:
                for what, good, said in tools[name](server, company.keys["rep"], target,
                                                    pathlib.Path(folder)):
                    print(f"{'ok  ' if good else 'FAIL'} {what}", flush=True)
                    passed += good
                    failures += [] if good else [f"{what}: {said}"]
            errors = [line for line in server.log.read_text("utf-8", "replace").split("\n")
                      if '"level":"error"' in line]
            failures += [f"the server's log: {line[:500]}" for line in errors[:20]]
            if server.process.poll() is not None:
                failures.append("the server is dead")
    finally:
        company.remove()
    print("\n".join(failures))
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
