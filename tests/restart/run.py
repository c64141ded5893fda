#!/usr/bin/env python3
"""A restart that nobody notices: systemd keeps the listening socket for the service, and clients
keep asking while one process ends and the next begins. Nobody is refused, no answer is broken off,
and what was acknowledged is there once.
"""
import fcntl
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import EXECUTABLE, Company, database_options, free_port  # noqa: E402

USERS = {"admin": ("administrator", None), "rep": ("rep", "North")}
RESTARTS = 5
KEEPING, NEWCOMERS = 4, 4     # clients of one connection, and of one for each request
BETWEEN_S = 0.02
LONGEST_WAIT_S = 8.0


class Systemd:
    """What systemd is to the service: it keeps the sockets that a process gives it
    (FileDescriptorStoreMax=), or opens one itself (a .socket unit), and starts the next process
    with them."""

    def __init__(self, data: pathlib.Path, opens_one: bool = False):
        self.data, self.port = data, free_port()
        self.log = data.parent / f"{data.name}.log"
        self.kept: list[tuple[str, int]] = []
        self.process = None
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.bind(str(data.parent / f"{data.name}.notify"))
        threading.Thread(target=self.listen, daemon=True).start()
        if opens_one:
            opened = socket.create_server(("127.0.0.1", self.port), backlog=1024)
            self.kept.append(("rapport.socket", opened.detach()))

    def listen(self) -> None:
        while True:
            try:
                text, descriptors, _, _ = socket.recv_fds(self.told, 4096, 8)
            except OSError:
                return
            words = dict(line.split("=", 1) for line in text.decode().split("\n"))
            if words.get("FDSTORE") == "1":
                self.kept += [(words["FDNAME"], descriptor) for descriptor in descriptors]
            if words.get("FDSTOREREMOVE") == "1":
                for kept in [kept for kept in self.kept if kept[0] == words["FDNAME"]]:
                    self.kept.remove(kept)
                    os.close(kept[1])

    def start(self, *options: str, pid: str = "$$", **environment: str) -> None:
        listen = () if "--listen" in options else ("--listen", f"127.0.0.1:{self.port}")
        words = [str(EXECUTABLE), "serve", "--data", str(self.data),
                 *database_options(self.data), *listen, *options]
        numbers = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 100) for _, descriptor in self.kept]
        script = "".join(f"exec {3 + n}<&{number} {number}<&-; "
                         for n, number in enumerate(numbers)) + f'LISTEN_PID={pid} exec "$@"'
        environment = {"NOTIFY_SOCKET": self.told.getsockname(),
                       "LISTEN_FDS": str(len(self.kept)),
                       "LISTEN_FDNAMES": ":".join(name for name, _ in self.kept), **environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(["bash", "-c", script, "start", *words],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            pass_fds=numbers, env={**os.environ, **environment})
        for number in numbers:
            os.close(number)

    def answers(self, port: int | None = None) -> None:
        """Waits until it does."""
        end = time.monotonic() + 20
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port or self.port), 20) as asking:
                    asking.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
                    if asking.recv(100).startswith(b"HTTP/1.1 200"):
                        return
            except OSError:
                pass
            if time.monotonic() > end:
                raise AssertionError(self.log.read_text())
            time.sleep(0.05)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for _, descriptor in self.kept:
            os.close(descriptor)
        self.told.close()


