"""What the tests of nodes stand on: a company with two nodes, and something done meanwhile."""
import json
import threading
import unittest
import urllib.parse

from nodes import node
from rapport_server import Company, Server, email_of

AT_ONCE_S = 1.5   # what another node has to know by then; "dead everywhere within a second"


class Case(unittest.TestCase):
    """Two nodes, `one` and `two`, of a company of the test's own."""
    company: Company
    options: tuple = ()

    @classmethod
    def setUpClass(cls):
        cls.company = Company()
        cls.addClassCleanup(cls.company.remove)

    def setUp(self):
        self.data = self.company.copy(self.id().split(".")[-1])
        self.one = self.start(Server(self.data, *self.options))
        self.two = self.start(node(self.company, self.data, "two", *self.options))

    def start(self, server: Server) -> Server:
        self.addCleanup(server.stop)
        return server

    def ask(self, server: Server, method: str, path: str, value=None, user: str = "admin"):
        status, answer = server.json(self.company.keys[user], method, path, value)
        self.assertLess(status, 300, (method, path, answer))
        return answer

    def status(self, server: Server, path: str, user: str = "admin") -> int:
        return server.json(self.company.keys[user], "GET", path)[0]

    def id_of(self, user: str) -> str:
        return self.found("/users", "email", email_of(user))[0]["id"]

    def found(self, path: str, field: str, value: str) -> list[dict]:
        condition = json.dumps({"field": field, "op": "eq", "value": value})
        return self.ask(self.one, "GET", f"{path}?filter={urllib.parse.quote(condition)}")["items"]

    def account(self, server: Server, name: str = "Navruz", user: str = "admin") -> dict:
        return self.ask(server, "POST", "/accounts?duplicates=create", {"name": name}, user)

    def key(self, user: str = "admin") -> str:
        return f"Bearer {self.company.keys[user]}"


class Loop:
    """Does something over and over meanwhile; raises what it raised."""

    def __init__(self, work):
        self.work, self.done, self.problem, self.count = work, threading.Event(), None, 0

    def __enter__(self) -> "Loop":
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.work()
                self.count += 1
        except Exception as error:  # told to the test, whatever it is
            self.problem = error

    def __exit__(self, kind, *_) -> None:
        self.done.set()
        self.thread.join(30)
        if self.problem and not kind:
            raise self.problem
