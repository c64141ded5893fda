#!/usr/bin/env python3
"""Files of several nodes in one bucket; moved between a folder and a bucket, backed up out of it
and restored into it; and what cannot be a place for files.
"""
import datetime
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import time
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "postgres")]
from case import SMALL, Case  # noqa: E402
from cluster import Cluster  # noqa: E402
from moved import Full, seen, works  # noqa: E402
from rapport_server import Server  # noqa: E402
from store import BUCKET  # noqa: E402


class Nodes(Case):
    def test_two_nodes_share_a_bucket(self):
        with Cluster("fsync=off") as cluster:
            url = cluster.database("nodes")
            first = self.top / "node1"
            self.good("copy", "--from", self.company.data, "--to", url, "--to-data", first)
            second = self.top / "node2"
            second.mkdir()
            shutil.copy(first / "secret.key", second / "secret.key")
            one = self.serve("--database", url, *self.place(), data=first)
            two = self.serve("--database", url, *self.place(), data=second)
            file = self.kept(one, SMALL)
            self.assertEqual(self.fetch(two, file)[2], SMALL)
            other = self.kept(two, b"by the second node")
            self.assertEqual(self.fetch(one, other)[2], b"by the second node")
            self.assertEqual(len(self.objects()), 2)
            one.stop()
            self.assertEqual(self.fetch(two, file)[2], SMALL)

    def test_a_database_that_is_gone_takes_no_content_with_it(self):
        """Whether there is a record nobody knows then: the content stays."""
        with Cluster("fsync=off") as cluster:
            url, data = cluster.database("gone"), self.top / "gone"
            self.good("copy", "--from", self.company.data, "--to", url, "--to-data", data)
            server = self.serve("--database", url, *self.place(), data=data)
            self.addCleanup(server.kill)
            self.kept(server, SMALL)

            def script(method, target, body):
                if method == "PUT":
                    cluster._run("pg_ctl", "-D", str(cluster.folder / "data"), "-m", "immediate",
                                 "-w", "stop")
            self.gate.script = script
            status, answer = self.send(server, b"put, and then the database is gone")
            self.assertGreaterEqual(status, 500, answer)
            self.assertEqual(len(self.objects()), 2)


