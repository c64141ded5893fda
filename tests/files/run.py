#!/usr/bin/env python3
"""Files in S3-compatible storage: kept, read, ranged and imported, by a real store (s3rver) behind
a gate that computes every signature anew; and what happens when it is away, refuses, or breaks off.
"""
import hashlib
import json
import os
import pathlib
import random
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from case import SMALL, Case  # noqa: E402
from moved import run  # noqa: E402
from rapport_server import Server  # noqa: E402
from store import BUCKET, KEY_ID, SECRET, Gate, refusal  # noqa: E402

LARGE_MIB = 120
FLAT_MIB = 60


class KeptAndRead(Case):
    def test_small_one(self):
        server = self.serve()
        file = self.kept(server, SMALL, "счёт.pdf")
        key = f"{self.prefix}/{file[-2:]}/{file}"
        self.assertEqual(list(self.objects()), [key])
        self.assertEqual(self.objects()[key].read_bytes(), SMALL)
        self.assertFalse((server.data / "files").exists())
        self.assertEqual(list((server.data / "tmp").iterdir()), [])
        status, headers, content = self.fetch(server, file)
        self.assertEqual((status, content), (200, SMALL))
        self.assertEqual(headers["content-security-policy"], "default-src 'none'; sandbox")
        self.assertIn("attachment", headers["content-disposition"])
        self.assertIn("%D1%81%D1%87%D1%91%D1%82", headers["content-disposition"])
        self.assertEqual(headers["content-length"], str(len(SMALL)))
        self.assertEqual(self.fetch(server, file, method="HEAD")[0], 200)
        self.assertEqual(self.fetch(server, file, If_None_Match=headers["etag"])[0], 304)
        self.assertGreater(self.metric(server, "rapport_files_store_requests_total"), 1)
        self.assertEqual(self.metric(server, "rapport_files_store_failures_total"), 0)

    def test_rights_are_asked_before_the_store(self):
        server = self.serve()
        deal = server.json(self.company.keys["rep"], "POST", "/deals", {"name": "Ours"})[1]["id"]
        status, _, answer = server.request(
            "POST", f"/api/v1/files?name=a.txt&related={deal}&related_entity=deals",
            {"Authorization": f"Bearer {self.company.keys['rep']}", "Content-Type": "text/plain"},
            b"secret")
        self.assertEqual(status, 201, answer)
        file = json.loads(answer)["id"]
        before = len(self.gate.asked)
        self.assertEqual(self.fetch(server, file, user="stranger")[0], 404)
        self.assertEqual(server.request("GET", f"/api/v1/files/{file}")[0], 401)
        self.assertEqual(len(self.gate.asked), before)
        self.assertEqual(self.fetch(server, file)[2], b"secret")

    def test_what_no_record_comes_of_is_removed(self):
        server = self.serve()
        status, _, answer = server.request(
            "POST", "/api/v1/files?name=a.txt&related_entity=deals&related=" + "0" * 8 +
            "-0000-7000-8000-" + "0" * 12,
            {"Authorization": f"Bearer {self.company.keys['rep']}", "Content-Type": "text/plain"},
            b"nobody's")
        self.assertGreaterEqual(status, 400, answer)
        self.assertEqual(self.objects(), {})
        self.assertIn("DELETE", [method for method, _ in self.gate.asked])

    def test_content_that_is_gone(self):
        server = self.serve()
        file = self.kept(server, b"x" * 10)
        self.objects()[f"{self.prefix}/{file[-2:]}/{file}"].unlink()
        self.assertEqual(self.fetch(server, file)[0], 404)
        done = run("doctor", "--data", server.data, *self.place())
        self.assertIn("1 have no content in s3://", done.stdout)

    def test_bucket_before_the_host(self):
        """s3rver takes BUCKET.s3.HOST; every name under localhost is this machine."""
        url = f"http://s3.localhost:{self.gate.port}"
        server = self.serve(*self.place(url=url), "--s3-addressing", "host")
        file = self.kept(server, SMALL)
        self.assertEqual(self.fetch(server, file)[2], SMALL)
        self.assertTrue(all(path.startswith(("/?", f"/{self.prefix}/"))
                            for _, path in self.gate.asked), self.gate.asked)
        self.assertEqual(len(self.objects()), 1)

    def test_key_from_the_environment(self):
        env = {**os.environ, "AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET,
               "RAPPORT_S3_ENDPOINT": self.gate.url,
               "RAPPORT_FILES": f"s3://{BUCKET}/{self.prefix}"}
        self.assertIn("written, read and removed",
                      self.good("doctor", "--data", self.company.data, env=env))
        bare = {name: value for name, value in env.items() if not name.startswith("AWS_")}
        self.bad("doctor", "--data", self.company.data, env=bare, word="--s3-key-file")

    def test_import_of_a_table_that_lies_there(self):
        server = self.serve()
        table = "First name,Last name,Email\n" + "".join(
            f"Imported{n},Person{n},i{n}@example.com\n" for n in range(300))
        file = self.kept(server, table.encode(), "people.csv")
        admin = self.company.keys["admin"]
        status, look = server.json(admin, "POST", "/imports/preview",
                                   {"file": file, "entity": "contacts"})
        self.assertEqual(status, 200, look)
        self.assertEqual(look["total_estimate"], 300)
        status, begun = server.json(admin, "POST", "/imports", {
            "file": file, "entity": "contacts",
            "map": {"columns": {"First name": "first_name", "Last name": "last_name",
                                "Email": "emails"}}})
        self.assertLess(status, 300, begun)
        end = time.monotonic() + 30
        while (state := server.json(admin, "GET", f"/imports/{begun['id']}")[1])["state"] in (
                "waiting", "running"):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        self.assertEqual((state["state"], state["created"]), ("done", 300), state)
        self.assertEqual([path.name for path in (server.data / "tmp").iterdir()], [])


