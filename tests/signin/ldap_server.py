"""A real slapd with a folder and a port of its own, and certificates made for it."""
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

SUFFIX = "dc=example,dc=com"
SERVICE = f"cn=rapport,{SUFFIX}"
SERVICE_PASSWORD = "service-secret-7"
PERSON_PASSWORD = "Directory-word-5"

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
security simple_bind=128
database mdb
maxsize 10485760
suffix "{suffix}"
rootdn "cn=root,{suffix}"
rootpw {password}
directory {folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by * none
"""


def person(name: str, mail: str, uid: str) -> str:
    return (f"dn: uid={uid},ou=people,{SUFFIX}\nobjectClass: inetOrgPerson\nuid: {uid}\n"
            f"cn: {name}\nsn: {name}\nmail: {mail}\nuserPassword: {PERSON_PASSWORD}\n")


def group(name: str, *uids: str) -> str:
    members = "".join(f"member: uid={uid},ou=people,{SUFFIX}\n" for uid in uids)
    return f"dn: cn={name},ou=groups,{SUFFIX}\nobjectClass: groupOfNames\ncn: {name}\n{members}"


def make_certificates(folder: pathlib.Path) -> None:
    """An authority, and a certificate of it for this machine's name alone: that is what the LDAP
    library takes "localhost" for."""
    name = socket.gethostname()

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "2", "-subj", "/CN=Test authority")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr",
            "-subj", f"/CN={name}")
    (folder / "names").write_text(f"subjectAltName=DNS:{name}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out",
            "server.pem", "-days", "2", "-CAcreateserial", "-extfile", "names")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LdapServer:
    """Running from the start; a context manager that ends it."""

    def __init__(self, *entries: str):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rapport-slapd-"))
        (self.folder / "db").mkdir()
        make_certificates(self.folder)
        self.ca = (self.folder / "ca.pem").read_text()
        self.port, self.tls_port = free_port(), free_port()
        configuration = self.folder / "slapd.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, suffix=SUFFIX, service=SERVICE, password=SERVICE_PASSWORD))
        base = [f"dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Example\n"
                "dc: example\n",
                f"dn: {SERVICE}\nobjectClass: organizationalRole\nobjectClass: "
                f"simpleSecurityObject\ncn: rapport\nuserPassword: {SERVICE_PASSWORD}\n",
                *(f"dn: ou={name},{SUFFIX}\nobjectClass: organizationalUnit\nou: {name}\n"
                  for name in ("people", "groups"))]
        subprocess.run(["/usr/sbin/slapadd", "-f", str(configuration)], check=True,
                       input="\n".join([*base, *entries]), text=True, capture_output=True)
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["/usr/sbin/slapd", "-f", str(self.folder / "slapd.conf"), "-d", "256", "-h",
                 f"ldap://127.0.0.1:{self.port}/ ldaps://127.0.0.1:{self.tls_port}/"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.tls_port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def searches(self) -> str:
        """The filters that were asked for, as slapd understood them."""
        return "\n".join(line for line in (self.folder / "log").read_text("utf-8").split("\n")
                         if " SRCH " in line)

    def binds(self) -> int:
        """How often somebody brought a password."""
        return (self.folder / "log").read_text("utf-8").count(" BIND dn=")

    def modify(self, changes: str) -> None:
        """LDIF of changes, as the directory's own administrator."""
        subprocess.run(["ldapmodify", "-x", "-H", f"ldaps://localhost:{self.tls_port}",
                        "-D", f"cn=root,{SUFFIX}", "-w", SERVICE_PASSWORD],
                       input=changes, text=True, check=True, capture_output=True,
                       env={"LDAPTLS_CACERT": str(self.folder / "ca.pem"), "PATH": "/usr/bin"})

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
