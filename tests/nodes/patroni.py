"""A PostgreSQL that fails over: etcd, two members under Patroni with synchronous replication, and
HAProxy that leads to the one that writes. All of it on loopback, in a folder of the test's own.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "postgres"))
from cluster import SERVER_USER, programs  # noqa: E402
from rapport_server import free_port  # noqa: E402

MEMBER = """
scope: rapport
name: {name}
restapi:
  listen: 127.0.0.1:{rest}
  connect_address: 127.0.0.1:{rest}
etcd3:
  host: 127.0.0.1:{etcd}
bootstrap:
  dcs:
    ttl: 10
    loop_wait: 2
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    synchronous_mode_strict: false
    postgresql:
      use_pg_rewind: true
      parameters:
        max_connections: 200
        wal_keep_size: 256MB
  initdb:
  - encoding: UTF8
  - locale: C
postgresql:
  listen: 127.0.0.1:{port}
  connect_address: 127.0.0.1:{port}
  data_dir: {folder}/{name}/data
  bin_dir: {bin}
  pgpass: {folder}/{name}/pgpass
  pg_hba:
  - host all all 127.0.0.1/32 trust
  - local all all trust
  - host replication all 127.0.0.1/32 trust
  authentication:
    superuser:
      username: rapport
    replication:
      username: replicator
    rewind:
      username: rapport
  parameters:
    unix_socket_directories: {folder}/{name}
"""

PROXY = """
global
  maxconn 2000
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
frontend writes
  bind 127.0.0.1:{port}
  default_backend primary
backend primary
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""


class Member:
    """One PostgreSQL with its Patroni."""

    def __init__(self, cluster: "FailOver", name: str):
        self.cluster, self.name = cluster, name
        self.port, self.rest = free_port(), free_port()
        self.home = cluster.folder / name
        self.home.mkdir()
        shutil.chown(self.home, SERVER_USER)
        self.file = cluster.folder / f"{name}.yml"
        self.file.write_text(MEMBER.format(name=name, rest=self.rest, etcd=cluster.etcd_port,
                                           port=self.port, folder=cluster.folder, bin=programs()))
        self.process = None

    def start(self) -> None:
        self.process = self.cluster.run(self.name, "patroni", str(self.file))

    def state(self) -> dict:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/patroni", timeout=2) as got:
                return json.load(got)
        except OSError as error:
            body = getattr(error, "read", None)
            try:
                return json.loads(body()) if body else {}
            except ValueError:
                return {}

    def kill(self) -> None:
        """The machine is gone: its Patroni and every process of its PostgreSQL, without a word."""
        postmaster = int((self.home / "data" / "postmaster.pid").read_text().split("\n")[0])
        self.process.kill()
        children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True)
        os.kill(postmaster, signal.SIGKILL)
        for child in children.stdout.split():
            try:
                os.kill(int(child), signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()


class FailOver:
    """A context manager; `address` is where HAProxy leads to whoever writes."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rapport-ha-"))
        self.folder.chmod(0o755)
        self.etcd_port, self.peer_port, self.port = free_port(), free_port(), free_port()
        self.processes: list[subprocess.Popen] = []
        self.members = [Member(self, name) for name in ("alpha", "beta")]

    def run(self, name: str, *command: str) -> subprocess.Popen:
        user = {"user": SERVER_USER, "group": SERVER_USER, "extra_groups": []} \
            if os.geteuid() == 0 else {}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log, env={**os.environ, "HOME": str(self.folder),
                                                        "LC_ALL": "C.UTF-8"}, **user)
        self.processes.append(process)
        return process

    def __enter__(self) -> "FailOver":
        try:
            return self.begin()
        except BaseException:
            self.__exit__()
            raise

    def begin(self) -> "FailOver":
        (self.folder / "etcd").mkdir()
        shutil.chown(self.folder / "etcd", SERVER_USER)
        client, peer = (f"http://127.0.0.1:{p}" for p in (self.etcd_port, self.peer_port))
        self.run("etcd", "etcd", "--name", "one", "--data-dir", str(self.folder / "etcd"),
                 "--listen-client-urls", client, "--advertise-client-urls", client,
                 "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                 "--initial-cluster", f"one={peer}")
        for member in self.members:
            member.start()
        servers = "\n".join(f"  server {m.name} 127.0.0.1:{m.port} check port {m.rest}"
                            for m in self.members)
        configuration = self.folder / "haproxy.cfg"
        configuration.write_text(PROXY.format(port=self.port, servers=servers))
        self.run("haproxy", "haproxy", "-db", "-f", str(configuration))
        self.wait(lambda: self.primary() and self.is_safe(), 180, "no primary with its replica")
        return self

    def wait(self, what, within_s: float, problem: str) -> None:
        until = time.monotonic() + within_s
        while not what():
            if time.monotonic() > until:
                logs = "\n".join(f"--- {p.name}\n{p.read_text('utf-8', 'replace')[-3000:]}"
                                 for p in sorted(self.folder.glob("*.log")))
                raise RuntimeError(f"{problem}\n{logs}")
            time.sleep(0.7)

    def primary(self) -> Member | None:
        for member in self.members:
            state = member.state()
            if state.get("role") == "master" and state.get("state") == "running":
                return member
        return None

    def is_safe(self) -> bool:
        """Whether a commit waits for the replica."""
        return bool(self.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state='sync'"))

    def sql(self, statement: str, database: str = "postgres") -> str:
        done = subprocess.run(["psql", "-XAtd", self.address(database), "-c", statement],
                              capture_output=True, text=True, env={**os.environ,
                                                                   "PGCONNECT_TIMEOUT": "3"})
        return done.stdout.strip() if done.returncode == 0 else ""

    def address(self, database: str) -> str:
        return f"postgres://rapport@127.0.0.1:{self.port}/{database}"

    def __exit__(self, *_) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        for member in self.members:
            pid_file = member.home / "data" / "postmaster.pid"
            if pid_file.exists():
                pid = re.match(r"\d+", pid_file.read_text())
                if pid and pathlib.Path(f"/proc/{pid[0]}").exists():
                    os.kill(int(pid[0]), signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)
