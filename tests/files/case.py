"""What the suites of files have in common: a company whose files lie in a store, and a gate."""
import json
import pathlib
import random
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "backup")]
import rapport_server  # noqa: E402
from moved import run  # noqa: E402
from rapport_server import Company, Server  # noqa: E402
from store import BUCKET, KEY_ID, SECRET, Gate, Store  # noqa: E402

USERS = {"admin": ("administrator", None), "rep": ("rep", "North"), "stranger": ("rep", "South")}
SMALL = random.Random(7).randbytes(100_000)
# Where files lie is the same for both engines; the nodes have a cluster of their own.
rapport_server.POSTGRES = None


class Case(unittest.TestCase):
    """A company, a store, and a gate before it that is open again for each test."""

    @classmethod
    def setUpClass(cls):
        cls.store = Store()
        cls.addClassCleanup(cls.store.stop)
        cls.company = cls.make_company()
        cls.addClassCleanup(cls.company.remove)
        cls.top = cls.company.folder
        cls.key_file = cls.key("key", KEY_ID, SECRET)

    @classmethod
    def make_company(cls) -> Company:
        return Company(USERS)

    @classmethod
    def key(cls, name: str, key_id: str, secret: str) -> pathlib.Path:
        path = cls.top / name
        path.write_text(f"[default]\naws_access_key_id = {key_id}\n"
                        f"aws_secret_access_key = {secret}\n")
        return path

    def setUp(self):
        self.gate = Gate(self.store)
        self.addCleanup(self.gate.down)
        self.prefix = self.id().split(".")[-1].removeprefix("test_").replace("_", "-")

    def tearDown(self):
        self.assertEqual(self.gate.faults, [])

    def place(self, prefix: str | None = None, bucket: str = BUCKET, key=None, url=None) -> tuple:
        return ("--files", f"s3://{bucket}/{prefix or self.prefix}",
                "--s3-endpoint", url or self.gate.url, "--s3-key-file", str(key or self.key_file))

    def serve(self, *options: str, data: pathlib.Path | None = None) -> Server:
        data = data or self.company.copy(f"{type(self).__name__}-{self.prefix}")
        server = Server(data, *(options or self.place()))
        self.addCleanup(server.stop)
        # It looks at the store when it has begun to serve.
        end = time.monotonic() + 20
        while self.gate.server and not self.gate.asked and time.monotonic() < end:
            time.sleep(0.01)
        return server

    def send(self, server: Server, content: bytes, name: str = "a.bin", user: str = "rep"):
        """(status, answer) of an upload."""
        status, _, answer = server.request(
            "POST", "/api/v1/files?name=" + urllib.parse.quote(name),
            {"Authorization": f"Bearer {self.company.keys[user]}",
             "Content-Type": "application/octet-stream"}, content)
        return status, json.loads(answer)

    def kept(self, server: Server, content: bytes, name: str = "a.bin") -> str:
        status, answer = self.send(server, content, name)
        self.assertEqual(status, 201, answer)
        return answer["id"]

    def fetch(self, server: Server, file: str, user: str = "rep", method: str = "GET", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.request(method, f"/api/v1/files/{file}",
                              {"Authorization": f"Bearer {self.company.keys[user]}", **headers})

    def listed(self, server: Server) -> list:
        return server.json(self.company.keys["admin"], "GET", "/files?limit=500")[1]["items"]

    def objects(self, prefix: str | None = None) -> dict:
        return self.store.objects((prefix or self.prefix) + "/")

    def good(self, *arguments, **options) -> str:
        done = run(*arguments, **options)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done.stdout

    def bad(self, *arguments, word: str, code: int = 1, **options) -> None:
        done = run(*arguments, **options)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertIn(word, done.stdout + done.stderr)

    def metric(self, server: Server, name: str) -> int:
        text = server.request("GET", "/metrics")[2].decode()
        line = next(line for line in text.split("\n") if line.startswith(name + " "))
        return int(line.split()[1])
