#!/usr/bin/env python3
"""Live changes under load: while records and rights change from several sides at once, nobody hears
what is kept from him, and when the rights stand still each listener hears what GET /changes tells
the same actor, all of it, once, in order.
"""
import json
import pathlib
import random
import sys
import threading
import time
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "attacks")]
from rapport_server import Company, Server, email_of, rapport  # noqa: E402
from live_socket import LiveSocket  # noqa: E402
from target import sign_in  # noqa: E402

USERS = {"admin": ("administrator", None), "manager": ("manager", "North"),
         "rep": ("rep", "North"), "colleague": ("rep", "North"), "stranger": ("rep", "South"),
         "reader": ("read_only", "North"), "hermit": ("rep", None)}
# Of whom the rights change; they never come to see what the hermit has.
UNSTEADY = ("rep", "colleague", "stranger")
CHAOS_S = 8.0
TOLD_WITHIN_S = 10.0


class Ear(threading.Thread):
    """A listener: all that it is told, in order."""

    def __init__(self, port: int, user: str, key: str):
        super().__init__(daemon=True)
        self.user, self.key = user, key
        self.socket = LiveSocket(port, f"Bearer {key}")
        self.items: list[tuple[str, int, str]] = []
        self.stopped = False
        self.start()

    def run(self) -> None:
        while not self.stopped and not self.socket.closed:
            text = self.socket.frame(0.2)
            news = json.loads(text) if text else {}
            self.items += [of(item) for item in news.get("items", [])]

    def stop(self) -> None:
        self.stopped = True
        self.join()
        self.socket.socket.close()


def of(item: dict) -> tuple[str, int, str]:
    return item["id"], item["version"], item["kind"]


