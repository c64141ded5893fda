#!/usr/bin/env python3
"""The model changes under a running company: requests go on, nothing is lost, a restart keeps all,
commands know what was made, and a broken document keeps nobody from work.
"""
import json
import pathlib
import sys
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import Company, Server, rapport, sql  # noqa: E402

CHANGES = 50
WORKERS = 4


class WithCompany(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = Company()
        cls.addClassCleanup(cls.company.remove)

    def setUp(self):
        self.data = self.company.copy(self.id())

    def call(self, server, user: str, method: str, path: str, value=None, status: int = 200):
        found, answer = server.json(self.company.keys[user], method, path, value)
        self.assertEqual(found, status, f"{user} {method} {path}: {answer}")
        return answer

    def field(self, server, name: str, definition: dict, entity: str = "deals") -> dict:
        return self.call(server, "admin", "PUT", f"/metadata/entities/{entity}/fields/{name}",
                         definition)

    def names(self, server, entity: str = "deals") -> set[str]:
        metadata = self.call(server, "admin", "GET", "/metadata")
        fields = metadata["entities"].get(entity, {"fields": []})["fields"]
        return {field["name"] for field in fields}


class WhileItChanges(WithCompany):
    """Readers and writers of several people, while an administrator changes the model."""

    def work(self, server, number: int, done: threading.Event, made: list, wrong: list):
        user, turn = ("rep", "colleague")[number % 2], 0

        def ask(method: str, path: str, value=None, expected=(200, 201)):
            status, answer = server.json(self.company.keys[user], method, path, value)
            if status not in expected:
                wrong.append(f"{method} {path}: {status} {str(answer)[:300]}")
            return answer
        while not done.is_set():
            turn += 1
            try:
                deal = ask("POST", "/deals", {"name": f"Deal {number}.{turn}"})
                made.append(deal["id"])
                ask("GET", "/deals?sort=-changed_at&limit=20")
                ask("GET", f"/deals/{deal['id']}")
                ask("PATCH", f"/deals/{deal['id']}", {"next_step": f"step {turn}"})
                ask("POST", "/deals/aggregate", {"group_by": ["stage"]})
                ask("GET", "/search?q=deal")
                ask("GET", "/metadata")
                if turn % 5 == 0:
                    ask("GET", "/openapi.json")
                    ask("GET", f"/deals/{deal['id']}/timeline")
            except (OSError, KeyError, TypeError, ValueError) as error:
                wrong.append(repr(error))

    def change(self, server, number: int):
        kind = number % 5
        if kind == 0:
            self.call(server, "admin", "PUT", f"/metadata/entities/own{number}", {
                "activities": True, "labels": {"en": {"one": "Own", "many": "Own"}},
                "fields": {"deal": {"type": "link", "to": "deals", "inverse": f"own{number}"}}})
        elif kind == 4:
            self.call(server, "admin", "DELETE",
                      f"/metadata/entities/deals/fields/own{number - 1}")
        else:
            definition = [{}, {"type": "text", "indexed": number < 40},
                          {"type": "choice", "choices": [{"key": "a"}, {"key": "b"}]},
                          {"type": "links", "to": "contacts"}][kind]
            self.field(server, f"own{number}", definition)

    def test_no_request_fails_and_nothing_is_lost(self):
        done, made, wrong = threading.Event(), [], []
        with Server(self.data) as server:
            threads = [threading.Thread(target=self.work, args=(server, i, done, made, wrong))
                       for i in range(WORKERS)]
            for thread in threads:
                thread.start()
            try:
                for number in range(CHANGES):
                    self.change(server, number)
            finally:
                done.set()
                for thread in threads:
                    thread.join()
            self.assertEqual(wrong, [])
            self.assertGreater(len(made), 20)
            self.assertEqual(self.call(server, "admin", "GET", "/deals?count=exact")["total"],
                             len(made))
            package = self.call(server, "admin", "GET", "/metadata/customisation")
            self.assertEqual(package["version"], CHANGES)
            # What was made is usable, the last as well as the first.
            self.call(server, "rep", "POST", "/own0", {"name": "X", "deal": made[0]}, 201)
            self.call(server, "rep", "POST", "/deals", {"name": "Y", "own47": "a"}, 201)
            names = self.names(server)
        with Server(self.data) as server:
            self.assertEqual(self.names(server), names)
            again = self.call(server, "admin", "GET", "/metadata/customisation")
            self.assertEqual(again, package)

    def test_two_administrators_lose_nothing(self):
        wrong = []

        def make(server, who: int):
            for number in range(10):
                status, answer = server.json(
                    self.company.keys["admin"], "PUT",
                    f"/metadata/entities/deals/fields/of_{who}_{number}", {"type": "integer"})
                if status != 200:
                    wrong.append(answer)
        with Server(self.data) as server:
            threads = [threading.Thread(target=make, args=(server, who)) for who in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])
            wanted = {f"of_{who}_{number}" for who in range(3) for number in range(10)}
            self.assertLessEqual(wanted, self.names(server))

    def test_two_servers_of_one_company(self):
        with Server(self.data) as one, Server(self.data) as other:
            self.field(one, "paint", {"type": "text"})
            for _ in range(100):
                if "paint" in self.names(other):
                    break
            self.assertIn("paint", self.names(other))
            self.field(other, "weight", {"type": "integer"})
            self.field(one, "height", {"type": "integer"})
            self.assertLessEqual({"paint", "weight", "height"}, self.names(one))
            self.call(other, "rep", "POST", "/deals", {"name": "A", "paint": "red"}, 201)

    def test_the_stream_tells_of_a_change(self):
        with Server(self.data) as server:
            before = self.call(server, "rep", "GET", "/changes")
            self.field(server, "paint", {"type": "text"})
            after = self.call(server, "rep", "GET", f"/changes?since={before['next']}")
            self.assertNotEqual(before["metadata"], after["metadata"])
            self.assertEqual(after["metadata"],
                             self.call(server, "rep", "GET", "/metadata")["version"])