class Client(threading.Thread):
    """Asks and asks. `retried`: the other side had closed a kept connection before a byte of an
    answer, which HTTP lets a client try again; anything else that fails is a fault."""

    def __init__(self, port: int, key: str, keeps: bool, name: str):
        super().__init__(name=name)
        self.port, self.keeps = port, keeps
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.connection = None
        self.asked = self.on_this = self.retried = 0
        self.saved: list[str] = []
        self.faults: list[str] = []
        self.longest_s = 0.0
        self.ends = threading.Event()

    def run(self) -> None:
        while not self.ends.is_set():
            began = time.monotonic()
            try:
                self.ask()
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{self.name}: {error!r}, the {self.on_this}. on it")
                self.connection = None
            self.longest_s = max(self.longest_s, time.monotonic() - began)
            time.sleep(BETWEEN_S)

    def ask(self) -> None:
        self.asked += 1
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.on_this = 0
        self.on_this += 1
        name = f"{self.name} {self.asked}"
        writes = self.asked % 3 == 0
        try:
            if writes:
                self.connection.request("POST", "/api/v1/contacts",
                                        json.dumps({"last_name": name}), self.headers)
            else:
                self.connection.request("GET", "/api/v1/contacts?limit=2", headers=self.headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()
            self.connection = None
            if self.on_this == 1:
                raise
            self.retried += 1
            return
        body = answer.read()
        if answer.status != (201 if writes else 200):
            self.faults.append(f"{self.name}: {answer.status} {body[:200]}")
        elif writes:
            self.saved.append(name)
        if not self.keeps or answer.will_close:
            self.connection.close()
            self.connection = None


class Restart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Company(USERS)
        cls.addClassCleanup(cls.company.remove)

    def systemd(self, name: str, **options) -> Systemd:
        systemd = Systemd(self.company.copy(name), **options)
        self.addCleanup(systemd.close)
        return systemd

    def get(self, port: int, path: str):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/api/v1" + path, headers={
                "Authorization": f"Bearer {self.company.keys['admin']}"})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def test_nobody_is_refused(self):
        systemd = self.systemd("load")
        systemd.start()
        systemd.answers()
        key = self.company.keys["rep"]
        clients = [Client(systemd.port, key, True, f"keeper{n}") for n in range(KEEPING)]
        clients += [Client(systemd.port, key, False, f"newcomer{n}") for n in range(NEWCOMERS)]
        for client in clients:
            client.start()
        stopping_s = []
        for _ in range(RESTARTS):
            time.sleep(1.5)
            began = time.monotonic()
            self.assertEqual(systemd.stop(), 0)
            stopping_s.append(time.monotonic() - began)
            systemd.start()
        time.sleep(1.5)
        for client in clients:
            client.ends.set()
        for client in clients:
            client.join()
            if client.connection:
                client.connection.close()
        faults = [fault for client in clients for fault in client.faults]
        retried = sum(client.retried for client in clients)
        asked = sum(client.asked for client in clients)
        longest = max(client.longest_s for client in clients)
        print(f"{RESTARTS} restarts, {asked} requests: {len(faults)} refused or broken off, "
              f"{retried} to be asked again on another connection, the longest took "
              f"{longest:.2f} s; stopping took at most {max(stopping_s):.2f} s")
        self.assertEqual(faults, [])
        self.assertEqual(retried, 0)
        self.assertLess(longest, LONGEST_WAIT_S)
        self.assertGreater(asked, 100)
        self.assertEqual(len(systemd.kept), 1)
        self.all_saved_once(systemd, clients)

    def all_saved_once(self, systemd: Systemd, clients: list[Client]) -> None:
        saved = sorted(name for client in clients for name in client.saved)
        self.assertGreater(len(saved), 20)
        found, cursor = [], ""
        while cursor is not None:
            page = self.get(systemd.port, f"/contacts?limit=500&fields=last_name{cursor}")
            found += [item["last_name"] for item in page["items"]]
            cursor = f"&cursor={page['next']}" if page.get("next") else None
        self.assertEqual(sorted(name for name in found if " " in name), saved)

    def test_an_upload_in_the_middle_is_finished(self):
        systemd = self.systemd("upload")
        systemd.start()
        systemd.answers()
        self.get(systemd.port, "/contacts?limit=1")
        content = os.urandom(3_000_000)
        with socket.create_connection(("127.0.0.1", systemd.port), 30) as sender:
            sender.sendall((f"POST /api/v1/files?name=a.bin HTTP/1.1\r\nHost: x\r\n"
                            f"Authorization: Bearer {self.company.keys['rep']}\r\n"
                            f"Content-Type: application/octet-stream\r\n"
                            f"Content-Length: {len(content)}\r\n\r\n").encode())
            sender.sendall(content[:1_000_000])
            systemd.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            self.assertIsNone(systemd.process.poll())
            sender.sendall(content[1_000_000:])
            answer = b""
            while piece := sender.recv(65536):
                answer += piece
        self.assertTrue(answer.startswith(b"HTTP/1.1 201 "), answer[:300])
        self.assertIn(b"\r\nconnection: close\r\n", answer.lower())
        self.assertEqual(systemd.process.wait(30), 0)
        systemd.start()
        self.assertEqual(len(self.get(systemd.port, "/files")["items"]), 1)

    def test_who_connects_while_nobody_is_there_waits(self):
        systemd = self.systemd("waiting", opens_one=True)
        with socket.create_connection(("127.0.0.1", systemd.port), 30) as early:
            early.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            systemd.start("--listen", "127.0.0.1:1")
            self.assertTrue(early.recv(65536).startswith(b"HTTP/1.1 200 "))
        self.assertIn("listen is not used", systemd.log.read_text())
        # It answers before it says where.
        address, until = f"http://127.0.0.1:{systemd.port}", time.monotonic() + 20
        while address not in systemd.log.read_text() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertIn(address, systemd.log.read_text())
        self.assertEqual([name for name, _ in systemd.kept], ["rapport.socket"])

    def test_another_address_takes_the_place_of_the_kept_one(self):
        systemd = self.systemd("moved")
        systemd.start()
        systemd.answers()
        systemd.stop()
        other = free_port()
        systemd.start("--listen", f"127.0.0.1:{other}")
        systemd.answers(other)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", systemd.port), 5).close()
        self.assertEqual(len(systemd.kept), 1)

    def test_variables_that_make_no_sense(self):
        systemd = self.systemd("wrong")
        for wrong in ("2", "many", "1000000"):
            systemd.start(LISTEN_FDS=wrong)
            self.assertEqual(systemd.process.wait(20), 2)
            self.assertIn("LISTEN_FDS", systemd.log.read_text())
        systemd.start(LISTEN_FDS="1", pid="1")  # meant for another process
        systemd.answers()

    @unittest.skipUnless(shutil.which("systemd-socket-activate"), "no systemd here")
    def test_started_by_systemd_at_the_first_request(self):
        data, port = self.company.copy("activated"), free_port()
        process = subprocess.Popen(
            ["systemd-socket-activate", "-l", f"127.0.0.1:{port}", str(EXECUTABLE), "serve",
             "--data", str(data), *database_options(data)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        end = time.monotonic() + 10
        while True:
            try:
                self.assertIn("items", self.get(port, "/contacts?limit=1"))
                break
            except ConnectionRefusedError:  # it does not listen yet
                self.assertLess(time.monotonic(), end)
                time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
