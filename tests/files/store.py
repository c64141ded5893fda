"""S3-compatible storage for tests: s3rver (npm) on a free port of this machine, in a folder of
its own, and before it a gate that is stricter than it is: it computes each signature anew, as AWS
describes it, compares the hash of each body, and can fail as stores and networks do.
"""
import hashlib
import hmac
import http.client
import http.server
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import free_port  # noqa: E402

KEY_ID = SECRET = "S3RVER"  # the account that s3rver has
BUCKET = "company-files"
READY_WITHIN_S = 20


class Store:
    """A running s3rver with one empty bucket."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rapport-s3-"))
        self.port = free_port()
        self.start()

    def start(self) -> None:
        program = HERE.parent / "node_modules" / "s3rver" / "bin" / "s3rver.js"
        self.log = (self.folder.parent / (self.folder.name + ".log")).open("wb")
        self.process = subprocess.Popen(
            ["node", str(program), "-d", str(self.folder), "-a", "127.0.0.1", "-p", str(self.port),
             "-s", "--service-endpoint", "localhost", "--configure-bucket", BUCKET],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        end = time.monotonic() + READY_WITHIN_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"s3rver did not start: {self.log.name}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    def objects(self, prefix: str = "") -> dict[str, pathlib.Path]:
        """The keys of all objects, each with the file where s3rver keeps its bytes."""
        top = self.folder / BUCKET
        found = {}
        for path in top.rglob("*._S3rver_object"):
            key = str(path.relative_to(top)).removesuffix("._S3rver_object")
            if key.startswith(prefix):
                found[key] = path
        return found

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()
        os.unlink(self.log.name)
        shutil.rmtree(self.folder, ignore_errors=True)


def quote(text: str) -> str:
    return urllib.parse.quote(text, safe="-_.~")


def signature_of(method: str, target: str, headers: dict, signed: list[str], secret: str) -> str:
    """Source: AWS, "Signature Version 4 signing process", written down a second time."""
    split = urllib.parse.urlsplit(target)
    pairs = sorted(urllib.parse.parse_qsl(split.query, keep_blank_values=True))
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    canonical = "\n".join([method, split.path, query,
                           *[f"{name}:{' '.join(headers[name].split())}" for name in signed], "",
                           ";".join(signed), headers["x-amz-content-sha256"]])
    stamp = headers["x-amz-date"]
    scope = headers["authorization"].split("Credential=")[1].split(",")[0].split("/", 1)[1]
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in [*scope.split("/")]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def refusal(code: str, message: str) -> bytes:
    return (f"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>"
            f"<Message>{message}</Message></Error>").encode()


class Gate:
    """Stands before the store. `asked`: (method, target) of all that came. `script`: a function of
    (method, target, body) that answers itself, (status, headers, body), or "cut" for a connection
    that breaks, or None for the store's own answer."""

    def __init__(self, store: Store, port: int | None = None):
        self.store, self.port = store, port or free_port()
        self.asked: list[tuple[str, str]] = []
        self.faults: list[str] = []      # what was wrong with signatures: good tests leave none
        self.script = lambda method, target, body: None
        self.date = None                 # what the store is told instead of x-amz-date
        self.lock = threading.Lock()
        self.server = None
        self.up()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        gate = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def do_all(self):
                gate.handle(self)
            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_all

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True
            connections: set = set()

            def process_request(self, request, client_address):
                gate.connections.add(request)
                super().process_request(request, client_address)

            def handle_error(self, *_):
                pass
        self.connections: set = set()
        self.server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        """Nobody listens, and what is connected is broken off."""
        if not self.server:
            return
        server, self.server = self.server, None
        server.shutdown()
        server.server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def check(self, handler, body: bytes) -> bytes | None:
        """The refusal of a wrong signature, or nothing."""
        headers = {k.lower(): v for k, v in handler.headers.items()}
        given = headers.get("authorization", "")
        if f"Credential={KEY_ID}/" not in given:
            return None  # the store knows who it does not know
        signed = given.split("SignedHeaders=")[1].split(",")[0].split(";")
        needed = {"host", *[name for name in headers if name.startswith("x-amz-")]}
        if not needed <= set(signed) or signed != sorted(signed):
            self.faults.append(f"signed are only {signed}")
        if headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            self.faults.append("the hash is of another body")
            return refusal("XAmzContentSHA256Mismatch", "The hash is not that of the body.")
        wanted = signature_of(handler.command, handler.path, headers, signed, SECRET)
        if given.split("Signature=")[1] != wanted:
            self.faults.append(f"wrong signature: {handler.command} {handler.path}")
            return refusal("SignatureDoesNotMatch", "The signature does not match.")
        return None

    def handle(self, handler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self.lock:
            self.asked.append((handler.command, handler.path))
        scripted = self.script(handler.command, handler.path, body)
        if scripted == "cut":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        refused = self.check(handler, body)
        if refused:
            scripted = (403, {}, refused)
        status, headers, answer = scripted or self.forward(handler, body)
        handler.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "content-length",
                                    "keep-alive"):
                handler.send_header(name, value)
        is_head = handler.command == "HEAD"
        length = headers.get("content-length", "0") if is_head else str(len(answer))
        if status != 204:
            handler.send_header("Content-Length", length)
        handler.end_headers()
        if not is_head:
            handler.wfile.write(answer)

    def forward(self, handler, body: bytes):
        connection = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=60)
        try:
            headers = dict(handler.headers.items())
            if self.date:
                headers["x-amz-date"] = self.date
            connection.request(handler.command, handler.path, body, headers)
            answer = connection.getresponse()
            return (answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()
