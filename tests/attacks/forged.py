"""Calls that a page of somebody else makes the administrator's browser send, methods and addresses
that nobody has thought of, and what follows from the words of the transport: nothing changes.
"""
import re
import socket

from calls import all_attacks
from foreign import PUBLIC
from state import State
from target import MARK, NOBODY, Caller, Target, operations, sign_in

SIMPLE_TYPES = ("text/plain", "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b")
ODD_METHODS = ("OPTIONS", "TRACE", "PROPFIND", "PATCHX", "get", "CONNECT")
ODD_ADDRESSES = [
    "//evil.example/api/v1/accounts", "/api/v1/../../etc/passwd",
    "/api/v1/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc/passwd", "/assets/../../../../etc/passwd", "/assets/..%5c..%5cwin.ini",
    "/api/v1/accounts/%00", "/api/v1/accounts%00.json", "/api/v1/accounts/%ff%fe", "/%c0%ae%c0%ae/",
    "/api/v1/accounts;jsessionid=1", "/api/v1/accounts/", "/api/v1//accounts", "/API/V1/accounts",
    "/api/v1/accounts?limit=1&limit=9999", "/api/v1/accounts?limit[]=1", "/api/v1/accounts?=&&=&",
    "/api/v1/accounts?filter=%7B%22", "/api/v1/accounts?%zz=1", "/api/v1/accounts/%d0%b0",
    "/api/v1/accounts?limit=-1", "/api/v1/accounts?limit=1e9", "/api/v1/accounts?cursor=%00",
    "/api/v1/accounts?limit=99999999999999999999", "/.git/config", "/.env", "/rapport.db",
    "/data/rapport.db", "/api", "/api/", "/api/v2/accounts", "/debug", "/console", "/install.php",
    "/setup.php", "/admin", "/server-status", "/actuator/env", "/backup", "/api/v1/backup",
    "/api/v1/restore", "/api/v1/debug", "/phpinfo.php", "/swagger.json", "/graphql",
    "/?url=//evil.example", "/login?next=https://evil.example", "/login?next=//evil.example",
]


def hostile_calls(target: Target):
    """(method, path, body) of every route that is not for reading, filled as calls.py does."""
    for method, path, attacks in all_attacks(target):
        if method == "GET":
            continue
        first = next(iter(attacks or []), None)
        yield method, path, first.path if first else re.sub(r"\{\w+\}", NOBODY, path), \
            (first.body if first else None)


def from_elsewhere(target: Target, state: State, browser: Caller, score) -> None:
    """With the administrator's cookie: without the token, with a wrong one, from another site."""
    token = browser.headers["X-CSRF-Token"]
    without = {k: v for k, v in browser.headers.items() if k != "X-CSRF-Token"}
    here = browser.headers["Origin"]
    ways = {
        "no token": without, "a wrong token": without | {"X-CSRF-Token": token[:-1] + "!"},
        "an empty token": without | {"X-CSRF-Token": ""},
        "another site": browser.headers | {"Origin": "https://evil.example"},
        "no site": browser.headers | {"Origin": "null"},
        "a site that looks alike": browser.headers | {"Origin": here + ".evil.example"},
        "another port": browser.headers | {"Origin": "http://127.0.0.1:1"},
        "the token in the address": without | {"X-Token": token},
    }
    for method, path, filled, body in hostile_calls(target):
        for what, headers in ways.items():
            if (method, path) in PUBLIC and "Origin" in headers and "site" not in what:
                continue  # asks for no token: there is no session yet
            address = filled + ("&" if "?" in filled else "?") + f"csrf={token}" \
                if what.startswith("the token") else filled
            caller = Caller(target.server, what, headers)
            caller.connection = browser.connection
            status, _, content = caller.send(method, address, body)
            browser.connection = caller.connection
            changed = state.changed()
            score.check(status in (400, 403) and not changed,
                        f"{what}: {method} {address}: {status} {content[:200]!r} {changed}")


def forms(target: Target, state: State, browser: Caller, score) -> None:
    """What a form of another page can send without asking: a body of its three types."""
    for method, path, filled, _ in hostile_calls(target):
        takes = target.openapi["paths"][path][method.lower()].get("requestBody", {})
        if method != "POST" or "application/json" not in takes.get("content", {}):
            continue
        for media in SIMPLE_TYPES:
            status, _, content = browser.send(method, filled, b'{"name":"Evil"}',
                                              {"Content-Type": media})
            changed = state.changed()
            score.check(status == 415 and not changed,
                        f"{media}: {method} {filled}: {status} {content[:200]!r} {changed}")


