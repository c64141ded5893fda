"""What the suites of signing in act with: a browser with cookies, an authenticator's codes, a
listener of the change stream. The standard library is all they need.
"""
import base64
import hashlib
import hmac
import http.client
import json
import os
import socket
import struct
import time

from rapport_server import sql

STEP_S = 30


class Browser:
    """Keeps cookies and the CSRF token, as a page of ours does."""

    def __init__(self, server, forwarded: str = ""):
        self.server, self.forwarded = server, forwarded
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def ask(self, method: str, path: str, value=None, **headers: str) -> tuple[int, object]:
        """(status, body out of JSON) of a request as a page sends it."""
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                "X-CSRF-Token": self.csrf, **{k.replace("_", "-"): v for k, v in headers.items()}}
        body = None
        if value is not None:
            body = json.dumps(value).encode()
            sent["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=200)
        try:
            connection.request(method, "/api/v1" + path, body, sent)
            answer = connection.getresponse()
            self.keep(answer.headers.get_all("Set-Cookie") or [])
            text = answer.read()
            is_json = "json" in (answer.headers.get("Content-Type") or "")
            return answer.status, json.loads(text) if text and is_json else text.decode()
        finally:
            connection.close()

    def keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def sign_in(self, email: str, password: str, otp: str = "") -> tuple[int, dict]:
        entry = {"email": email, "password": password, **({"otp": otp} if otp else {})}
        status, answer = self.ask("POST", "/session", entry)
        if status == 200:
            self.csrf = answer["csrf"]
        return status, answer


def one_time_code(secret: str, later: int = 0) -> str:
    """Of an authenticator program: RFC 6238 with SHA-1; `later` steps of half a minute on."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // STEP_S + later)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06}"


def make_sessions_old(server) -> None:
    """As if all had signed in an hour ago; the server believes its memory for one second."""
    sql(server.data, "UPDATE access_sessions SET confirmed_at = confirmed_at - 3600000000")
    time.sleep(1.1)


class Stream:
    """A WebSocket that listens to /api/v1/stream."""

    def __init__(self, server, **headers: str):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET /api/v1/stream HTTP/1.1", f"Host: 127.0.0.1:{server.port}",
                 "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}",
                 "Sec-WebSocket-Version: 13",
                 *(f"{k}: {v}" for k, v in headers.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.socket.recv(1)
        self.status = int(head.split()[1])

    def frame(self, within_s: float) -> tuple[int, bytes]:
        """(opcode, payload) of the next frame; (-1, b"") when none comes in time."""
        self.socket.settimeout(within_s)
        try:
            head = self.read(2)
            size = head[1] & 127
            if size == 126:
                size = struct.unpack(">H", self.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.read(8))[0]
            return head[0] & 15, self.read(size)
        except (TimeoutError, socket.timeout):
            return -1, b""

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                return b"\x88\x00"[:size].ljust(size, b"\0")
            data += piece
        return data

    def closes_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.frame(left)[0] == 8:
                return True
        return False

    def close(self) -> None:
        self.socket.close()
