#!/usr/bin/env python3
"""Signing in by a company's directory, against a real slapd: whom it lets in, as what, and what an
attacker gets by filters, certificates, addresses and settings.
"""
import json
import socket
import subprocess
import threading
import time
import unittest

from case import Case
from browser import Browser, make_sessions_old
from ldap_server import (PERSON_PASSWORD, SERVICE, SERVICE_PASSWORD, SUFFIX, LdapServer, group,
                         person)
from rapport_server import PASSWORD, email_of

ALLOWED = ("--allow-outbound", "127.0.0.1,::1")
SALES = f"cn=sales,ou=groups,{SUFFIX}"


class Directory(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ldap = LdapServer(
            person("Dilnoza Rahimova", "dilnoza@example.com", "dilnoza"),
            person("Jasur (West) *", "jasur@example.com", "jasur"),
            person("Twin", "twin@example.com", "twin1"),
            person("Twin", "twin@example.com", "twin2"),
            person("The rep", email_of("rep"), "rep"),
            person("The admin", email_of("admin"), "admin"),
            group("sales", "dilnoza"), group("chiefs", "jasur"))

    @classmethod
    def tearDownClass(cls):
        cls.ldap.remove()
        super().tearDownClass()

    def settings(self, **changes) -> dict:
        roles = self.roles()
        return {"enabled": True, "url": f"ldaps://localhost:{self.ldap.tls_port}",
                "ca": self.ldap.ca, "bind_dn": SERVICE, "secret": SERVICE_PASSWORD,
                "base_dn": f"ou=people,{SUFFIX}", "group_base": f"ou=groups,{SUFFIX}",
                "active_filter": "(!(employeeType=disabled))",
                "default_role": roles["read_only"],
                "groups": [{"group": SALES.upper(), "role": roles["rep"],
                            "team": self.as_program("admin", "GET", "/teams")["items"][0]["id"]},
                           {"group": f"cn=chiefs,ou=groups,{SUFFIX}", "role": roles["manager"]}],
                **changes}

    def use_directory(self, *options: str, **changes) -> Browser:
        self.serve(*ALLOWED, *options)
        admin = self.browser("admin")
        self.done(admin.ask("PUT", "/sign-in/directory", self.settings(**changes)), 200)
        return admin

    def enter(self, email: str, password: str = PERSON_PASSWORD) -> tuple[int, dict, Browser]:
        browser = Browser(self.server)
        return *browser.sign_in(email, password), browser


class Entering(Directory):
    def test_a_person_is_made_at_the_first_sign_in(self):
        self.use_directory()
        status, answer, browser = self.enter("Dilnoza@Example.com")
        self.assertEqual(status, 200, answer)
        self.assertEqual((answer["user"]["name"], answer["user"]["role"]["key"]),
                         ("Dilnoza Rahimova", "rep"))
        self.assertEqual(len(answer["user"]["teams"]), 1)
        again = self.enter("dilnoza@example.com")[1]
        self.assertEqual(again["user"]["id"], answer["user"]["id"])
        log = self.done(browser.ask("GET", "/profile/sign-ins"), 200)["items"]
        self.assertEqual({each["by"] for each in log}, {"directory"})
        self.assertEqual(self.enter("jasur@example.com")[1]["user"]["role"]["key"], "manager")
        self.not_stored(PERSON_PASSWORD, SERVICE_PASSWORD)

    def test_wrong_and_empty_passwords_are_no_proof(self):
        self.use_directory()
        before = self.users()
        self.refused(self.enter("dilnoza@example.com", "wrong")[:2], 401, "wrong_credentials")
        self.refused(self.enter("nobody@example.com")[:2], 401, "wrong_credentials")
        self.refused(self.enter("dilnoza@example.com", "\u0000")[:2], 401, "wrong_credentials")
        status, answer, _ = self.enter("dilnoza@example.com", "")
        self.assertEqual((status, answer["errors"][0]["code"]), (422, "required"))
        self.refused(self.enter("twin@example.com")[:2], 401, "wrong_credentials")
        self.assertEqual(self.users(), before)

    def test_groups_are_looked_at_each_time(self):
        self.use_directory()
        member = f"uid=jasur,ou=people,{SUFFIX}"
        self.assertEqual(self.enter("jasur@example.com")[1]["user"]["role"]["key"], "manager")
        self.ldap.modify(f"dn: {SALES}\nchangetype: modify\nadd: member\nmember: {member}\n")
        try:
            self.assertEqual(self.enter("jasur@example.com")[1]["user"]["role"]["key"], "rep")
        finally:
            self.ldap.modify(f"dn: {SALES}\nchangetype: modify\ndelete: member\nmember: {member}\n")
        self.assertEqual(self.enter("jasur@example.com")[1]["user"]["teams"], [])

    def test_who_has_no_role_does_not_come_in(self):
        self.use_directory(default_role=None, groups=[])
        before = self.users()
        self.refused(self.enter("dilnoza@example.com")[:2], 401, "outside_refused")
        self.assertEqual(self.users(), before)

    def test_one_who_is_here_already_is_taken_over_only_where_it_is_allowed(self):
        admin = self.use_directory()
        self.refused(self.enter(email_of("admin"))[:2], 401, "outside_refused")
        self.refused(self.enter(email_of("rep"))[:2], 401, "outside_refused")
        self.assertEqual(self.enter(email_of("rep"), PASSWORD)[0], 200, "their own still works")
        self.done(admin.ask("PUT", "/sign-in/directory", self.settings(link_by_email=True)), 200)
        status, answer, _ = self.enter(email_of("rep"))
        self.assertEqual((status, answer["user"]["id"]), (200, self.ids["rep"]))

    def test_the_second_factor_and_the_step_up_hold_for_them_too(self):
        self.use_directory()
        browser = self.enter("dilnoza@example.com")[2]
        make_sessions_old(self.server)
        self.refused(browser.ask("POST", "/profile/api-keys", {}), 403, "confirm_needed")
        self.refused(browser.ask("POST", "/session/confirm", {"password": PASSWORD}), 422,
                     "wrong_password")
        self.done(browser.ask("POST", "/session/confirm", {"password": PERSON_PASSWORD}))
        self.done(browser.ask("POST", "/profile/api-keys", {}), 201)


class Attacks(Directory):
    def test_what_is_typed_is_no_filter(self):
        """SX-06"""
        self.use_directory()
        before, asked = self.users(), len(self.ldap.searches())
        for email in ("*", "d*@example.com", "*)(mail=*", "dilnoza@example.com)(|(uid=*",
                      "dil\u0000noza@example.com", "x)(objectClass=*", "\\2a", "(", ")",
                      "dilnoza@example.com))(&(uid=*", "*)(userPassword=*)"):
            with self.subTest(email):
                status, answer, _ = self.enter(email)
                self.assertEqual((status, answer["code"]), (401, "wrong_credentials"), email)
        self.assertEqual(self.users(), before)
        told = self.ldap.searches()[asked:]
        self.assertIn("\\2A", told.upper())
        for part in ("(uid=*)", "(objectClass=*)", "(mail=*)", "userPassword"):
            self.assertNotIn(part, told, "the directory was asked something else")

    def test_a_certificate_is_held_against_authority_and_name(self):
        self.serve(*ALLOWED)
        admin = self.browser("admin")
        addresses = [f"ldaps://localhost:{self.ldap.tls_port}",
                     f"ldap://localhost:{self.ldap.port}"]
        for url in addresses:
            tried = admin.ask("POST", "/sign-in/directory/try", self.settings(url=url))
            self.assertEqual(self.done(tried, 200)["people"], 6, url)
        binds = self.ldap.binds()
        for url, ca in ((addresses[0], ""), (addresses[1], ""),
                        (addresses[0].replace("localhost", "127.0.0.1"), self.ldap.ca),
                        (addresses[1].replace("localhost", "127.0.0.1"), self.ldap.ca)):
            with self.subTest(f"{url} {bool(ca)}"):
                self.refused(admin.ask("POST", "/sign-in/directory/try",
                                       self.settings(url=url, ca=ca)), 422, "directory_failed")
        self.assertEqual(self.ldap.binds(), binds, "the password was sent")

    def test_inner_addresses_are_not_reached(self):
        """SX-20, SX-21, SX-22"""
        self.serve()
        admin = self.browser("admin")
        trap = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(trap.close)
        trap.settimeout(1)
        port = trap.getsockname()[1]
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0",
                     "[::ffff:127.0.0.1]", "[::1]", "[64:ff9b::7f00:1]", "169.254.169.254",
                     "10.0.0.1"):
            with self.subTest(host):
                answer = admin.ask("POST", "/sign-in/directory/try",
                                   self.settings(url=f"ldap://{host}:{port}"))
                self.assertEqual(answer[0], 422, answer)
                self.assertIn(answer[1]["code"], ("outbound_denied", "outbound_name_unknown",
                                                  "not_an_ldap_url"))
        with self.assertRaises(TimeoutError, msg="a connection was made"):
            trap.accept()

    def test_the_secret_is_not_told_nor_sent_elsewhere(self):
        admin = self.use_directory()
        told = self.done(admin.ask("GET", "/sign-in"), 200)
        self.assertTrue(told["directory"]["has_secret"])
        self.assertNotIn(SERVICE_PASSWORD, json.dumps(told))
        elsewhere = self.settings(url="ldaps://evil.example")
        del elsewhere["secret"]
        for method, path in (("PUT", "/sign-in/directory"), ("POST", "/sign-in/directory/try")):
            status, answer = admin.ask(method, path, elsewhere)
            self.assertEqual((status, answer["errors"][0]["field"]), (422, "secret"))
        kept = self.settings()
        del kept["secret"]
        self.done(admin.ask("PUT", "/sign-in/directory", kept), 200)
        self.assertEqual(self.enter("dilnoza@example.com")[0], 200)
        self.refused(self.browser("manager").ask("GET", "/sign-in"), 403, "forbidden")

    def test_wrong_settings_are_named(self):
        self.serve()
        admin = self.browser("admin")
        for field, value in (("url", "http://x"), ("url", "ldap://a b"),
                             ("user_filter", "mail={email}"), ("user_filter", "(mail=x)"),
                             ("active_filter", "(()"),
                             ("id_attribute", "uid)(x=*"), ("base_dn", ""), ("groups", [{}]),
                             ("typo", 1), ("default_role", "x")):
            status, answer = admin.ask("PUT", "/sign-in/directory", self.settings(**{field: value}))
            self.assertEqual(status, 422, (field, answer))
            self.assertIn(field.split(".")[0], answer["errors"][0]["field"])
        self.assertEqual(self.rows("access_outside_sources"), [])

    def test_people_with_a_password_come_in_when_the_directory_is_down(self):
        self.use_directory()
        self.ldap.stop()
        try:
            self.assertEqual(self.enter(email_of("admin"), PASSWORD)[0], 200)
            for email in ("dilnoza@example.com", "nobody@example.com", email_of("rep")):
                status, answer, _ = self.enter(email)
                self.refused((status, answer), 503, "directory_down")
                self.assertNotIn(str(self.ldap.tls_port), json.dumps(answer))
        finally:
            self.ldap.start()
        self.assertEqual(self.enter("dilnoza@example.com")[0], 200)

    def test_a_directory_that_says_nothing_holds_nobody_up_for_long(self):
        silent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(silent.close)
        self.serve(*ALLOWED)
        admin = self.browser("admin")
        url = f"ldaps://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        done = threading.Event()

        def others():
            while not done.is_set():
                self.assertEqual(admin.ask("GET", "/session")[0], 200)
                time.sleep(0.2)
        meanwhile = threading.Thread(target=others)
        meanwhile.start()
        self.refused(self.browser("admin").ask("POST", "/sign-in/directory/try",
                                               self.settings(url=url)), 422, "directory_failed")
        done.set()
        meanwhile.join()
        self.assertLess(time.monotonic() - began, 25)


