"""HAProxy before two nodes: one dies or is started anew, and nobody misses it."""
import http.client
import signal
import sys
import threading
import time
import uuid

from pair import Case
from nodes import Client, Proxy


class Behind(Case):
    """HAProxy before the nodes."""

    def setUp(self):
        self.options = ("--trusted-proxies", "127.0.0.1")
        super().setUp()
        self.proxy = Proxy(self.company.folder, [self.one, self.two])
        self.proxy.__enter__()
        self.addCleanup(self.proxy.__exit__)

    def load(self, clients: int) -> list["Traffic"]:
        return [Traffic(self.proxy.port, self.company.keys["rep"]).begin() for _ in range(clients)]

    def settle(self, traffic: list["Traffic"]) -> None:
        """Ends it; whatever was acknowledged is there."""
        for one in traffic:
            one.end()
        kept = {}
        for one in traffic:
            kept |= one.acknowledged
        client = Client(self.proxy.port, self.company.keys["rep"], tls=True)
        for record, subject in kept.items():
            status, found = client.ask("GET", f"/api/v1/tasks/{record}")
            self.assertEqual((status, found.get("subject")), (200, subject))
        reads, writes = sum(t.reads for t in traffic), sum(t.writes for t in traffic)
        self.assertGreater(reads, 100)
        self.assertGreater(writes, 100)
        self.lost = [problem for t in traffic for problem in t.problems]
        print(f"# {self.id().split('.')[-1]}: {reads} reads, {writes} writes, "
              f"{len(self.lost)} failed: {self.lost[:3]}", file=sys.stderr)

    def test_pages_and_live_changes_come_through(self):
        client = Client(self.proxy.port, self.company.keys["rep"], tls=True)
        self.assertEqual(client.ask("GET", "/metrics")[0], 404)
        status, page = client.ask("GET", "/")
        self.assertEqual(status, 200)
        self.assertIn("<script", page)
        self.assertEqual(Client(self.proxy.plain_port).ask("GET", "/")[0], 308)

    # Killed without warning, while many read and write: a request that is asked for may be asked
    # again is, so no read fails; of writes only those that the dead one had in hand.
    def test_one_dies(self):
        traffic = self.load(8)
        time.sleep(2)
        self.two.process.send_signal(signal.SIGKILL)
        time.sleep(4)
        self.two.start()
        time.sleep(3)
        self.settle(traffic)
        self.assertEqual(self.lost, [])

    def test_each_is_started_anew_in_turn(self):
        traffic = self.load(8)
        time.sleep(1)
        for server in (self.one, self.two, self.one):
            self.assertEqual(server.stop(), 0)
            server.start()
            time.sleep(2.5)
        self.settle(traffic)
        self.assertEqual(self.lost, [])


class Traffic:
    """One client behind the proxy, that makes tasks (each with a key of its own, so that it may be
    asked again) and reads them. What it did not get is in `problems`."""

    def __init__(self, port: int, key: str):
        self.client = Client(port, key, tls=True)
        self.acknowledged, self.problems = {}, []
        self.reads = self.writes = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def begin(self) -> "Traffic":
        self.thread.start()
        return self

    def end(self) -> None:
        self.done.set()
        self.thread.join(60)

    def run(self) -> None:
        while not self.done.is_set():
            self.write()
            for _ in range(3):
                self.read()

    def ask(self, *request, **headers):
        try:
            return self.client.ask(*request, **headers)
        except (OSError, http.client.HTTPException) as error:
            return 0, repr(error)

    def write(self) -> None:
        subject = str(uuid.uuid4())
        status, answer = self.ask("POST", "/api/v1/tasks", {"subject": subject},
                                  Idempotency_Key=subject)
        self.writes += 1
        if status == 201:
            self.acknowledged[answer["id"]] = subject
        else:
            self.problems.append(("POST", status, str(answer)[:200]))

    def read(self) -> None:
        path = f"/api/v1/tasks/{next(reversed(self.acknowledged))}" if self.acknowledged else \
            "/api/v1/tasks?limit=5"
        status, answer = self.ask("GET", path)
        self.reads += 1
        if status != 200:
            self.problems.append(("GET", status, str(answer)[:200]))
