#!/usr/bin/env python3
"""Webhooks against the real server and a real receiver: what is told, to whom, signed how, tried
again when, and what is not reached. Signatures are verified by the npm package standardwebhooks.
"""
import json
import pathlib
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import Company, Server, free_port  # noqa: E402
from receiver import Message, Receiver  # noqa: E402

USERS = {"admin": ("administrator", None), "manager": ("manager", "North"),
         "rep": ("rep", "North"), "clerk": ("rep", "South")}
IN_TIME_S = 2.0


def verdicts(messages: list[Message], secret: str) -> list[str]:
    asked = [{"secret": secret, "headers": m.headers, "body": m.body.decode()} for m in messages]
    done = subprocess.run(["node", str(HERE / "verify.mjs")], input=json.dumps(asked),
                          capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[:-1]


class Case(unittest.TestCase):
    """A company; `serve()` starts a server of it that may send to this machine."""
    company: Company

    @classmethod
    def setUpClass(cls):
        cls.company = Company(USERS)

    @classmethod
    def tearDownClass(cls):
        cls.company.remove()

    def serve(self, *options: str, allow: str = "127.0.0.1") -> Server:
        data = self.company.copy(f"{type(self).__name__}-{self.id().split('.')[-1]}")
        server = Server(data, *(["--allow-outbound", allow] if allow else []), *options)
        self.addCleanup(server.stop)
        return server

    def receiver(self, *where) -> Receiver:
        receiver = Receiver(*where)
        self.addCleanup(receiver.close)
        return receiver

    def ask(self, server: Server, method: str, path: str, value=None, user: str = "admin",
            status: int | None = None):
        got, answer = server.json(self.company.keys[user], method, path, value)
        if status is not None:
            self.assertEqual(got, status, (method, path, answer))
        else:
            self.assertLess(got, 300, (method, path, answer))
        return answer

    def hook(self, server: Server, url: str, **rest) -> dict:
        values = {"name": "Hook", "url": url, "entity": "accounts", **rest}
        return self.ask(server, "POST", "/webhooks", values, status=201)

    def account(self, server: Server, user: str = "admin", **rest) -> dict:
        return self.ask(server, "POST", "/accounts?duplicates=create", {"name": "Navruz", **rest},
                        user)

    def deliveries(self, server: Server, hook: dict) -> list[dict]:
        return self.ask(server, "GET", f"/webhooks/{hook['id']}/deliveries")["items"]

    def eventually(self, what, within_s: float = 5.0):
        """The value of what() when it is true, or what it is in the end."""
        until = time.monotonic() + within_s
        while not (value := what()) and time.monotonic() < until:
            time.sleep(0.05)
        return value

    def settled(self, server: Server, hook: dict, states: set, within_s: float = 5.0):
        def look():
            found = self.deliveries(server, hook)
            return found if found and {d["state"] for d in found} <= states else None
        return self.eventually(look, within_s)


class Messages(Case):
    def test_what_happened_is_told_in_time_and_signed(self):
        server, receiver = self.serve(), self.receiver()
        hook = self.hook(server, receiver.url("/all"))
        account = self.account(server, website="navruz.uz")
        of = f"/accounts/{account['id']}"
        began = time.monotonic()
        self.ask(server, "PATCH", of, {"name": "Ramazon"})
        self.ask(server, "DELETE", of)
        self.ask(server, "POST", of + "/restore")
        messages = receiver.wait("/all", 4, IN_TIME_S)
        self.assertLess(time.monotonic() - began, IN_TIME_S)
        self.assertEqual({m.type for m in messages}, {
            f"accounts.{e}" for e in ("created", "changed", "deleted", "restored")})
        self.assertEqual(verdicts(messages, hook["secret"]), ["ok"] * 4)
        other = "whsec_" + "A" * 43 + "="
        self.assertNotIn("ok", verdicts(messages, other))
        tampered = [Message(m.path, m.headers, m.body + b" ", m.at) for m in messages]
        self.assertNotIn("ok", verdicts(tampered, hook["secret"]))
        self.assertEqual(len({m.id for m in messages}), 4)
        changed = next(m for m in messages if m.type == "accounts.changed")
        self.assertEqual(changed.headers["content-type"], "application/json")
        data = changed.json()["data"]
        self.assertEqual(data["changed"], ["name"])
        self.assertEqual((data["id"], data["entity"]), (account["id"], "accounts"))
        self.assertEqual(data["by"]["entity"], "users")
        self.assertRegex(changed.json()["timestamp"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        restored = next(m for m in messages if m.type == "accounts.restored")
        record = self.ask(server, "GET", of)
        self.assertEqual(restored.json()["data"]["record"], record)
        log = self.settled(server, hook, {"delivered"})
        self.assertEqual({d["id"] for d in log}, {m.id for m in messages})
        self.assertEqual({(d["status"], d["attempts"]) for d in log}, {(204, 1)})

    def test_events_entity_and_filter(self):
        server, receiver = self.serve(), self.receiver()
        self.hook(server, receiver.url("/made"), events=["created"])
        self.hook(server, receiver.url("/deals"), entity="deals")
        self.hook(server, receiver.url("/some"), filter={
            "all": [{"field": "industry", "op": "eq", "value": "retail"}]})
        account = self.account(server)
        # A condition is asked of the record as it is when the change is told: so that comes first.
        self.assertEqual(len(receiver.wait("/made", 1)), 1)
        self.ask(server, "PATCH", f"/accounts/{account['id']}", {"industry": "retail"})
        self.ask(server, "PATCH", f"/accounts/{account['id']}", {"name": "Ramazon"})
        self.ask(server, "DELETE", f"/accounts/{account['id']}")
        self.assertEqual(len(receiver.wait("/some", 3)), 3)
        time.sleep(0.5)
        self.assertEqual([m.type for m in receiver.of("/made")], ["accounts.created"])
        self.assertEqual(receiver.of("/deals"), [])
        self.assertEqual(sorted(m.type for m in receiver.of("/some")),
                         ["accounts.changed", "accounts.changed", "accounts.deleted"])

    def test_only_what_the_owner_may_read(self):
        server, receiver = self.serve(), self.receiver()
        people = {u["email"].split("@")[0]: u["id"]
                  for u in self.ask(server, "GET", "/users")["items"]}
        role = self.ask(server, "POST", "/roles", {"name": "Clerk", "rights": {
            "*": {"read": "all"}, "accounts": {"read": "all", "hidden": ["annual_revenue"]}}})
        self.ask(server, "PATCH", f"/users/{people['clerk']}", {"role": role["id"]})
        self.hook(server, receiver.url("/rep"), owner=people["rep"])
        self.hook(server, receiver.url("/clerk"), owner=people["clerk"])
        revenue = {"amount": "5.00", "currency": "UZS"}
        foreign = self.account(server, annual_revenue=revenue)
        own = self.account(server, user="rep")
        self.ask(server, "PATCH", f"/accounts/{foreign['id']}",
                 {"annual_revenue": {"amount": "6.00", "currency": "UZS"}})
        receiver.wait("/rep", 1)
        receiver.wait("/clerk", 2)
        time.sleep(0.5)
        self.assertEqual([m.json()["data"]["id"] for m in receiver.of("/rep")], [own["id"]])
        told = receiver.of("/clerk")
        self.assertEqual({m.json()["data"]["id"] for m in told}, {own["id"], foreign["id"]})
        self.assertEqual({m.type for m in told}, {"accounts.created"})
        for message in told:
            self.assertNotIn(b"annual_revenue", message.body)

    def test_of_an_entity_of_the_companys_own(self):
        server, receiver = self.serve(), self.receiver()
        self.ask(server, "PUT", "/metadata/entities/projects", {
            "area": "sales", "icon": "building", "color": "teal",
            "labels": {"en": {"one": "Project", "many": "Projects", "new": "New project"}},
            "fields": {"name": {"type": "text", "required": True, "labels": {"en": "Name"}}}})
        self.hook(server, receiver.url("/own"), entity="projects")
        self.ask(server, "PUT", "/metadata/entities/projects/fields/floors",
                 {"type": "integer", "labels": {"en": "Floors"}})
        made = self.ask(server, "POST", "/projects", {"name": "Tower", "floors": 7})
        (message,) = receiver.wait("/own", 1)
        self.assertEqual(message.type, "projects.created")
        self.assertEqual(message.json()["data"]["record"], made)

    def test_ping(self):
        server, receiver = self.serve(), self.receiver()
        hook = self.hook(server, receiver.url("/ping"))
        answer = self.ask(server, "POST", f"/webhooks/{hook['id']}/actions/test", {})
        (message,) = receiver.wait("/ping", 1)
        self.assertEqual((message.type, message.id), ("ping", answer["delivery"]))
        self.assertEqual(verdicts([message], hook["secret"]), ["ok"])


class Retries(Case):
    def test_after_500_with_the_same_id(self):
        server, receiver = self.serve(), self.receiver()
        receiver.answers["/hook"] = [(500, {}, 0), (204, {}, 0)]
        hook = self.hook(server, receiver.url("/hook"))
        self.account(server)
        first = receiver.wait("/hook", 1)
        waiting = self.settled(server, hook, {"waiting"})
        self.assertEqual((waiting[0]["status"], waiting[0]["answer"]), (500, "OK"))
        self.assertEqual(waiting[0]["error"]["code"], "webhook_status")
        self.assertTrue(waiting[0]["next_attempt_at"])
        self.assertTrue(self.ask(server, "GET", f"/webhooks/{hook['id']}")["failing_since"])
        messages = receiver.wait("/hook", 2, 8)
        self.assertEqual(len(messages), 2)
        pause_s = messages[1].at - first[0].at
        self.assertTrue(4.3 <= pause_s <= 7, pause_s)
        self.assertEqual(messages[0].id, messages[1].id)
        self.assertEqual(messages[0].body, messages[1].body)
        self.assertNotEqual(messages[0].headers["webhook-timestamp"],
                            messages[1].headers["webhook-timestamp"])
        self.assertEqual(verdicts(messages, hook["secret"]), ["ok", "ok"])
        (done,) = self.settled(server, hook, {"delivered"})
        self.assertEqual(done["attempts"], 2)
        self.assertIsNone(self.ask(server, "GET", f"/webhooks/{hook['id']}")["failing_since"])

    def test_retry_after_is_respected(self):
        server, receiver = self.serve(), self.receiver()
        receiver.answers["/hook"] = [(503, {"Retry-After": "8"}, 0), (204, {}, 0)]
        self.hook(server, receiver.url("/hook"))
        self.account(server)
        messages = receiver.wait("/hook", 2, 12)
        self.assertEqual(len(messages), 2)
        self.assertGreater(messages[1].at - messages[0].at, 7.5)

    def test_410_switches_off_and_the_owner_is_told(self):
        server, receiver = self.serve(), self.receiver()
        receiver.answers["/hook"] = [(410, {}, 0)]
        hook = self.hook(server, receiver.url("/hook"))
        self.account(server)
        self.assertTrue(self.eventually(
            lambda: not self.ask(server, "GET", f"/webhooks/{hook['id']}")["active"]))
        (task,) = self.ask(server, "GET", "/tasks")["items"]
        self.assertIn("Hook", task["subject"])
        self.assertEqual(task["owner"]["id"], hook["owner"]["id"])
        self.account(server)
        time.sleep(1)
        self.assertEqual(len(receiver.of("/hook")), 1)
        self.ask(server, "POST", f"/webhooks/{hook['id']}/actions/test", {}, status=422)

    def test_one_dead_address_holds_up_no_other(self):
        server, receiver = self.serve(), self.receiver()
        receiver.answers["/dead"] = [(204, {}, 13)]
        self.hook(server, receiver.url("/dead"))
        for _ in range(20):
            self.account(server)
        self.hook(server, receiver.url("/quick"))
        began = time.monotonic()
        for _ in range(20):
            self.account(server)
        self.assertEqual(len(receiver.wait("/quick", 20, IN_TIME_S)), 20)
        self.assertLess(time.monotonic() - began, 2 * IN_TIME_S)
        self.assertLessEqual(len(receiver.of("/dead")), 4)

    def test_send_again(self):
        server, receiver = self.serve(), self.receiver()
        hook = self.hook(server, receiver.url("/hook"))
        self.account(server)
        (first,) = receiver.wait("/hook", 1)
        (delivery,) = self.settled(server, hook, {"delivered"})
        of = f"/webhooks/{hook['id']}/deliveries/{delivery['id']}/actions/send_again"
        again = self.ask(server, "POST", of)
        self.assertEqual((again["id"], again["state"]), (delivery["id"], "waiting"))
        messages = receiver.wait("/hook", 2)
        self.assertEqual([m.id for m in messages], [first.id] * 2)
        self.assertEqual(messages[0].body, messages[1].body)
        other = self.hook(server, receiver.url("/other"))
        self.ask(server, "POST", of.replace(hook["id"], other["id"]), status=404)


class Secrets(Case):
    def test_two_sign_after_a_rotation(self):
        server, receiver = self.serve(), self.receiver()
        hook = self.hook(server, receiver.url("/hook"))
        made = self.ask(server, "POST", f"/webhooks/{hook['id']}/actions/rotate_secret", {})
        self.assertRegex(made["secret"], r"^whsec_[A-Za-z0-9+/]{43}=$")
        self.assertNotEqual(made["secret"], hook["secret"])
        self.account(server)
        messages = receiver.wait("/hook", 1)
        signatures = messages[0].headers["webhook-signature"].split(" ")
        self.assertEqual([s[:3] for s in signatures], ["v1,", "v1,"])
        for secret in (hook["secret"], made["secret"]):
            self.assertEqual(verdicts(messages, secret), ["ok"])

    def test_are_told_once(self):
        server = self.serve()
        hook = self.hook(server, "https://example.com/")
        self.assertRegex(hook["secret"], r"^whsec_[A-Za-z0-9+/]{43}=$")
        of = f"/webhooks/{hook['id']}"
        for path in (of, "/webhooks", of + "/history", "/webhooks/export?format=csv",
                     of + "/deliveries", "/metadata"):
            _, _, body = server.request("GET", "/api/v1" + path, {
                "Authorization": f"Bearer {self.company.keys['admin']}"})
            self.assertNotIn(b"whsec_", body, path)
        self.ask(server, "GET", of + "?fields=secret", status=400)
        self.ask(server, "PATCH", of, {"secret": "whsec_x"}, status=422)


class Doors(Case):
    def test_are_closed_to_all_but_administrators(self):
        server = self.serve()
        hook = self.hook(server, "https://example.com/")
        of, values = f"/webhooks/{hook['id']}", {"name": "H", "url": "https://example.com/",
                                                 "entity": "accounts"}
        nobody = "01900000-0000-7000-8000-000000000000"
        for user in ("manager", "rep"):
            for method, path, value, status in [
                    ("POST", "/webhooks", values, 403), ("GET", "/webhooks", None, 403),
                    ("GET", of, None, 404), ("PATCH", of, {"name": "Mine"}, 404),
                    ("DELETE", of, None, 404), ("GET", of + "/deliveries", None, 403),
                    ("POST", "/webhooks/bulk", {"create": [values]}, None),
                    ("PUT", "/webhooks/by/external_id/7", values, None),
                    ("POST", of + "/actions/test", {}, 404),
                    ("POST", of + "/actions/rotate_secret", {}, 404),
                    ("POST", of + "/actions/clone", {}, 404),
                    ("POST", f"{of}/deliveries/{nobody}/actions/send_again", {}, 403),
                    ("POST", "/webhooks/aggregate", {}, 403),
                    ("GET", "/webhooks/export", None, 403)]:
                with self.subTest(user=user, method=method, path=path):
                    got, answer = server.json(self.company.keys[user], method, path, value)
                    if path.endswith("/bulk"):
                        self.assertEqual([r["status"] for r in answer["results"]], [403])
                    elif status is None:
                        self.assertIn(got, (403, 404), answer)
                    else:
                        self.assertEqual(got, status, answer)
            self.assertNotIn("webhooks", self.ask(server, "GET", "/metadata", user=user)[
                "entities"])
        self.assertEqual(len(self.ask(server, "GET", "/webhooks")["items"]), 1)

    def test_wrong_hooks_name_the_place(self):
        server = self.serve()
        for rest, field in [({"filter": {"all": [{"field": "nam", "op": "eq", "value": 1}]}},
                             "filter.all[0].field"),
                            ({"filter": {"any": [{"field": "employees", "op": "lt",
                                                  "value": "many"}]}}, "filter.any[0].value"),
                            ({"url": "ftp://example.com/"}, "url"),
                            ({"url": "https://u:p@example.com/"}, "url"),
                            ({"entity": "dragons"}, "entity")]:
            values = {"name": "H", "url": "https://example.com/", "entity": "accounts", **rest}
            answer = self.ask(server, "POST", "/webhooks", values, status=422)
            self.assertEqual([e["field"] for e in answer["errors"]], [field])
            self.assertTrue(answer["errors"][0]["message"])


class InnerAddresses(Case):
    def test_are_not_reached_without_permission(self):
        server, receiver = self.serve(allow=""), self.receiver()
        hosts = {"127.0.0.1": "127.0.0.1", "2130706433": "127.0.0.1", "0x7f.0.0.1": "127.0.0.1",
                 "0177.1": "127.0.0.1", "localhost": None, "[::ffff:127.0.0.1]": "127.0.0.1",
                 "0.0.0.0": "0.0.0.0"}
        for host, address in hosts.items():
            with self.subTest(host=host):
                hook = self.hook(server, receiver.url("/hook", host))
                self.ask(server, "POST", f"/webhooks/{hook['id']}/actions/test", {})
                log = self.settled(server, hook, {"waiting"})
                error = self.eventually(lambda: self.deliveries(server, hook)[0]["error"])
                self.assertEqual(error["code"], "outbound_denied", log)
                self.assertIn("--allow-outbound", error["message"])
                if address:
                    self.assertIn(address, error["message"])
                self.ask(server, "DELETE", f"/webhooks/{hook['id']}")
        self.assertEqual(receiver.messages, [])

    def test_are_not_reached_by_a_redirect(self):
        server, inner = self.serve(allow="127.0.0.2"), self.receiver()
        outer = self.receiver("127.0.0.2")
        outer.answers["/hook"] = [(302, {"Location": inner.url("/inner")}, 0)]
        hook = self.hook(server, outer.url("/hook"))
        self.ask(server, "POST", f"/webhooks/{hook['id']}/actions/test", {})
        self.assertEqual(len(outer.wait("/hook", 1)), 1)
        self.assertTrue(self.eventually(lambda: self.deliveries(server, hook)[0]["status"] == 302))
        self.assertEqual(inner.messages, [])

    def test_ranges_are_checked_at_the_start(self):
        with self.assertRaisesRegex(RuntimeError, "--allow-outbound takes ranges"):
            self.serve(allow="10.0.0.0/33")


class Crashes(Case):
    def test_nothing_is_lost_between_commit_and_delivery(self):
        server, port = self.serve(), free_port()
        self.hook(server, f"http://127.0.0.1:{port}/hook")
        made = []
        for number in range(40):
            made.append(self.account(server, name=f"Account {number}")["id"])
        server.kill()
        with Receiver("127.0.0.1", port) as receiver:
            server.start()
            # Attempts that the dead process had begun are let go after half a minute.
            messages = receiver.wait("/hook", 40, 45)
            time.sleep(1)
            told = [m.json()["data"]["id"] for m in receiver.of("/hook")]
        self.assertEqual(sorted(told), sorted(made))
        self.assertEqual(len({m.id for m in messages}), 40)

    def test_what_was_delivered_is_not_sent_again(self):
        server, receiver = self.serve(), self.receiver()
        hook = self.hook(server, receiver.url("/hook"))
        for _ in range(10):
            self.account(server)
        receiver.wait("/hook", 10)
        self.assertTrue(self.settled(server, hook, {"delivered"}))
        server.kill()
        server.start()
        self.account(server)
        self.assertEqual(len(receiver.wait("/hook", 11)), 11)
        time.sleep(1)
        self.assertEqual(len({m.id for m in receiver.of("/hook")}), 11)
        self.assertEqual(len(receiver.of("/hook")), 11)

    def test_a_stop_waits_for_what_is_under_way(self):
        server, receiver = self.serve(), self.receiver()
        receiver.answers["/hook"] = [(204, {}, 2)]
        hook = self.hook(server, receiver.url("/hook"))
        self.account(server)
        receiver.wait("/hook", 1)
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertTrue(self.settled(server, hook, {"delivered"}))
        self.assertEqual(len(receiver.of("/hook")), 1)


if __name__ == "__main__":
    unittest.main()