class Moved(Case):
    @classmethod
    def make_company(cls):
        return Full()

    def same(self, data: pathlib.Path, *options) -> None:
        with Server(data, *map(str, options)) as server:
            self.assertEqual(seen(server, self.company.keys), self.company.seen)
            works(server, self.company.keys)

    def second(self, place: tuple) -> tuple:
        return tuple(word.replace("--", "--to-") if word.startswith("--") else word
                     for word in place)

    def test_into_the_bucket_and_back(self):
        data = self.company.copy("moving")
        told = self.good("copy", "--data", data, *self.second(self.place()))
        self.assertIn(f"2 files: the same in s3://{BUCKET}/{self.prefix}", told)
        self.assertEqual(len(self.objects()), 2)
        shutil.rmtree(data / "files")
        self.same(data, *self.place())
        self.assertIn("3 contents, none is missing",
                      self.good("doctor", "--data", data, *self.place()))
        folder = self.top / "network-folder"
        told = self.good("copy", "--data", data, *self.place(), "--to-files", folder)
        self.assertIn("3 files: the same in", told)
        with Server(data, "--files", str(folder)) as server:
            self.assertEqual(len(self.listed(server)), 3)
            for file in self.listed(server):
                self.assertEqual(self.fetch(server, file["id"], user="admin")[0], 200)

    def test_again_copies_only_what_is_new_or_not_the_same(self):
        data = self.company.copy("again")
        self.good("copy", "--data", data, *self.second(self.place()))
        path = max(self.objects().values(), key=lambda path: path.stat().st_size)
        good = path.read_bytes()
        path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
        told = self.good("copy", "--data", data, *self.second(self.place()))
        self.assertIn("1 of them already before", told)
        self.assertEqual(path.read_bytes(), good)

    def test_lists_go_by_pages(self):
        """Of one object each, by tokens that have to be encoded. The gate cuts the pages: s3rver's
        own tokens need a cipher that newer versions of Node do not have."""
        data = self.company.copy("pages")
        self.good("copy", "--data", data, *self.second(self.place()))
        forward = self.gate.forward

        def by_ones(handler, body):
            query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(handler.path).query))
            at = int(query.get("continuation-token", "+/ =0").removeprefix("+/ ="))
            handler.path = re.sub("continuation-token=[^&]*&", "", handler.path)
            status, headers, answer = forward(handler, body)
            if "list-type" not in query:
                return status, headers, answer
            objects = re.findall("<Contents>.*?</Contents>", answer.decode(), re.S)
            more = at + 1 < len(objects)
            page = f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>" \
                f"{objects[at]}<NextContinuationToken>+/ ={at + 1}</NextContinuationToken>" \
                "</ListBucketResult>"
            return 200, {}, page.encode()
        self.gate.forward = by_ones
        self.assertIn("2 contents, none is missing",
                      self.good("doctor", "--data", data, *self.place()))
        pages = [path for _, path in self.gate.asked if "continuation-token=%2B%2F%20%3D1" in path]
        self.assertEqual(len(pages), 1)

    def test_contents_of_nobody(self):
        data = self.company.copy("nobody")
        stray = data / "files" / "ab" / "01900000-0000-7000-8000-0000000000ab"
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"x")
        self.assertIn("3 contents, none is missing; 1 of them without a record",
                      self.good("doctor", "--data", data))

    def test_a_copy_that_comes_out_wrong_is_told(self):
        """A store that gives back another byte than it was given."""
        forward = self.gate.forward

        def falsified(handler, body):
            status, headers, answer = forward(handler, body)
            is_content = status == 206 and "/check-" not in handler.path
            return status, headers, bytes([answer[0] ^ 1]) + answer[1:] if is_content else answer
        self.gate.forward = falsified
        self.bad("copy", "--data", self.company.copy("wrong"), *self.second(self.place()),
                 word="is not the same as what it is of")

    def test_the_whole_company_with_its_files_into_a_bucket(self):
        new = self.top / "whole"
        told = self.good("copy", "--data", self.company.data, "--to", new,
                         *self.second(self.place()))
        self.assertIn("--files s3://", told)
        self.assertFalse((new / "files").exists())
        self.assertTrue((new / "secret.key").exists())
        self.same(new, *self.place())

    def test_backup_of_a_bucket_restored_to_either(self):
        data = self.company.copy("backed-up")
        self.good("copy", "--data", data, *self.second(self.place()))
        shutil.rmtree(data / "files")
        (self.top / "backup-key").write_text("0123456789abcdef" * 4 + "\n")
        file, lock = self.top / "s3.backup", ("--key-file", self.top / "backup-key")
        self.good("backup", file, "--data", data, *lock, *self.place())
        self.assertIn("2 files", self.good("verify", file, *lock))
        folder, other = self.top / "to-folder", self.top / "to-bucket"
        self.good("restore", file, "--data", folder, *lock)
        self.same(folder)
        place = self.place("restored-there")
        self.good("restore", file, "--data", other, *lock, *place)
        self.assertEqual(sorted(path.name for path in other.iterdir()),
                         ["rapport.db", "secret.key"])
        self.same(other, *place)
        self.bad("restore", file, "--data", self.top / "nowhere", *lock,
                 *self.place(bucket="not-there"), word="NoSuchBucket")
        self.assertFalse((self.top / "nowhere").exists())

    def test_a_moment_of_a_company_whose_files_lie_in_a_bucket(self):
        """They are kept beside the moments, and come back to either, the bucket being gone."""
        data, shelf = self.company.copy("moments"), self.top / "moments-shelf"
        self.good("copy", "--data", data, *self.second(self.place()))
        shutil.rmtree(data / "files")
        kept = shelf / "moments" / "files"
        with self.serve(*self.place(), "--backup-folder", str(shelf), "--backup-plain",
                        "--backup-moments", "7", data=data):
            until = time.monotonic() + 30
            # One that is still being written is a .partial.
            while not (list(shelf.glob("moments/chain-*/base.backup"))
                       and len([path for path in kept.rglob("*") if path.is_file()
                                and path.suffix != ".partial"]) == 2):
                self.assertLess(time.monotonic(), until, "nothing is kept")
                time.sleep(0.05)
        now = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
        back = ("restore", shelf, "--to-moment", now, "--plain", "--secret-key",
                data / "secret.key")
        other, place = self.top / "moment-to-bucket", self.place("moment-there")
        self.good(*back, "--data", other, *place)
        self.same(other, *place, "--secret-key", data / "secret.key")
        for path in self.objects().values():
            path.unlink()
        folder = self.top / "moment-to-folder"
        self.assertIn("2 files", self.good(*back, "--data", folder))
        self.same(folder, "--secret-key", data / "secret.key")

    def test_backup_while_the_store_is_away(self):
        data = self.company.copy("no-store")
        (self.top / "plain-key").write_text("0123456789abcdef" * 4 + "\n")
        self.gate.down()
        self.bad("backup", self.top / "none.backup", "--data", data, "--key-file",
                 self.top / "plain-key", *self.place(), word="no connection can be made")
        self.assertFalse((self.top / "none.backup").exists())


class Options(Case):
    def test_what_cannot_be_a_place(self):
        for options, word in (
                (("--files", "s3://x"), "names no bucket"),
                (("--files", "s3://bucket/../other"), "prefix"),
                (("--files", "gs://bucket"), "s3://BUCKET/PREFIX or a folder"),
                (("--files", "s3://bucket", "--s3-endpoint", "10.0.0.1"), "--s3-endpoint"),
                (("--files", "s3://bucket", "--s3-endpoint", "http://u:p@h"), "--s3-endpoint"),
                (("--files", "s3://bucket", "--s3-addressing", "dns"), "--s3-addressing")):
            with self.subTest(options=options):
                self.bad("doctor", "--data", self.company.data, *options, "--s3-key-file",
                         self.key_file, word=word, code=2)
        (self.top / "empty").write_text("")
        self.bad("doctor", "--data", self.company.data, *self.place(key=self.top / "empty"),
                 word="holds no key of a store")

    def test_a_folder_elsewhere(self):
        folder = self.top / "elsewhere" / "files"
        data = self.company.copy("elsewhere-data")
        with Server(data, "--files", str(folder)) as server:
            file = self.kept(server, SMALL)
            self.assertEqual((folder / file[-2:] / file).read_bytes(), SMALL)
            self.assertEqual(self.fetch(server, file)[2], SMALL)
        # Another file system: it cannot be renamed there.
        memory = pathlib.Path("/dev/shm") / f"rapport-files-{os.getpid()}"
        self.addCleanup(shutil.rmtree, memory, True)
        with Server(data, "--files", str(memory)) as server:
            file = self.kept(server, SMALL)
            self.assertEqual((memory / file[-2:] / file).read_bytes(), SMALL)
            self.assertEqual(len(list(memory.rglob("*.part"))), 0)
        with sqlite3.connect(data / "rapport.db") as database:
            self.assertEqual(database.execute("SELECT count(*) FROM files").fetchone()[0], 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
