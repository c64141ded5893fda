"""Addresses of machines that are the company's own, in every notation, given to every setting that
makes the server call somebody: nobody in the network is called.

Settings that take an address are found in the metadata: a new one that calls out is in the table.
"""
import socket
import threading
import time

from target import Target, sign_in

PORT = "{port}"
INNER = [f"http://{host}:{PORT}/" for host in (
    "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "127.0.1", "2130706433",
    "0x7f000001", "0x7F.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "[::1]", "[::]", "0",
    "0.0.0.0", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "127.000.000.001", "%31%32%37.0.0.1", "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "127。0。0。1",
    "0x7f.1", "127.0.0.1%00.example.com", "127.255.255.254", "ip6-localhost",
)] + [f"http://evil@127.0.0.1:{PORT}/", f"http://127.0.0.1:{PORT}#@example.com/",
      f"http://example.com@127.0.0.1:{PORT}/", f"http:\\\\127.0.0.1:{PORT}/",
      f"http:/127.0.0.1:{PORT}/", f"http://127.0.0.1\t:{PORT}/", f"//127.0.0.1:{PORT}/",
      f"gopher://127.0.0.1:{PORT}/", f"ftp://127.0.0.1:{PORT}/", f"dict://127.0.0.1:{PORT}/",
      "file:///etc/passwd", f"http://169.254.169.254:{PORT}/latest/", f"http://10.0.0.1:{PORT}/",
      f"http://192.168.0.1:{PORT}/", f"http://172.16.0.1:{PORT}/", f"http://[fe80::1]:{PORT}/",
      f"http://[fc00::1]:{PORT}/", f"https://127.0.0.1:{PORT}/", "http://100.100.100.200/"]
# What of the metadata is an address that the server itself calls: made to below.
CALLED = {("webhooks", "url")}
# Addresses that are only shown.
SHOWN = {("accounts", "website"), ("leads", "website")}
# Members of bodies that are called like an address: those below, and parts of answers.
NAMES = {"url", "uri", "issuer", "host", "server", "endpoint", "callback"}
SETTINGS = {("DirectorySettings", "url"), ("ProviderSettings", "issuer")}
TOLD = {("ProviderAddress", "url"), ("PasswordLink", "url"), ("SecondFactorSecret", "uri")}


class Ear:
    """Listens on a port of this machine, on both families, and counts who comes."""

    def __init__(self):
        self.heard: list[str] = []
        first = socket.create_server(("127.0.0.1", 0))
        self.port = first.getsockname()[1]
        self.sockets = [first]
        if socket.has_dualstack_ipv6():
            try:
                self.sockets.append(socket.create_server(("::1", self.port),
                                                         family=socket.AF_INET6))
            except OSError:
                pass  # a machine without ::1
        for each in self.sockets:
            threading.Thread(target=self.listen, args=(each,), daemon=True).start()

    def listen(self, on: socket.socket) -> None:
        while True:
            try:
                connection, address = on.accept()
            except OSError:
                return
            self.heard.append(str(address))
            connection.close()

    def close(self) -> None:
        for each in self.sockets:
            each.close()


def run(company, server, score) -> None:
    target = Target(company, server, mark="Plain")
    admin, ear = target.admin, Ear()
    try:
        known = SETTINGS | TOLD
        for name, schema in target.openapi["components"]["schemas"].items():
            if name.split("_")[0] not in target.entities:
                for member in NAMES & schema.get("properties", {}).keys():
                    score.check((name, member) in known,
                                f"{name}.{member}: is it called? outbound.py does not say")
        for entity in target.entities:
            for field in target.fields(entity):
                if field["type"] == "url":
                    score.check((entity, field["name"]) in CALLED | SHOWN,
                                f"{entity}.{field['name']}: is it called? outbound.py does not say")
        made = []
        for address in INNER:
            address = address.replace(PORT, str(ear.port))
            status, answer = admin.json("POST", "/webhooks", {
                "name": "Inner", "url": address, "entity": "accounts", "events": ["created"]})
            if status == 201:
                made.append(answer["id"])
            else:
                score.check(status == 422, f"{address}: {status} {answer}")
        score.check(len(made) > 10, f"only {len(made)} addresses were worth a try")
        for hook in made:  # at once, besides what the record below sets off
            admin.json("POST", f"/webhooks/{hook}/actions/test", {})
        target.make("accounts", target.rep, "Plain", {})
        states = settled(admin, made, 30)
        for hook, deliveries in states.items():
            url = admin.must("GET", f"/webhooks/{hook}")["url"]
            bad = [d for d in deliveries if d["state"] == "delivered" or d.get("status")]
            score.check(deliveries and not bad, f"{url}: {deliveries[:1]}")
        settings_of_sign_in(sign_in(server, "admin", "the administrator"), ear, score)
        score.check(not ear.heard, f"somebody of this machine was called: {ear.heard}")
        control(ear, score)
    finally:
        ear.close()


def settings_of_sign_in(browser, ear: Ear, score) -> None:
    """The directory and the provider, tried out by the administrator."""
    for address in INNER:
        address = address.replace(PORT, str(ear.port))
        for path, body in (
                ("/sign-in/provider/try", {"enabled": True, "label": "x", "client_id": "x",
                                           "secret": "x", "issuer": address.replace("http:",
                                                                                    "https:")}),
                ("/sign-in/directory/try", {
                    "enabled": True, "url": address.replace("http", "ldap").rstrip("/"),
                    "bind_dn": "cn=x", "secret": "x", "base_dn": "dc=x",
                    "user_filter": "(mail={login})"})):
            began = time.monotonic()
            status, answer = browser.json("POST", path, body)
            took = time.monotonic() - began
            score.check(status in (400, 403, 422, 502, 503) and took < 15,
                        f"{path} {address}: {status} {answer} in {took:.1f} s")
            score.check("root:" not in str(answer), f"{path} {address} tells {answer}")


def settled(admin, hooks: list[str], within_s: float) -> dict:
    """The deliveries of each hook once each has been tried."""
    until = time.monotonic() + within_s
    while True:
        states = {h: admin.must("GET", f"/webhooks/{h}/deliveries")["items"] for h in hooks}
        tried = all(d.get("attempts", 0) > 0 for found in states.values() for d in found)
        if (tried and all(states.values())) or time.monotonic() > until:
            return states
        time.sleep(0.2)


def control(ear: Ear, score) -> None:
    """The ear hears."""
    socket.create_connection(("127.0.0.1", ear.port)).close()
    until = time.monotonic() + 5
    while not ear.heard and time.monotonic() < until:
        time.sleep(0.01)
    score.check(bool(ear.heard), "control: the ear hears nobody")
