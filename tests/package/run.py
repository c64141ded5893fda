#!/usr/bin/env python3
"""The Debian package: what is in it, and that it is installed, serves as its service would, is
updated and removed. All of it in a root folder of its own, of which nothing is left.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import free_port  # noqa: E402

MOST_EXPOSED = 1.5  # by systemd-analyze security: 10 is a service without any bounds


def tell(*command: str, **options) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = ROOT / "build" / "package"
        for old in folder.glob("*.deb"):
            old.unlink()
        tell("cpack", "--config", "build/CPackConfig.cmake", "-B", str(folder))
        cls.file, = folder.glob("rapport_*.deb")

    def inside(self, script: str) -> str:
        """Output of a script in a root folder of its own, with the package's file in $deb."""
        with tempfile.TemporaryDirectory() as folder:
            may = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder],
                                 capture_output=True, check=False)
            if may.returncode != 0:
                self.skipTest("nothing may be mounted here")
            return tell("unshare", "-m", "bash", str(HERE / "inside.sh"), folder,
                        f"set -e; deb={self.file}\n{script}", timeout=300)

    def test_what_is_in_it(self):
        files = tell("dpkg-deb", "--contents", str(self.file))
        for path in ("/usr/bin/rapport", "/lib/systemd/system/rapport.service",
                     "/usr/lib/sysusers.d/rapport.conf", "/etc/rapport/rapport.conf",
                     "/usr/share/doc/rapport/operating.md", "/usr/share/doc/rapport/copyright"):
            self.assertIn(f" .{path}\n", files)
        self.assertNotRegex(files, r"/include/|\.a\n|gtest")
        about = tell("dpkg-deb", "--info", str(self.file))
        self.assertRegex(about, r"Depends: .*libpq5.*")
        self.assertRegex(about, r"Depends: .*libzstd1.*")
        version = tell(str(ROOT / "build" / "rapport"), "version").split()[1]
        self.assertIn(f"Version: {version}\n", about)

    def test_is_installed_serves_and_is_removed(self):
        port = free_port()
        told = self.inside(f"""
            dpkg -i $deb >/dev/null
            getent passwd rapport
            stat -c '%U %a %n' /var/lib/rapport /etc/rapport
            start() {{
              command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/rapport.service)
              setpriv --reuid rapport --regid rapport --clear-groups --no-new-privs \\
                $command --listen 127.0.0.1:{port} &
              server=$!
              for i in $(seq 200); do
                curl -sf -w '\\n' http://127.0.0.1:{port}/health/ready && break
                sleep 0.1
              done
            }}
            start
            kill $server; wait $server && echo "stopped well"
            echo '# mine' >> /etc/rapport/rapport.conf
            dpkg -i $deb >/dev/null
            tail -n 1 /etc/rapport/rapport.conf
            start
            kill $server; wait $server
            dpkg -r rapport >/dev/null
            test ! -e /usr/bin/rapport && echo removed
            dpkg -P rapport >/dev/null
            ls -d /etc/rapport /usr/share/doc/rapport 2>/dev/null || echo purged
            ls /var/lib/rapport
        """)
        for expected in (r"^rapport:.*:/var/lib/rapport:", r"rapport 700 /var/lib/rapport",
                         r"root 750 /etc/rapport", r'"status":"ready"', "stopped well", "# mine",
                         "^removed$", "^purged$", "^rapport.db$", "^secret.key$"):
            self.assertRegex(told, re.compile(expected, re.M))

    def test_the_service_is_sound_and_bounded(self):
        told = self.inside("""
            dpkg -i $deb >/dev/null
            systemd-analyze verify --man=no /lib/systemd/system/rapport.service 2>&1
            grep FileDescriptorStoreMax /lib/systemd/system/rapport.service
            systemd-analyze security --offline=yes --no-pager \
              /lib/systemd/system/rapport.service 2>&1
        """)
        self.assertNotIn("Unknown", told)
        self.assertRegex(told, r"FileDescriptorStoreMax=[1-9]")  # a restart refuses nobody
        exposed = re.search(r"Overall exposure level for rapport.service: ([\d.]+)", told)
        self.assertLessEqual(float(exposed[1]), MOST_EXPOSED, told)


if __name__ == "__main__":
    unittest.main()
