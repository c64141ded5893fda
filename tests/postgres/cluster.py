"""A PostgreSQL of its own for a test: a fresh cluster in a temporary folder, reached by a socket in
it, run by an ordinary user; never a service of the machine.

    python3 tests/postgres/cluster.py COMMAND…   runs the command with its address in
                                                 RAPPORT_TEST_POSTGRES
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql")
SERVER_USER = "postgres"  # PostgreSQL refuses to be run by root


def programs() -> pathlib.Path:
    """The folder of the newest version's programs."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError(f"no PostgreSQL in {PROGRAMS}; ./test installs it (tools/packages.txt)")
    return found[-1].parent


class Cluster:
    """With it the server runs; afterwards nothing is left. `settings` are its own, name=value."""

    def __init__(self, *settings: str):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rapport-pg-"))
        self.settings = settings
        self.bin = programs()

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        user = {"user": SERVER_USER} if os.geteuid() == 0 else {}
        done = subprocess.run([str(self.bin / program), *arguments], text=True, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **user)
        if check and done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")

    def __enter__(self) -> "Cluster":
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, SERVER_USER)
        self.make()
        self.start()
        return self

    def make(self) -> None:
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "rapport", "-A", "trust",
                  "-E", "UTF8", "--no-locale", "-N")

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in ("listen_addresses=''", *self.settings))
        # Its output goes to the log: a pipe would stay open as long as the server runs.
        user = {"user": SERVER_USER} if os.geteuid() == 0 else {}
        subprocess.run([str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-w",
                        "-l", str(self.folder / "log"), "-o", f"-k {self.folder} {options}",
                        "start"], check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **user)

    def stop(self) -> None:
        """As a loss of power would."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop",
                  check=False)

    def __exit__(self, *_) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, name: str) -> str:
        return f"postgresql:///{name}?host={self.folder}&user=rapport"

    def replica(self, *settings: str) -> "Replica":
        """A server that follows this one; a context manager."""
        return Replica(self, *settings)

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        self._run("createdb", "-h", str(self.folder), "-U", "rapport", name)
        return self.address(name)


class Replica(Cluster):
    """Follows another cluster, which it is a copy of, and answers reads."""

    def __init__(self, primary: Cluster, *settings: str):
        super().__init__(*primary.settings, *settings)
        self.primary = primary

    def make(self) -> None:
        self._run("pg_basebackup", "-h", str(self.primary.folder), "-U", "rapport",
                  "-D", str(self.folder / "data"), "-R", "-X", "stream", "-c", "fast")


def main() -> int:
    # Nothing here outlives the test, so nothing has to survive a loss of power.
    with Cluster("fsync=off", "full_page_writes=off", "max_connections=500") as cluster:
        address = cluster.database("test")
        return subprocess.run(sys.argv[1:], check=False,
                              env={**os.environ, "RAPPORT_TEST_POSTGRES": address}).returncode


if __name__ == "__main__":
    sys.exit(main())