class CommandsAndStarts(WithCompany):
    def make(self, server):
        self.field(server, "paint", {"type": "choice", "labels": {"ru": "Краска", "en": "Paint"},
                                     "choices": [{"key": "red", "labels": {"ru": "Красная"}}]})
        self.call(server, "admin", "PUT", "/metadata/entities/projects", {
            "labels": {"en": {"one": "Project", "many": "Projects"}},
            "fields": {"name": {"type": "text", "required": True, "labels": {"en": "Name"}},
                       "budget": {"type": "money", "labels": {"en": "Budget"}},
                       "opens_on": {"type": "date", "labels": {"en": "Opening"}}}})

    def test_import_and_export_know_what_was_made(self):
        with Server(self.data) as server:
            self.make(server)
        deals, projects = self.data / "deals.csv", self.data / "projects.csv"
        deals.write_text("Название,Краска\nRoof,Красная\nFence,red\n", "utf-8")
        projects.write_text("Name,Budget,Opening\nTower,1500,2027-03-01\nLobby,,\n", "utf-8")
        for file, entity in ((deals, "deals"), (projects, "projects")):
            said = rapport("import", str(file), "--entity", entity, "--data", str(self.data))
            self.assertIn("created 2,", said)
        text = rapport("export", "--entity", "projects", "--data", str(self.data))
        self.assertIn("Tower", text)
        self.assertIn("2027-03-01", text)
        found = rapport("export", "--entity", "deals", "--data", str(self.data), "--filter",
                        json.dumps({"field": "paint", "op": "eq", "value": "red"}),
                        "--format", "json")
        self.assertIn("Roof", found)
        self.assertIn("Fence", found)
        with Server(self.data) as server:
            page = self.call(server, "admin", "GET", "/projects?sort=name&fields=name,budget")
            self.assertEqual(page["items"][1]["budget"]["amount"], "1500.00")

    def test_safe_mode_starts_without_it_and_loses_nothing(self):
        with Server(self.data) as server:
            self.make(server)
            deal = self.call(server, "rep", "POST", "/deals", {"name": "Roof", "paint": "red"}, 201)
        with Server(self.data, "--safe-mode") as server:
            self.assertNotIn("paint", self.names(server))
            self.call(server, "admin", "GET", "/projects", status=404)
            package = self.call(server, "admin", "GET", "/metadata/customisation")
            self.assertFalse(package["active"])
            self.assertIn("projects", package["entities"])
            self.call(server, "rep", "PATCH", f"/deals/{deal['id']}", {"name": "Roof 2"})
            self.assertIn("safe mode", server.log_tail(200))
        with Server(self.data) as server:
            deal = self.call(server, "rep", "GET", f"/deals/{deal['id']}")
            self.assertEqual((deal["name"], deal["paint"]), ("Roof 2", "red"))

    def test_a_broken_document_does_not_stop_the_server(self):
        with Server(self.data) as server:
            self.make(server)
            deal = self.call(server, "rep", "POST", "/deals", {"name": "Roof", "paint": "red"}, 201)
            package = self.call(server, "admin", "GET", "/metadata/customisation")
        broken = ["{", '{"fields": []}', '{"fields": {"paint": {"type": "nonsense"}}}', "[1]",
                  '{"fields": {"amount": {"type": "text"}}}', '"text"']
        for text in broken:
            sql(self.data,
                f"UPDATE customisation SET json='{text}' WHERE path='entities/deals.json'")
            with Server(self.data) as server:
                self.assertNotIn("paint", self.names(server))
                self.assertIn("cannot be used", server.log_tail(4), text)
                self.call(server, "rep", "GET", f"/deals/{deal['id']}")
        with self.assertRaisesRegex(RuntimeError, "exit 1"):
            rapport("doctor", "--data", str(self.data))
        with Server(self.data) as server:
            mended = self.call(server, "admin", "PUT", "/metadata/customisation", package)
            self.assertFalse(mended["dry_run"])
            deal = self.call(server, "rep", "GET", f"/deals/{deal['id']}")
            self.assertEqual(deal["paint"], "red")
        self.assertRegex(rapport("doctor", "--data", str(self.data)), "ok +model .*version")

    def test_a_package_makes_another_company_alike(self):
        with Server(self.data) as server:
            self.make(server)
            package = self.call(server, "admin", "GET", "/metadata/customisation")
        with Server(self.company.copy("another")) as server:
            told = self.call(server, "admin", "PUT", "/metadata/customisation?dry_run=true",
                             package)
            self.assertIn("projects", told["made"])
            self.call(server, "rep", "GET", "/projects", status=404)
            done = self.call(server, "admin", "PUT", "/metadata/customisation", package)
            self.assertLessEqual(set(told["made"]) - set(done["made"]), set())
            self.call(server, "rep", "POST", "/projects", {"name": "Tower"}, 201)
            self.call(server, "rep", "POST", "/deals", {"name": "Roof", "paint": "red"}, 201)
            same = self.call(server, "admin", "GET", "/metadata/customisation")
            for part in ("entities", "layouts", "strings"):
                self.assertEqual(same[part], package[part])


if __name__ == "__main__":
    unittest.main()
