"""Several nodes of one company on a PostgreSQL of the test's own, and HAProxy before them, by the
configuration that is shipped (packaging/haproxy.cfg) with the addresses of the test.
"""
import http.client
import json
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import ROOT, Company, Server, free_port  # noqa: E402

CONFIGURATION = ROOT / "packaging" / "haproxy.cfg"
UNVERIFIED = ssl._create_unverified_context()  # the certificate is the test's own


def node(company: Company, data: pathlib.Path, name: str, *options: str) -> Server:
    """One more node of the company at `data`, with a folder of its own: the database, the files and
    the key are those of the company."""
    folder = company.folder / f"{data.name}-{name}"
    folder.mkdir()
    (data / "files").mkdir(exist_ok=True)
    for shared in ("files", "secret.key"):
        (folder / shared).symlink_to(data / shared)
    return Server(folder, *options, company=data)


class Proxy:
    """HAProxy before the nodes; a context manager."""

    def __init__(self, folder: pathlib.Path, nodes: list[Server]):
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        certificate = folder / "proxy.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-keyout", str(folder / "proxy.key"),
                        "-out", str(folder / "proxy.crt")], check=True, capture_output=True)
        certificate.write_text((folder / "proxy.crt").read_text() +
                               (folder / "proxy.key").read_text())
        text = CONFIGURATION.read_text()
        text = text.replace("global\n", "global\n  log stdout format raw local0\n", 1)
        text = text.replace("defaults\n", "defaults\n  log global\n  option httplog\n", 1)
        text = text.replace("maxconn 50000", "maxconn 2000")  # of open files a test has fewer
        text = text.replace("bind :80\n", f"bind 127.0.0.1:{self.plain_port}\n")
        text = text.replace("bind :443 ssl crt /etc/haproxy/crm.pem",
                            f"bind 127.0.0.1:{self.port} ssl crt {certificate}")
        servers = "".join(f"  server n{n} 127.0.0.1:{node.port}\n"
                          for n, node in enumerate(nodes))
        text = re.sub(r"(  server \S+ 10\.0\.0\.\d+:8080\n)+", servers, text)
        self.configuration = folder / "haproxy.cfg"
        self.configuration.write_text(text)
        self.log = folder / "haproxy.log"

    def __enter__(self) -> "Proxy":
        subprocess.run(["haproxy", "-c", "-f", str(self.configuration)], check=True,
                       capture_output=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["haproxy", "-db", "-f", str(self.configuration)], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                if Client(self.port, tls=True).ask("GET", "/health/ready")[0] == 200:
                    return self
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        raise RuntimeError(f"HAProxy does not answer: {self.log.read_text()}")

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(10)


class Client:
    """One kept connection, opened anew when it was closed while nothing was asked."""

    def __init__(self, port: int, key: str = "", tls: bool = False):
        self.port, self.tls = port, tls
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.connection = None

    def ask(self, method: str, path: str, value=None, **headers: str) -> tuple[int, object]:
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=60, context=UNVERIFIED) if self.tls else \
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        body = None
        if value is not None:
            body = json.dumps(value).encode()
            sent["Content-Type"] = "application/json"
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.will_close:
            self.close()
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, json.loads(text) if text and is_json else text.decode()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def eventually(what, within_s: float = 5.0):
    """What `what` gives as soon as it is true; its last answer when it never was."""
    until = time.monotonic() + within_s
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
