"""Those who hold on: heads without end, slow ones, idle connections, sockets that outlive the right
to them. The server stays quick for others, and its memory small.
"""
import json
import resource
import socket
import time

from forged import raw_status
from live_socket import LiveSocket
from target import MARK, Target, sign_in

IDLE = 20_000
MEMORY_PER_IDLE_KB = 64


def memory_kb(process: int) -> int:
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def answers_quickly(target: Target, score, what: str) -> None:
    began = time.monotonic()
    status, _, _ = target.admin.send("GET", "/api/v1/accounts?limit=5")
    took = time.monotonic() - began
    score.check(status == 200 and took < 2, f"{what}: another is answered {status} in {took:.2f} s")


def heads(target: Target, score) -> None:
    """10 MB of head: refused as soon as it is too much, whatever is in it."""
    port = target.server.port
    for what, piece in (("one header", b"x" * 1024), ("many headers", b"X-A: 1\r\n" * 128),
                        ("the address", b"/" * 1024)):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            start = b"GET /" if what == "the address" else b"GET / HTTP/1.1\r\nHost: x\r\n"
            connection.sendall(start + (b"X-Long: " if what == "one header" else b""))
            sent, answer = 0, b""
            try:
                for _ in range(10 * 1024):
                    connection.sendall(piece)
                    sent += len(piece)
                answer = connection.recv(4096)
            except (ConnectionError, TimeoutError):
                try:
                    answer = connection.recv(4096)
                except (ConnectionError, TimeoutError):
                    answer = b""
        took = time.monotonic() - began
        status = int(answer.split(b" ")[1]) if answer else 0
        score.check(status in (0, 400, 414, 431) and took < 10,
                    f"10 MB of head, {what}: {status} after {sent} bytes in {took:.1f} s")
    answers_quickly(target, score, "after long heads")


def slow_ones(target: Target, score) -> None:
    """200 that send a byte now and then are in nobody's way, and are ended."""
    port = target.server.port
    slow = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(200)]
    for connection in slow:
        connection.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n")
    for _ in range(3):
        for connection in slow:
            connection.sendall(b"X")
        time.sleep(0.1)
        answers_quickly(target, score, "beside slow ones")
    for connection in slow:
        connection.close()


def idle_ones(target: Target, score) -> None:
    """As many idle connections as the machine allows, up to 20,000; more are turned away."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(IDLE, hard - 500)
    before = memory_kb(target.server.process.pid)
    held, turned_away = [], 0
    for number in range(count):
        connection = socket.socket()
        connection.settimeout(10)
        # Each thousand from an address of its own: one has not so many ports.
        connection.bind((f"127.0.1.{number // 5_000 + 1}", 0))
        try:
            connection.connect(("127.0.0.1", target.server.port))
        except OSError:
            turned_away += 1
            connection.close()
            continue
        held.append(connection)
        if number % 4_000 == 0:
            answers_quickly(target, score, f"beside {number} idle ones")
    time.sleep(0.5)
    grown = memory_kb(target.server.process.pid) - before
    target.admin.close()
    began = time.monotonic()
    try:
        status = target.admin.send("GET", "/health/live")[0]
    except OSError:
        status = 0
    score.check(target.server.process.poll() is None, "idle connections have ended the server")
    score.check(grown < max(len(held), 1) * MEMORY_PER_IDLE_KB,
                f"{len(held)} idle connections take {grown} kB")
    # Beyond its limit the server says so, and takes others as soon as some have gone.
    score.check(status in (200, 503, 0) and time.monotonic() - began < 15, f"a new one: {status}")
    for connection in held:
        connection.close()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if raw_status(target.server.port, "GET /health/live HTTP/1.1\r\nHost: x\r\n"
                          "Connection: close\r\n\r\n") == 200:
                break
        except OSError:
            pass
        time.sleep(0.2)
    answers_quickly(target, score, "after idle ones")
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print(f"besieged: {len(held)} idle connections, {turned_away} turned away, {grown} kB")


def sockets(target: Target, score) -> None:
    """A socket hears no more than its person may see now (SX-49)."""
    server, admin, rep = target.server, target.admin, target.rep
    account = target.victims["accounts"][0]["id"]

    def change() -> None:
        rep.must("PATCH", f"/accounts/{account}", {"description": f"{MARK} {time.time()}"})

    browser = sign_in(server, "colleague", "a colleague's browser")
    ways = {"cookie": {"Cookie": browser.headers["Cookie"], "Origin": browser.headers["Origin"]},
            "key": {"Authorization": f"Bearer {target.company.keys['colleague']}"}}
    for what, headers in ways.items():
        with LiveSocket(server.port, headers=headers) as live:
            change()
            score.check(live.until(lambda text: account in text, 10) is not None,
                        f"control: a colleague hears by {what}")
    with LiveSocket(server.port, headers=ways["cookie"] | {"Origin": "https://evil.example"}) as x:
        score.check(x.status == 403, f"a socket from another site: {x.status}")
    with LiveSocket(server.port) as nobody:
        score.check(nobody.status == 401, f"a socket of nobody: {nobody.status}")

    live = LiveSocket(server.port, headers=ways["key"])
    user = target.users["colleague"]
    admin.must("PATCH", f"/users/{user}", {"teams": [target.teams["South"]]})
    time.sleep(0.5)
    change()
    heard = live.until(lambda text: account in text, 3)
    score.check(heard is None, f"who has left the team hears of it: {heard}")
    admin.must("PATCH", f"/users/{user}", {"teams": [target.teams["North"]]})
    live.socket.close()

    live = LiveSocket(server.port, headers=ways["cookie"])
    browser.must("DELETE", "/session")
    change()
    heard = live.until(lambda text: account in text, 3)
    score.check(heard is None, f"a session that has ended still hears: {heard}")
    live.socket.close()

    browser = sign_in(server, "colleague", "again")
    opened = [LiveSocket(server.port, headers={"Cookie": browser.headers["Cookie"],
                                               "Origin": browser.headers["Origin"]}),
              LiveSocket(server.port, headers=ways["key"])]
    admin.must("PATCH", f"/users/{user}", {"active": False})
    for live in opened:
        score.check(live.ends(3), "the socket of a disabled user lives on")
        live.socket.close()
    status, answer = browser.json("GET", "/session")
    score.check(status == 401, f"a disabled user's session: {status} {json.dumps(answer)[:100]}")


def run(company, server, score) -> None:
    target = Target(company, server)
    heads(target, score)
    slow_ones(target, score)
    sockets(target, score)
    idle_ones(target, score)
