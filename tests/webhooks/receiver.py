"""A receiver of webhooks: a real HTTP server that keeps what it is sent, and answers as told."""
import dataclasses
import http.server
import json
import threading
import time


@dataclasses.dataclass(frozen=True)
class Message:
    path: str
    headers: dict      # names in lower case
    body: bytes
    at: float          # time.monotonic()

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        return self.json()["type"]

    def json(self) -> dict:
        return json.loads(self.body)


class Receiver:
    """A context manager. `answers` by path: (status, headers, seconds before it) in turn, the last
    one for ever; 204 without any."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0):
        self.messages: list[Message] = []
        self.answers: dict[str, list[tuple[int, dict, float]]] = {}
        self.arrived = threading.Condition()
        self.server = http.server.ThreadingHTTPServer((address, port), self.handler())
        self.server.daemon_threads = True
        self.address, self.port = self.server.server_address[:2]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def handler(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, extra, delay_s = receiver.take(
                    Message(self.path, headers, body, time.monotonic()))
                time.sleep(delay_s)
                try:
                    self.send_response(status)
                    for name, value in extra.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", "2" if status != 204 else "0")
                    self.end_headers()
                    if status != 204:
                        self.wfile.write(b"OK")
                except OSError:
                    pass  # it did not wait

            def log_message(self, *_):
                pass

        return Handler

    def take(self, message: Message) -> tuple[int, dict, float]:
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()
            queue = self.answers.get(message.path, [(204, {}, 0)])
            return queue.pop(0) if len(queue) > 1 else queue[0]

    def url(self, path: str, host: str = "") -> str:
        return f"http://{host or self.address}:{self.port}{path}"

    def of(self, path: str) -> list[Message]:
        with self.arrived:
            return [m for m in self.messages if m.path == path]

    def wait(self, path: str, count: int, within_s: float = 2.0) -> list[Message]:
        """The messages of a path when there are so many, or what there is in the end."""
        until = time.monotonic() + within_s
        with self.arrived:
            while True:
                found = [m for m in self.messages if m.path == path]
                left = until - time.monotonic()
                if len(found) >= count or left <= 0:
                    return found
                self.arrived.wait(left)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_) -> None:
        self.close()
