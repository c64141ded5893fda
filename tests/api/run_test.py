"""The runner of scenarios must read them rightly and must be able to fail."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from match import mismatches  # noqa: E402
from run import Player, encode_path, form_body  # noqa: E402
from scenario import Mistake, parse  # noqa: E402

TEXT = """# What it shows.

- Makes a deal
rep POST /deals Idempotency-Key: k 1; X-A: b
  {"name": "Roof",
   "account": "$account"}
201
  {"name": "Roof",
   "id": "*"}
  header ETag: "1"
  absent: password
  contains: Roof
  $deal = body.id
  $tag = header.ETag
  events: deals created 2, tasks updated

- Sends nonsense
nobody GET /deals?filter={"field":"a"}
  raw: {"a":
400
"""


class FakeServer:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def request(self, *asked):
        self.asked.append(asked)
        status, value = self.answers.pop(0)
        return status, {"content-type": "application/json", "etag": '"1"'}, \
            json.dumps(value).encode()

    def json(self, key, method, path, value=None):
        status, _, body = self.request(method, path, {}, value)
        return status, json.loads(body)


def play(text: str, *answers) -> list[str]:
    player = Player(FakeServer(*answers), {"rep": "K", "admin": "A"})
    return [wrong for step in parse(text) for wrong in player.play(step)]


class Form(unittest.TestCase):
    def test_writes_fields_and_files(self):
        body = form_body('name=n file="a b.txt" text/plain Some text; file="c" text/csv 1;2')
        self.assertEqual(body.split("--b0")[1:], [
            '\r\nContent-Disposition: form-data; name="name"\r\n\r\nn\r\n',
            '\r\nContent-Disposition: form-data; name="file"; filename="a b.txt"\r\n'
            'Content-Type: text/plain\r\n\r\nSome text\r\n',
            '\r\nContent-Disposition: form-data; name="file"; filename="c"\r\n'
            'Content-Type: text/csv\r\n\r\n1;2\r\n',
            "--\r\n"])


class Parser(unittest.TestCase):
    def test_reads_all_parts(self):
        first, second = parse(TEXT)
        self.assertEqual((first.who, first.method, first.path), ("rep", "POST", "/deals"))
        self.assertEqual(first.headers, {"Idempotency-Key": "k 1", "X-A": "b"})
        self.assertEqual((first.status, first.line), (201, 3))
        self.assertEqual(json.loads(first.expected), {"name": "Roof", "id": "*"})
        self.assertEqual(first.expected_headers, [("etag", '"1"')])
        self.assertEqual((first.absent, first.contains), (["password"], ["Roof"]))
        self.assertEqual(first.captures, [("deal", "body.id"), ("tag", "header.ETag")])
        self.assertEqual(first.events, [("deals", "created", 2), ("tasks", "updated", 1)])
        self.assertEqual((second.body_form, second.body), ("raw", '{"a":'))
        self.assertEqual(second.path, '/deals?filter={"field":"a"}')

    def test_mistakes_are_found(self):
        for text in ["", "rep GET /a\n200\n", "- a\nGET /a\n200\n", "- a\nrep GET /a\n",
                     "- a\nrep POST /a\n  {\"a\":}\n200\n", "- a\nrep GET /a\n200\n  nope: 1\n",
                     "- a\nrep GET /a\n200\n  {\"a\": \n", "- a\nrep GET /a\n200\n  events: x y\n"]:
            with self.assertRaises(Mistake, msg=text):
                parse(text)

    def test_paths_are_encoded(self):
        self.assertEqual(encode_path('/a?filter={"f":"ё"}&x=1'),
                         "/api/v1/a?filter=%7B%22f%22:%22%D1%91%22%7D&x=1")
        self.assertEqual(encode_path("/health/live"), "/health/live")


class Match(unittest.TestCase):
    def test_equal_enough(self):
        for expected, actual in [({"a": 1}, {"a": 1, "b": 2}), ([1, {}], [1, {"x": 1}]),
                                 ("*", 0), ("~^a+$", "aa"), ({"a": "!"}, {}), (None, None),
                                 (["...", {"a": 2}], [{"a": 1}, {"a": 2}])]:
            self.assertEqual(list(mismatches(expected, actual)), [], (expected, actual))

    def test_different(self):
        for expected, actual in [({"a": 1}, {"b": 1}), ([1], [1, 2]), ([1, 2], [2, 2]), ("*", None),
                                 ("~^a$", "ab"), ({"a": "!"}, {"a": None}), (1, True), ("1", 1),
                                 (None, 0), ({}, []), ([], {}), ({"a": None}, {}),
                                 (["...", {"a": 3}], [{"a": 1}])]:
            self.assertEqual(len(list(mismatches(expected, actual))), 1, (expected, actual))


class Play(unittest.TestCase):
    def test_good_answers_pass(self):
        text = ('- a\nrep POST /deals\n  {"n": "x"}\n201\n  {"id": "*"}\n  $id = body.id\n'
                '- b\nrep GET /deals/$id\n200\n  {"id": "$id"}\n  header ETag: "1"\n')
        self.assertEqual(play(text, (201, {"id": "7"}), (200, {"id": "7"})), [])

    def test_each_check_can_fail(self):
        for checks in ["201\n", "200\n  {\"a\": 2}\n", "200\n  absent: secret\n",
                       "200\n  contains: nothing\n", "200\n  header ETag: \"2\"\n",
                       "200\n  header X-None: *\n", "200\n  $x = body.none\n"]:
            wrong = play("- a\nrep GET /a\n" + checks, (200, {"a": 1, "b": "secret"}))
            self.assertEqual(len(wrong), 1, checks)

    def test_events_are_counted(self):
        quiet = (200, {"items": [], "next": "1"})
        made = (200, {"items": [{"entity": "deals", "kind": "created"}], "next": "2"})
        for events, failures in [("deals created", 0), ("deals created 2", 1), ("none", 1)]:
            wrong = play(f"- a\nrep POST /a\n200\n  events: {events}\n",
                         quiet, (200, {}), made, quiet)
            self.assertEqual(len(wrong), failures, events)

    def test_unknown_variable_is_a_mistake(self):
        with self.assertRaises(Mistake):
            play("- a\nrep GET /a/$nope\n200\n", (200, {}))

    def test_every_scenario_can_be_read(self):
        for file in pathlib.Path(__file__).resolve().parent.rglob("*.test"):
            with self.subTest(file=file.name):
                self.assertTrue(parse(file.read_text("utf-8")))


if __name__ == "__main__":
    unittest.main()
