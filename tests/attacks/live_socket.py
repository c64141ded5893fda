"""A WebSocket of the standard library alone: enough to hear what the server says."""
import base64
import json
import os
import socket
import struct
import time


class LiveSocket:
    """Connected to /api/v1/stream with the given Authorization or other headers."""

    def __init__(self, port: int, authorization: str = "", headers: dict | None = None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        lines = ["GET /api/v1/stream HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}"]
        if authorization:
            lines.append(f"Authorization: {authorization}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.buffer, self.closed = b"", False
        while b"\r\n\r\n" not in self.buffer:
            piece = self.socket.recv(4096)
            if not piece:
                break
            self.buffer += piece
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.status = int(head.split(b" ")[1]) if head else 0

    def __enter__(self) -> "LiveSocket":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def say(self, value) -> None:
        """Sends a text frame, masked as a client must."""
        payload, mask = json.dumps(value).encode(), os.urandom(4)
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else \
            bytes([0x80 | 126]) + struct.pack(">H", len(payload))
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        self.socket.sendall(b"\x81" + size + mask + masked)

    def frame(self, within_s: float) -> str | None:
        """The text of the next frame; None when there is none in time or the end has come."""
        until = time.monotonic() + within_s
        while True:
            if (text := self.taken()) is not None:
                return text
            left = until - time.monotonic()
            if left <= 0 or self.closed:
                return None
            self.socket.settimeout(left)
            try:
                piece = self.socket.recv(65536)
            except (TimeoutError, ConnectionError):
                continue
            self.closed = self.closed or not piece
            self.buffer += piece

    def taken(self) -> str | None:
        """A whole frame out of what has come; a frame that closes is marked."""
        data = self.buffer
        if len(data) < 2:
            return None
        size, start = data[1] & 0x7F, 2
        if size == 126:
            size, start = struct.unpack(">H", data[2:4])[0] if len(data) >= 4 else 1 << 40, 4
        elif size == 127:
            size, start = struct.unpack(">Q", data[2:10])[0] if len(data) >= 10 else 1 << 40, 10
        if len(data) < start + size:
            return None
        self.buffer = data[start + size:]
        if data[0] & 0x0F == 8:
            self.closed = True
            return None
        return data[start:start + size].decode("utf-8", "replace")

    def until(self, wanted, within_s: float) -> str | None:
        """The first text that is wanted."""
        until = time.monotonic() + within_s
        while (left := until - time.monotonic()) > 0 and not self.closed:
            text = self.frame(left)
            if text is not None and wanted(text):
                return text
        return None

    def ends(self, within_s: float) -> bool:
        """Whether the server closes it in time."""
        until = time.monotonic() + within_s
        while not self.closed and (left := until - time.monotonic()) > 0:
            self.frame(left)
        return self.closed