class Leaving(Directory):
    """P8: disabled there is dead here."""

    def disable(self, uid: str) -> None:
        self.ldap.modify(f"dn: uid={uid},ou=people,{SUFFIX}\nchangetype: modify\n"
                         "add: employeeType\nemployeeType: disabled\n")
        self.addCleanup(self.enable, uid)

    def enable(self, uid: str) -> None:
        try:
            self.ldap.modify(f"dn: uid={uid},ou=people,{SUFFIX}\nchangetype: modify\n"
                             "delete: employeeType\n")
        except subprocess.CalledProcessError:  # enabled already
            pass

    def look(self, admin: Browser) -> int:
        return self.done(admin.ask("POST", "/sign-in/directory/look"), 200)["changed"]

    def test_who_is_disabled_there_is_dead_here(self):
        admin = self.use_directory()
        _, answer, browser = self.enter("dilnoza@example.com")
        other = self.enter("jasur@example.com")[2]
        key = self.done(browser.ask("POST", "/profile/api-keys", {}), 201)["key"]
        self.assertEqual(self.look(admin), 0)
        self.disable("dilnoza")
        self.refused(self.enter("dilnoza@example.com")[:2], 401, "wrong_credentials")
        self.assertEqual(self.look(admin), 1)
        time.sleep(1)
        self.assertEqual(browser.ask("GET", "/deals")[0], 401)
        self.assertEqual(self.server.json(key, "GET", "/deals")[0], 401)
        self.assertEqual(other.ask("GET", "/deals")[0], 200)
        self.assertEqual(self.look(admin), 0)
        self.enable("dilnoza")
        self.assertEqual(self.look(admin), 1)
        self.assertEqual(browser.ask("GET", "/deals")[0], 401, "the old session stays dead")
        again = self.enter("dilnoza@example.com")[1]
        self.assertEqual(again["user"]["id"], answer["user"]["id"])

    def test_who_was_disabled_here_stays_so(self):
        admin = self.use_directory()
        user = self.enter("dilnoza@example.com")[1]["user"]["id"]
        self.done(admin.ask("PATCH", f"/users/{user}", {"active": False}), 200)
        self.assertEqual(self.look(admin), 0)
        self.refused(self.enter("dilnoza@example.com")[:2], 401, "disabled_user")

    def test_nobody_is_disabled_by_wrong_settings(self):
        admin = self.use_directory()
        browser = self.enter("dilnoza@example.com")[2]
        self.done(admin.ask("PUT", "/sign-in/directory",
                            self.settings(base_dn=f"ou=groups,{SUFFIX}")), 200)
        self.assertEqual(self.look(admin), 0)
        self.assertEqual(browser.ask("GET", "/deals")[0], 200)

    def test_the_last_administrator_stays(self):
        admin = self.use_directory(link_by_email=True, groups=[])
        entered = self.enter(email_of("admin"))[2]
        self.enter("dilnoza@example.com")
        self.disable("admin")
        self.assertEqual(self.look(admin), 0)
        self.assertEqual(entered.ask("GET", "/users")[0], 200)


if __name__ == "__main__":
    unittest.main()