class Live(unittest.TestCase):
    def setUp(self):
        self.company = Company(USERS)
        self.addCleanup(self.company.remove)
        self.server = Server(self.company.copy("server"))
        self.addCleanup(self.server.stop)
        self.keys = dict(self.company.keys)
        self.keys["narrow"] = rapport(
            "api-key", "create", "--data", str(self.server.data), "--user", email_of("manager"),
            "--name", "narrow", "--scopes", "read").split()[-1]
        self.ids = {each["email"].split("@")[0]: each["id"]
                    for each in self.ask("admin", "GET", "/users")["items"]}
        self.teams = self.named("teams", "name")
        self.roles = self.named("roles", "key")
        self.ears: list[Ear] = []
        self.addCleanup(lambda: [ear.stop() for ear in self.ears])

    def ask(self, user: str, method: str, path: str, value=None):
        status, answer = self.server.json(self.keys[user], method, path, value)
        if status >= 300:
            raise AssertionError((user, method, path, status, answer))
        return answer

    def named(self, entity: str, field: str) -> dict[str, str]:
        return {each[field]: each["id"] for each in self.ask("admin", "GET", f"/{entity}")["items"]}

    def listen(self, user: str) -> Ear:
        self.ears.append(Ear(self.server.port, user, self.keys[user]))
        return self.ears[-1]

    def together(self, *works) -> None:
        """Runs them at the same time; what one raises is raised."""
        raised = []

        def run(work):
            try:
                work()
            except BaseException as error:  # pylint: disable=broad-exception-caught
                raised.append(error)
        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if raised:
            raise raised[0]

    def make_records(self) -> list[tuple[str, str]]:
        made = []
        for i in range(24):
            owner = random.choice(["manager", "rep", "colleague", "stranger"])
            entity = random.choice(["contacts", "accounts", "deals"])
            name = "last_name" if entity == "contacts" else "name"
            record = self.ask(owner, "POST", f"/{entity}", {name: f"Record {i}"})
            made.append((entity, record["id"]))
        return made

    def change_records(self, records: list, chance: random.Random, until: float) -> None:
        """As the administrator: owners, teams, into the bin and out of it."""
        while time.monotonic() < until:
            entity, record = chance.choice(records)
            owner = self.ids[chance.choice(["rep", "colleague", "stranger", "manager", "hermit"])]
            act = chance.randrange(5)
            path = f"/{entity}/{record}"
            if act == 0:
                self.server.json(self.keys["admin"], "DELETE", path)
            elif act == 1:
                self.server.json(self.keys["admin"], "POST", path + "/restore")
            else:
                value = [{"owner": owner}, {"team": self.teams[chance.choice(["North", "South"])]},
                         {"tags": [f"t{chance.randrange(9)}"]}][act - 2]
                self.server.json(self.keys["admin"], "PATCH", path, value)

    def change_rights(self, until: float) -> None:
        while time.monotonic() < until:
            user = random.choice(UNSTEADY)
            value = random.choice([
                {"role": self.roles["manager"]}, {"role": self.roles["rep"]},
                {"teams": [self.teams["North"]]}, {"teams": [self.teams["South"]]}, {"teams": []}])
            self.ask("admin", "PATCH", f"/users/{self.ids[user]}", value)
            time.sleep(0.05)

    def come_and_go(self, until: float) -> None:
        while time.monotonic() < until:
            ear = Ear(self.server.port, "rep", self.keys["rep"])
            self.assertEqual(ear.socket.status, 101)
            time.sleep(random.random() / 4)
            ear.stop()

    def changes_since(self, user: str, cursor: str) -> list:
        items, more = [], True
        while more:
            page = self.ask(user, "GET", f"/changes?since={cursor}")
            items += [of(item) for item in page["items"]]
            cursor, more = page["next"], page["more"]
        return items

    def touch_all(self, records: list, part: int) -> None:
        for i, (entity, record) in enumerate(records):
            if i % 3 == part:
                for tag in ("one", "two", "three"):
                    self.ask("admin", "PATCH", f"/{entity}/{record}", {"tags": [tag, str(i)]})

    def test_while_records_and_rights_change(self):
        records = self.make_records()
        secret = self.ask("hermit", "POST", "/contacts", {"last_name": "Secret"})["id"]
        for user in ("admin", "manager", "rep", "colleague", "stranger", "reader", "narrow", "rep"):
            self.listen(user)
        there = len(self.ears)
        until = time.monotonic() + CHAOS_S

        def touch_secret():
            while time.monotonic() < until:
                self.ask("hermit", "PATCH", f"/contacts/{secret}", {"tags": [str(random.random())]})
                time.sleep(0.02)
        self.together(lambda: self.change_records(records, random.Random(1), until),
                      lambda: self.change_records(records, random.Random(2), until),
                      lambda: self.change_rights(until), lambda: self.come_and_go(until),
                      touch_secret)
        for entity, record in records:
            self.server.json(self.keys["admin"], "POST", f"/{entity}/{record}/restore")
        last = self.ask("admin", "GET", "/changes")["next"]
        self.listen("rep")
        self.listen("reader")
        self.together(*(lambda part=part: self.touch_all(records, part) for part in range(3)))
        self.compare(records, last)
        for ear in self.ears[:there]:
            heard = [item for item in ear.items if item[0] == secret]
            if ear.user in ("admin", "reader"):
                self.assertTrue(heard, ear.user)
            elif ear.user not in ("manager", "narrow"):
                self.assertEqual(heard, [], f"{ear.user} heard what is kept from him")

    def compare(self, records: list, cursor: str) -> None:
        """What each has heard since the cursor is what GET /changes tells him."""
        for ear in self.ears:
            expected = self.changes_since(ear.user, cursor)
            until = time.monotonic() + TOLD_WITHIN_S
            while ear.items[-len(expected):] != expected and time.monotonic() < until:
                time.sleep(0.05)
            if not expected:
                continue
            begin = ear.items.index(expected[0]) if expected[0] in ear.items else None
            self.assertIsNotNone(begin, f"{ear.user} was not told of {expected[0]}")
            self.assertEqual(ear.items[begin:], expected, ear.user)
            self.assertEqual(len(ear.items), len(set(ear.items)), f"{ear.user} heard one twice")
        everything = self.changes_since("admin", cursor)
        self.assertEqual(len(everything), 3 * len(records))

    def test_a_change_is_told_at_once(self):
        """In a quiet company of few, in milliseconds."""
        ear = self.listen("rep")
        times = []
        for i in range(20):
            time.sleep(0.05)
            began = time.monotonic()
            record = self.ask("rep", "POST", "/contacts", {"last_name": f"Quick {i}"})["id"]
            while not any(item[0] == record for item in list(ear.items)):
                self.assertLess(time.monotonic() - began, 5)
                time.sleep(0.001)
            times.append(time.monotonic() - began)
        self.assertLess(sorted(times)[len(times) // 2], 0.1)

    def test_a_key_for_some_entities(self):
        made = sign_in(self.server, "admin", "admin").must(
            "POST", "/profile/api-keys", {"name": "contacts alone", "entities": ["contacts"]})
        self.keys["contacts"] = made["key"]
        ear, all_of_it = self.listen("contacts"), self.listen("admin")
        contact = self.ask("rep", "POST", "/contacts", {"last_name": "Told"})["id"]
        account = self.ask("rep", "POST", "/accounts", {"name": "Not told"})["id"]
        last = self.ask("rep", "POST", "/contacts", {"last_name": "Told too"})["id"]
        until = time.monotonic() + TOLD_WITHIN_S
        while time.monotonic() < until and not all(
                any(item[0] == last for item in list(each.items)) for each in (ear, all_of_it)):
            time.sleep(0.01)
        self.assertEqual([item[0] for item in ear.items], [contact, last])
        self.assertIn(account, [item[0] for item in all_of_it.items])


if __name__ == "__main__":
    unittest.main()
