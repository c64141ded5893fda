"""What is done at one node holds at all, and what has to be done once is done once."""
import json
import threading
import time
import uuid

from browser import Browser
from pair import AT_ONCE_S, Case, Loop
from live_socket import LiveSocket
from nodes import Client, eventually, node
from moved import sealed
from rapport_server import PASSWORD, Server, email_of, make_database, rapport
from receiver import Receiver


class Together(Case):
    def test_a_session_holds_at_all_and_ends_at_all(self):
        browser = Browser(self.one)
        self.assertEqual(browser.sign_in(email_of("rep"), PASSWORD)[0], 200)
        browser.server = self.two
        self.assertEqual(browser.ask("GET", "/session")[0], 200)
        self.assertEqual(browser.ask("POST", "/tasks", {"subject": "Call"})[0], 201)
        browser.server = self.one
        self.assertLess(browser.ask("DELETE", "/session")[0], 300)
        browser.server = self.two
        self.assertTrue(eventually(lambda: browser.ask("GET", "/session")[0] == 401, AT_ONCE_S))

    def test_wrong_passwords_at_one_count_at_all(self):
        email = email_of("stranger")
        statuses = [Browser([self.one, self.two][turn % 2]).sign_in(email, f"wrong {turn}")[0]
                    for turn in range(5)]
        self.assertEqual(statuses, [401] * 5)
        time.sleep(AT_ONCE_S)  # an attempt too early would be a guess the more
        for server in (self.one, self.two):
            status, answer = Browser(server).sign_in(email, PASSWORD)
            self.assertEqual((status, answer["code"]), (429, "locked"))

    def test_who_is_disabled_at_one_is_out_at_all(self):
        self.assertEqual(self.status(self.two, "/tasks", "rep"), 200)
        self.ask(self.one, "PATCH", f"/users/{self.id_of('rep')}", {"active": False})
        self.assertTrue(eventually(lambda: self.status(self.two, "/tasks", "rep") == 401,
                                   AT_ONCE_S))

    def test_rights_taken_at_one_are_gone_at_all(self):
        account = self.account(self.one, user="rep")
        path = f"/accounts/{account['id']}"
        self.assertEqual(self.status(self.two, path, "stranger"), 404)
        self.ask(self.one, "PATCH", f"/users/{self.id_of('stranger')}",
                 {"role": self.found("/users", "email", email_of("admin"))[0]["role"]["id"]})
        self.assertTrue(eventually(lambda: self.status(self.two, path, "stranger") == 200,
                                   AT_ONCE_S))

    def test_changes_are_told_to_listeners_of_all(self):
        with LiveSocket(self.two.port, self.key()) as socket:
            self.assertEqual(socket.status, 101)
            began = time.monotonic()
            account = self.account(self.one)
            self.assertIsNotNone(socket.until(lambda text: account["id"] in text, AT_ONCE_S))
            self.assertLess(time.monotonic() - began, AT_ONCE_S)

    def test_who_is_at_a_record_is_seen_at_all(self):
        account = self.account(self.one, user="rep")
        at = {"entity": "accounts", "id": account["id"]}
        with LiveSocket(self.one.port, self.key()) as here, \
                LiveSocket(self.two.port, self.key("manager")) as there:
            here.say({"at": at})
            here.until(lambda text: '"here"' in text, 2)
            there.say({"at": {**at, "editing": True}})
            text = here.until(lambda text: '"editing":true' in text, 3)
            self.assertIsNotNone(text, "the other node's person is not seen")
            self.assertEqual([p["name"] for p in json.loads(text)["here"]["people"]], ["manager"])
            self.assertIsNotNone(there.until(lambda text: '"name":"admin"' in text, 3))
            there.socket.close()
            self.assertIsNotNone(here.until(lambda text: '"people":[]' in text, 3))

    def test_notices_read_at_one_are_read_at_all(self):
        task = self.ask(self.one, "POST", "/tasks",
                        {"subject": "Visit", "owner": self.id_of("rep")})
        with LiveSocket(self.two.port, self.key("rep")) as socket:
            state = eventually(lambda: self.ask(self.two, "GET", "/notices", user="rep")["items"])
            self.assertTrue(state, task)
            self.ask(self.one, "POST", "/notices/read", {}, "rep")
            self.assertIsNotNone(socket.until(lambda text: text == '{"notices":0}', AT_ONCE_S))

    def test_what_is_saved_at_one_is_found_at_all(self):
        self.account(self.one, "Гулистон текстиль")
        found = eventually(lambda: self.ask(self.two, "GET", "/search?q=guliston")["items"], 3)
        self.assertEqual(len(found), 1)

    def test_a_field_made_at_one_works_at_all(self):
        with Loop(lambda: self.ask(self.two, "GET", "/accounts?limit=5")):
            self.ask(self.one, "PUT", "/metadata/entities/accounts/fields/paint",
                     {"type": "text", "labels": {"en": "Paint"}})
            path = "/accounts?duplicates=create"
            made = eventually(lambda: self.two.json(self.company.keys["admin"], "POST", path, {
                "name": "Painters", "paint": "red"})[0] == 201, AT_ONCE_S)
            self.assertTrue(made, "the other node does not know the field")
        found = self.found("/accounts", "paint", "red")
        self.assertEqual([a["paint"] for a in found], ["red"])

    def test_the_same_request_at_two_is_done_once(self):
        for _ in range(20):
            key = str(uuid.uuid4())
            answers = []

            def post(server, key=key, answers=answers):
                client = Client(server.port, self.company.keys["rep"])
                answers.append(client.ask("POST", "/api/v1/tasks", {"subject": key},
                                          Idempotency_Key=key))
            threads = [threading.Thread(target=post, args=(s,)) for s in (self.one, self.two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            ids = {body["id"] for status, body in answers if status == 201}
            self.assertEqual(len(ids), 1, answers)
            found = self.found("/tasks", "subject", key)
            self.assertEqual(len(found), 1)

    # What follows the log by its numbers sees every row, whichever node wrote it.
    def test_who_follows_the_changes_misses_none(self):
        cursor = self.ask(self.one, "GET", "/changes")["next"]
        wanted, seen = set(), set()

        def write(server):
            client = Client(server.port, self.company.keys["admin"])
            for _ in range(150):
                status, made = client.ask("POST", "/api/v1/tasks", {"subject": "Call"})
                self.assertEqual(status, 201)
                wanted.add(made["id"])
        threads = [threading.Thread(target=write, args=(server,))
                   for server in (self.one, self.two) for _ in range(3)]
        for thread in threads:
            thread.start()
        nodes = [self.one, self.two]
        until = time.monotonic() + 60
        while time.monotonic() < until:
            done = not any(thread.is_alive() for thread in threads)
            nodes.reverse()
            page = self.ask(nodes[0], "GET", f"/changes?since={cursor}")
            cursor = page["next"]
            seen |= {item["id"] for item in page["items"] if item["entity"] == "tasks"}
            if done and not page["items"]:
                break
        self.assertEqual(len(wanted), 900)
        self.assertEqual(wanted - seen, set())


class Once(Case):
    options = ("--allow-outbound", "127.0.0.1")

    def test_a_webhook_is_told_once_of_each_change(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.ask(self.one, "POST", "/webhooks",
                 {"name": "Hook", "entity": "accounts",
                  "url": f"http://127.0.0.1:{receiver.port}/"})
        time.sleep(1)
        names = [f"Account {n}" for n in range(40)]
        for n, name in enumerate(names):
            self.account((self.one, self.two)[n % 2], name)
        eventually(lambda: len(receiver.messages) >= len(names), 15)
        time.sleep(1)
        told = sorted(m.json()["data"]["record"]["name"] for m in receiver.messages)
        self.assertEqual(told, sorted(names))

    def test_an_import_is_done_once_and_seen_at_all(self):
        rows = "".join(f"Import {n},import{n}@example.com\r\n" for n in range(3000))
        file = upload(self.one, self.company.keys["admin"], "people.csv",
                      ("last_name,emails\r\n" + rows + ",nobody\r\n").encode())
        started = self.ask(self.one, "POST", "/imports",
                           {"file": file, "entity": "contacts", "duplicates": "create",
                            "map": {"columns": {"last_name": "last_name",
                                                "emails": "emails"}}})
        path = f"/imports/{started['id']}"
        state = eventually(lambda: (s := self.ask(self.two, "GET", path))["state"] not in
                           ("waiting", "running") and s, 60)
        self.assertEqual((state["state"], state["created"], state["failed"]), ("done", 3000, 1),
                         state)
        self.assertEqual(self.ask(self.two, "GET", "/contacts?count=exact&limit=1")["total"], 3000)
        for server in (self.one, self.two):
            status, _, body = server.request("GET", f"/api/v1{path}/failed",
                                             {"Authorization": self.key()})
            self.assertEqual(status, 200)
            self.assertIn(b"nobody", body)

    def test_the_audit_is_one_chain(self):
        with Loop(lambda: self.account(self.one)), Loop(lambda: self.account(self.two)):
            time.sleep(4)
        for server in (self.one, self.two):
            server.stop()
        self.assertGreater(sealed(rapport("doctor", "--data", str(self.data))), 50)


def upload(server: Server, key: str, name: str, content: bytes) -> str:
    boundary = "nodes-" + uuid.uuid4().hex
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: text/csv\r\n\r\n").encode() + content + \
        f"\r\n--{boundary}--\r\n".encode()
    status, _, answer = server.request(
        "POST", "/api/v1/files",
        {"Authorization": f"Bearer {key}",
         "Content-Type": f"multipart/form-data; boundary={boundary}"}, body)
    assert status == 201, (status, answer)
    return json.loads(answer)["id"]


class Start(Case):
    def setUp(self):
        pass

    # Nodes that start at once on an empty database, and a company set up at one of them.
    def test_two_at_once_on_an_empty_database(self):
        data = self.company.folder / "empty"
        data.mkdir()
        make_database(data)
        (data / "secret.key").write_bytes((self.company.data / "secret.key").read_bytes())
        servers, problems = {}, []

        def start(name):
            try:
                servers[name] = Server(data) if name == "one" else node(self.company, data, name)
            except Exception as error:  # told to the test, whatever it is
                problems.append(error)
        threads = [threading.Thread(target=start, args=(name,)) for name in ("one", "two", "three")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for server in servers.values():
            self.addCleanup(server.stop)
        self.assertEqual(problems, [])
        token = eventually(lambda: setup_token(servers["one"]))
        for server in servers.values():
            status, _, answer = server.request("GET", "/api/v1/setup")
            self.assertTrue(json.loads(answer)["needed"])
        body = {"token": token, "company": "Navruz", "language": "uz", "currency": "EUR",
                "name": "Anna", "email": "anna@example.com", "password": PASSWORD}
        status, _, answer = servers["one"].request(
            "POST", "/api/v1/setup", {"Content-Type": "application/json"},
            json.dumps(body).encode())
        self.assertLess(status, 300, answer)
        for name in ("two", "three"):
            browser = Browser(servers[name])
            self.assertTrue(eventually(lambda b=browser: b.sign_in("anna@example.com",
                                                                   PASSWORD)[0] == 200, AT_ONCE_S))
            made = browser.ask("POST", "/deals", {"name": "First", "amount": {"amount": "5"}})
            self.assertEqual(made[0], 201, made)
            self.assertEqual(made[1]["amount"]["currency"], "EUR", "it has other settings")


def setup_token(server: Server) -> str:
    for line in server.log.read_text("utf-8", "replace").split("\n"):
        if "token=" in line:
            return line.split("token=")[1].split()[0].strip('"},')
    return ""