class Large(Case):
    def resident_mib(self, server: Server, what: str) -> float:
        text = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        return int(next(line for line in text.split("\n")
                        if line.startswith(what)).split()[1]) / 1024

    def test_memory_is_flat(self):
        server = self.serve()
        self.kept(server, SMALL)
        content = random.Random(3).randbytes(LARGE_MIB << 20)
        pathlib.Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
        before = self.resident_mib(server, "VmRSS")
        file = self.kept(server, content, "video.mp4")
        parts = [path for method, path in self.gate.asked if "partNumber" in path]
        self.assertEqual(len(parts), LARGE_MIB // 8)
        self.assertLess(len(self.gate.connections), 8)
        key = f"{self.prefix}/{file[-2:]}/{file}"
        self.assertEqual(hashlib.sha256(self.objects()[key].read_bytes()).digest(),
                         hashlib.sha256(content).digest())
        status, headers, back = self.fetch(server, file)
        self.assertEqual((status, headers["content-length"]), (200, str(len(content))))
        self.assertEqual(back, content)
        grown = self.resident_mib(server, "VmHWM") - before
        print(f"a file of {LARGE_MIB} MiB in and out: {grown:.1f} MiB more memory at most")
        self.assertLess(grown, FLAT_MIB)
        size = len(content)
        # Not 0-0, which s3rver takes for all of it.
        for first, last in ((1, 1), (0, 99), (262_143, 262_145), (8 << 20, (8 << 20) + 9),
                            (1_000_000, 9_999_999), (size - 1, size - 1), (size - 5, size + 100)):
            status, headers, part = self.fetch(server, file, Range=f"bytes={first}-{last}")
            self.assertEqual(status, 206)
            self.assertEqual(headers["content-range"],
                             f"bytes {first}-{min(last, size - 1)}/{size}")
            self.assertEqual(part, content[first:last + 1])
        self.assertEqual(self.fetch(server, file, Range="bytes=-7")[2], content[-7:])
        self.assertEqual(self.fetch(server, file, Range=f"bytes={size}-")[0], 416)

    def test_many_readers_share_the_memory(self):
        server = self.serve()
        content = random.Random(4).randbytes(6 << 20)
        file = self.kept(server, content)
        wrong = []

        def read():
            if self.fetch(server, file)[2] != content:
                wrong.append(1)
        threads = [threading.Thread(target=read) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Trouble(Case):
    def refused(self, server: Server, code: str, *words: str) -> None:
        before = len(self.listed(server))
        status, answer = self.send(server, SMALL)
        self.assertEqual((status, answer["code"]), (503, code), answer)
        self.assertEqual(len(self.listed(server)), before)
        self.assertNotIn(SECRET + "-", server.log.read_text())
        for word in words:
            self.assertIn(word, server.log.read_text())
            self.assertNotIn(word, json.dumps(answer))

    def test_wrong_secret(self):
        key = self.key("wrong", KEY_ID, SECRET + "-but-wrong")
        server = self.serve(*self.place(key=key))
        self.refused(server, "files_refused", f"s3://{BUCKET}/{self.prefix}",
                     "SignatureDoesNotMatch", "--s3-key-file")
        self.assertNotIn("-but-wrong", server.log.read_text())
        self.bad("doctor", "--data", server.data, *self.place(key=key), word="--s3-key-file")
        self.gate.faults.clear()

    def test_unknown_key(self):
        server = self.serve(*self.place(key=self.key("unknown", "AKIANOBODY", "x" * 40)))
        self.refused(server, "files_refused", "InvalidAccessKeyId", "--s3-key-file")
        self.assertEqual(server.json(self.company.keys["rep"], "GET", "/contacts")[0], 200)

    def test_no_such_bucket(self):
        place = self.place(bucket="another-bucket")
        server = self.serve(*place)
        end = time.monotonic() + 10
        while "files can neither be kept nor read" not in server.log.read_text():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        self.assertIn("there is no such bucket", server.log.read_text())
        self.refused(server, "files_refused", "s3://another-bucket/", "NoSuchBucket")
        self.bad("doctor", "--data", server.data, *place, word="make it, or correct --files")

    def test_clock_that_is_wrong(self):
        server = self.serve()
        self.gate.date = "20200101T000000Z"
        self.gate.faults.clear()
        self.refused(server, "files_refused", "RequestTimeTooSkewed", "timedatectl", "there ")
        self.gate.faults.clear()

    def test_wrong_region_and_redirects_are_not_followed(self):
        elsewhere = Gate(self.store)
        self.addCleanup(elsewhere.down)
        server = self.serve()
        self.gate.script = lambda method, target, body: (
            307, {"Location": elsewhere.url + target},
            refusal("TemporaryRedirect", "Please re-send this request to the endpoint."))
        self.refused(server, "files_refused", "--s3-region")
        self.assertEqual(elsewhere.asked, [])

    def test_a_certificate_that_nobody_vouches_for(self):
        files = [self.top / "cert.pem", self.top / "cert.key"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
                        "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        self.gate.server.socket = context.wrap_socket(self.gate.server.socket, server_side=True)
        server = self.serve(*self.place(url=self.gate.url.replace("http:", "https:")))
        self.refused(server, "files_unreachable", "no secure connection can be made")
        self.assertNotIn("tried", server.log.read_text())
        self.assertEqual(self.gate.asked, [])

    def test_away_at_the_start_and_back(self):
        self.gate.down()
        server = self.serve()
        self.refused(server, "files_unreachable", "no connection can be made", "tried 4 times")
        began = time.monotonic()
        self.refused(server, "files_unreachable")  # it is known to be away: one try
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(server.json(self.company.keys["rep"], "GET", "/contacts")[0], 200)
        self.gate.up()
        file = self.kept(server, SMALL)
        self.gate.down()
        status, headers, answer = self.fetch(server, file)
        self.assertEqual(status, 503, answer)
        self.assertIn("retry-after", headers)
        self.gate.up()
        self.assertEqual(self.fetch(server, file)[2], SMALL)

    def test_failures_that_pass_are_waited_for(self):
        server = self.serve()
        left = [2]

        def script(method, target, body):
            if left[0] <= 0 or method == "DELETE":
                return None
            left[0] -= 1
            return (503, {}, refusal("SlowDown", "Please reduce your request rate.")) \
                if left[0] else "cut"
        self.gate.script = script
        file = self.kept(server, SMALL)
        left[0] = 2
        self.assertEqual(self.fetch(server, file)[2], SMALL)
        self.assertGreaterEqual(self.metric(server, "rapport_files_store_retries_total"), 2)
        self.assertEqual(self.metric(server, "rapport_files_store_failures_total"), 0)

    def test_down_in_the_middle_and_back(self):
        """The third part is broken off, and nobody is there for a second."""
        server = self.serve()
        content = random.Random(5).randbytes(30 << 20)
        broken = []

        def script(method, target, body):
            if "partNumber=3" not in target or broken:
                return None
            broken.append(1)
            threading.Thread(target=self.blink, args=(1.0,)).start()
            return "cut"
        self.gate.script = script
        file = self.kept(server, content)
        self.assertTrue(broken)
        self.assertEqual(self.fetch(server, file)[2], content)
        self.assertEqual(len(self.objects()), 1)

    def blink(self, seconds: float) -> None:
        self.gate.down()
        time.sleep(seconds)
        self.gate.up()

    def test_down_in_the_middle_for_good(self):
        server = self.serve()
        content = random.Random(6).randbytes(30 << 20)
        self.gate.script = lambda method, target, body: "cut" if "partNumber=3" in target else None
        status, answer = self.send(server, content)
        self.assertEqual((status, answer["code"]), (503, "files_unreachable"), answer)
        self.assertEqual(self.listed(server), [])
        self.assertEqual(self.objects(), {})
        aborts = [path for method, path in self.gate.asked if method == "DELETE"]
        self.assertTrue(any("uploadId=" in path for path in aborts), aborts)
        self.assertEqual(list((server.data / "tmp").iterdir()), [])
        self.gate.script = lambda method, target, body: None
        self.assertEqual(self.fetch(server, self.kept(server, content))[2], content)

    def test_the_answer_to_the_last_request_is_lost(self):
        """The store has put the parts together, and nobody hears of it."""
        server = self.serve()
        content = random.Random(8).randbytes(17 << 20)
        lost = []

        def script(method, target, body):
            if method != "POST" or "uploadId=" not in target:
                return None
            if not lost:
                lost.append(1)
                return None
            return (404, {}, refusal("NoSuchUpload", "The upload does not exist."))
        self.gate.script = script
        forward = self.gate.forward

        def forward_and_lose(handler, body):
            answer = forward(handler, body)
            if handler.command == "POST" and "uploadId=" in handler.path:
                raise ConnectionAbortedError
            return answer
        self.gate.forward = forward_and_lose
        self.assertEqual(self.fetch(server, self.kept(server, content))[2], content)

    def test_a_download_breaks_off_and_goes_on(self):
        server = self.serve()
        content = random.Random(9).randbytes(9 << 20)
        file = self.kept(server, content)
        count = [0]

        def script(method, target, body):
            count[0] += 1
            return "cut" if method == "GET" and count[0] % 2 == 0 else None
        self.gate.script = script
        self.assertEqual(self.fetch(server, file)[2], content)

    def test_a_silent_store_holds_up_nobody_else(self):
        server = self.serve()
        silent = threading.Event()
        self.addCleanup(silent.set)

        def script(method, target, body):
            silent.wait(60)
            return "cut"
        self.gate.script = script
        senders = [threading.Thread(target=self.try_to_send, args=(server,)) for _ in range(90)]
        for sender in senders:
            sender.start()
        end = time.monotonic() + 15
        while len(self.gate.asked) < 41:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        for _ in range(5):
            began = time.monotonic()
            self.assertEqual(server.json(self.company.keys["rep"], "GET", "/contacts")[0], 200)
            self.assertLess(time.monotonic() - began, 3)
        status, answer = self.send(server, SMALL)
        self.assertEqual((status, answer["code"]), (503, "files_unreachable"))
        self.assertIn("too many wait for it already", server.log.read_text())
        silent.set()
        for sender in senders:
            sender.join()
        self.gate.script = lambda method, target, body: None
        self.assertEqual(self.fetch(server, self.kept(server, SMALL))[2], SMALL)

    def test_stops_while_the_store_is_silent(self):
        server = self.serve()
        asked = threading.Event()

        def script(method, target, body):
            if method == "PUT":
                asked.set()
                time.sleep(40)
            return None
        self.gate.script = script
        sending = threading.Thread(target=lambda: self.try_to_send(server))
        sending.start()
        self.assertTrue(asked.wait(10))
        began = time.monotonic()
        server.process.terminate()
        server.process.wait(30)
        self.assertLess(time.monotonic() - began, 26)
        sending.join()

    def try_to_send(self, server: Server) -> None:
        try:
            self.send(server, SMALL)
        except OSError:
            pass


if __name__ == "__main__":
    unittest.main(verbosity=2)