def methods(target: Target, state: State, browser: Caller, score) -> None:
    """Methods that a path does not have, and words that would turn one into another."""
    known: dict[str, set] = {}
    for method, path, _ in operations(target):
        known.setdefault(path, set()).add(method)
    for path, there in known.items():
        address = re.sub(r"\{\w+\}", NOBODY, path)
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - there:
            status, headers, _ = browser.send(method, address, {} if method != "GET" else None)
            changed = state.changed()
            score.check(status in (404, 405) and not changed and (
                status == 404 or headers.get("allow")), f"{method} {address}: {status} {changed}")
        if "GET" not in there:
            continue
        for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            status, _, _ = browser.send("GET", address + "?_method=DELETE" if header ==
                                        "X-HTTP-Method" else address, None, {header: "DELETE"})
            changed = state.changed()
            score.check(status < 500 and not changed, f"{header} {address}: {status} {changed}")
    for method in ODD_METHODS:
        for address in ("/", "/api/v1/accounts", "/api/v1/session", "/health/live"):
            status = raw_status(target.server.port, f"{method} {address} HTTP/1.1\r\n"
                                f"Host: x\r\nCookie: {browser.headers['Cookie']}\r\n"
                                "Connection: close\r\n\r\n")
            score.check(status in (400, 401, 404, 405, 501), f"{method} {address}: {status}")


def raw_status(port: int, text: str) -> int:
    """The status of an answer to bytes as they are; 0 when the connection is just closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(text.encode("latin-1"))
        answer = b""
        while b"\r\n" not in answer and (piece := connection.recv(4096)):
            answer += piece
    return int(answer.split(b" ")[1]) if answer else 0


def reading(target: Target, state: State, browser: Caller, score) -> None:
    """GET changes nothing, HEAD is GET without its body."""
    for method, path, attacks in all_attacks(target):
        if method != "GET":
            continue
        for attack in attacks or []:
            status, _, _ = browser.send("GET", attack.path)
            head, _, body = browser.send("HEAD", attack.path)
            changed = state.changed()
            score.check(not changed and head == status and not body,
                        f"GET {attack.path}: {status}, HEAD {head} {body[:100]!r} {changed}")


def addresses(target: Target, state: State, browser: Caller, score) -> None:
    """Odd addresses are refused plainly: nothing of the disk, no page of the program's insides."""
    stranger = Caller(target.server, "nobody", {})
    for address in ODD_ADDRESSES:
        for caller in (browser, stranger):
            status, headers, content = caller.send("GET", address)
            told = [word for word in (b"root:", b"SQLite format", b"[core]", MARK.encode())
                    if word in content and not (caller is browser and word == MARK.encode())]
            moved = headers.get("location", "")
            score.check(status < 500 and not told and "evil.example" not in moved,
                        f"{address}: {status} {told} {moved} {content[:200]!r}")
    for text in ("GET http://evil.example/api/v1/session HTTP/1.1\r\nHost: evil.example\r\n",
                 "GET * HTTP/1.1\r\nHost: x\r\n", "GET /api/v1/session HTTP/1.1\r\n",
                 "GET /api/v1/session HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                 "GET /\x01 HTTP/1.1\r\nHost: x\r\n", "GET /api/v1/session HTTP/9.9\r\nHost: x\r\n",
                 "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                 "Transfer-Encoding: chunked\r\n", "GET / HTTP/1.1\r\nHost: x\r\n folded: x\r\n",
                 "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                 "Content-Length: 6\r\n"):
        status = raw_status(target.server.port, text + "Connection: close\r\n\r\n")
        score.check(status in (0, 200, 400, 401, 404, 501, 505), f"{text!r}: {status}")
    score.check(not state.changed(), "an odd address changed something")


def cookies(target: Target, score) -> None:
    """The session's cookie is for our pages and no script; a sign-in from elsewhere is none."""
    visitor = Caller(target.server, "visitor", {"Origin": f"http://127.0.0.1:{target.server.port}"})
    order = {"email": "admin@example.com", "password": "Correct-horse-battery-9"}
    status, headers, content = visitor.send("POST", "/api/v1/session", order)
    cookie = headers.get("set-cookie", "")
    score.check(status == 200 and "HttpOnly" in cookie and "SameSite=" in cookie and
                "SameSite=None" not in cookie and "Path=/" in cookie, f"cookie: {cookie}")
    value = cookie.split(";")[0].split("=", 1)[1]
    score.check(len(value) >= 32 and value.encode() not in content, "the cookie is in the body")
    status, headers, _ = visitor.send("POST", "/api/v1/session", order,
                                      {"Origin": "https://evil.example"})
    score.check(status == 403 and "set-cookie" not in headers, f"login from elsewhere: {status}")
    log = target.server.log.read_text("utf-8", "replace")
    score.check(value not in log and target.company.keys["admin"] not in log,
                "a session or key is in the log")


def run(company, server, score) -> None:
    target = Target(company, server)
    browser = sign_in(server, "admin", "the administrator's browser", reads=True)
    all_attacks(target)
    state = State(server.data)
    from_elsewhere(target, state, browser, score)
    forms(target, state, browser, score)
    methods(target, state, browser, score)
    reading(target, state, browser, score)
    addresses(target, state, browser, score)
    cookies(target, score)
    status, _, _ = browser.send("GET", "/api/v1/session")
    score.check(status == 200, f"control: the browser's session is still good: {status}")
