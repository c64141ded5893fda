#!/usr/bin/env python3
"""Signing in against the real server: what an attacker tries at each door, and that nothing was
read, written or sent by it.
"""
import json
import pathlib
import re
import time
import unittest

from case import Case
from rapport_server import PASSWORD, email_of, rapport, sql
from browser import Browser, make_sessions_old, one_time_code

SOON_S = 1.0   # a person who is disabled is dead everywhere
NEW_PASSWORD = "another-Horse-8-staple"


class SecondFactor(Case):
    """P8, SX-63, SX-68"""

    def turn_on(self, browser: Browser) -> tuple[str, list[str]]:
        secret = self.done(browser.ask("POST", "/profile/second-factor"), 201)["secret"]
        codes = self.done(browser.ask("PUT", "/profile/second-factor",
                                      {"otp": one_time_code(secret, -1)}), 200)["codes"]
        return secret, codes

    def test_a_stolen_password_is_not_enough(self):
        self.serve()
        browser = self.browser("rep")
        secret, codes = self.turn_on(browser)
        self.assertEqual(len(set(codes)), 10)
        thief = Browser(self.server)
        self.refused(thief.sign_in(email_of("rep"), PASSWORD), 401, "code_needed")
        self.refused(thief.sign_in(email_of("rep"), PASSWORD, "123456x"), 401, "wrong_code")
        self.assertEqual(thief.cookies, {}, "no session, nor a known device")
        self.refused(thief.sign_in(email_of("rep"), "wrong", one_time_code(secret)), 401,
                     "wrong_credentials")
        self.assertEqual(thief.sign_in(email_of("rep"), PASSWORD, one_time_code(secret))[0], 200)
        self.refused(Browser(self.server).sign_in(email_of("rep"), PASSWORD,
                                                  one_time_code(secret)), 401, "wrong_code")
        self.assertEqual(
            Browser(self.server).sign_in(email_of("rep"), PASSWORD, codes[0].upper())[0], 200)
        state = self.done(browser.ask("GET", "/profile/second-factor"), 200)
        self.assertEqual((state["enabled"], state["recovery_left"]), (True, 9))
        self.assertNotIn(secret, json.dumps(self.done(browser.ask("GET", "/profile"), 200)))

    def test_a_stolen_database_does_not_give_it_away(self):
        self.serve()
        secret, codes = self.turn_on(self.browser("rep"))
        self.server.stop()
        self.not_stored(secret, *codes, *(code.replace("-", "") for code in codes))
        # The same database with the key of another company: the code is of no use.
        (self.server.data / "secret.key").write_text("00" * 32 + "\n")
        self.server.start()
        status, answer = Browser(self.server).sign_in(email_of("rep"), PASSWORD,
                                                      one_time_code(secret))
        self.assertEqual((status, answer["code"]), (503, "secret_key"))
        rapport("user", "second-factor-off", "--data", str(self.server.data),
                "--email", email_of("rep"))
        self.assertEqual(Browser(self.server).sign_in(email_of("rep"), PASSWORD)[0], 200)

    def test_an_administrator_turns_it_off_for_who_lost_the_telephone(self):
        self.serve()
        self.turn_on(self.browser("rep"))
        path = f"/users/{self.ids['rep']}/second-factor"
        self.refused(self.browser("manager").ask("DELETE", path), 403, "forbidden")
        self.refused(Browser(self.server).sign_in(email_of("rep"), PASSWORD), 401, "code_needed")
        self.done(self.browser("admin").ask("DELETE", path))
        self.assertEqual(Browser(self.server).sign_in(email_of("rep"), PASSWORD)[0], 200)


class StepUp(Case):
    """SX-63: with a session that was stolen, or found in an unlocked browser."""

    def structure(self) -> dict[str, str]:
        """Ids of one of everything that says whose records somebody reaches."""
        rep, days = self.ids["rep"], {"starts_on": "2026-01-01", "ends_on": "2026-01-02"}
        return {entity: self.as_program("admin", "POST", f"/{entity}", values)["id"]
                for entity, values in (
                    ("departments", {"name": "D"}), ("territories", {"name": "T"}),
                    ("sharing_rules", {"name": "R", "entity": "accounts"}),
                    ("offices", {"name": "O", "addresses": "192.0.2.1"}),
                    ("absences", {"person": rep} | days))}

    def dangers(self) -> list[tuple[str, str, object]]:
        rep, role = self.ids["rep"], self.as_program("admin", "GET", "/roles")["items"][-1]["id"]
        me, there = self.ids["admin"], self.structure()
        team = self.as_program("admin", "GET", "/teams")["items"][-1]["id"]
        return [
            ("POST", "/profile/second-factor", None),
            ("PUT", "/profile/second-factor", {"otp": "000000"}),
            ("DELETE", "/profile/second-factor", None),
            ("POST", "/profile/second-factor/codes", None),
            ("POST", "/profile/api-keys", {"name": "thief"}),
            ("POST", f"/users/{rep}/password", {"password": NEW_PASSWORD}),
            ("POST", f"/users/{rep}/password-link", None),
            ("DELETE", f"/users/{rep}/second-factor", None),
            ("PATCH", f"/users/{rep}", {"email": "thief@example.com"}),
            ("PATCH", f"/users/{rep}", {"role": role}),
            ("POST", "/users", {"name": "T", "email": "thief@example.com", "role": role}),
            ("PATCH", f"/roles/{role}", {"name": "thief"}),
            ("POST", "/batches", {"entity": "users", "ids": [rep],
                                  "change": {"email": "thief@example.com"}}),
            ("POST", f"/users/{rep}/actions/merge", {"with": [self.ids["manager"]]}),
            ("POST", f"/users/{rep}/actions/unmerge", {}),
            ("POST", "/roles", {"name": "thief", "rights": "{}"}),
            ("DELETE", f"/roles/{role}", None),
            ("PUT", "/sign-in/directory", {"url": "ldaps://evil.example"}),
            ("PUT", "/sign-in/provider", {"issuer": "https://evil.example"}),
            ("POST", "/sign-in/directory/try", {"url": "ldaps://evil.example"}),
            ("PATCH", f"/users/{rep}", {"active": False}),
            ("DELETE", f"/users/{rep}", None),
            ("PATCH", f"/users/{self.ids['admin']}", {"teams": [team]}),
            ("PATCH", f"/users/{rep}", {"department": there["departments"]}),
            ("PUT", f"/departments/{there['departments']}/related/people/{rep}", None),
            ("PUT", f"/territories/{there['territories']}/related/members/{rep}", None),
            ("PATCH", f"/departments/{there['departments']}", {"head": rep}),
            ("PATCH", f"/territories/{there['territories']}", {"rules": {"accounts": {}}}),
            ("POST", "/territories", {"name": "T2"}),
            ("PATCH", f"/sharing_rules/{there['sharing_rules']}", {"users": [rep]}),
            ("PATCH", f"/offices/{there['offices']}", {"addresses": "0.0.0.0/0"}),
            ("DELETE", f"/offices/{there['offices']}", None),
            ("PATCH", f"/absences/{there['absences']}", {"substitute": me}),
            ("DELETE", f"/absences/{there['absences']}", None),
            ("POST", "/batches", {"entity": "users", "hand_over": {"from": rep, "to": me}}),
            ("POST", "/batches", {"entity": "absences", "ids": [there["absences"]],
                                  "change": {"substitute": me}}),
        ]

    def state(self) -> list:
        """All that the dangers would change."""
        tables = ("users", "roles", "departments", "territories", "sharing_rules", "offices",
                  "absences", "link_users_teams", "link_territories_members",
                  "link_sharing_rules_users", "access_credentials", "access_password_links",
                  "access_second_factors", "access_recovery_codes",
                  "access_outside_sources")
        keys = [row[:6] for row in self.rows("access_api_keys")]  # but not when each was used
        return [keys, *(sorted(map(repr, self.rows(table))) for table in tables)]

    def test_an_old_sign_in_changes_nothing_that_matters(self):
        self.serve()
        browser = self.browser("admin")
        dangers = self.dangers()
        make_sessions_old(self.server)
        before = self.state()
        for method, path, value in dangers:
            with self.subTest(f"{method} {path}"):
                self.refused(browser.ask(method, path, value), 403, "confirm_needed")
        many = {"update": [{"id": self.ids["rep"], "email": "thief@example.com"}],
                "create": [{"name": "T", "email": "thief@example.com"}]}
        results = self.done(browser.ask("POST", "/users/bulk", many), 200)["results"]
        self.assertEqual([each["code"] for each in results], ["confirm_needed"] * 2)
        self.assertEqual(self.state(), before, "something was written")
        # What does not matter so much goes on.
        self.done(browser.ask("PATCH", f"/users/{self.ids['rep']}", {"job_title": "Rep"}), 200)

    def test_no_program_changes_what_passwords_and_keys_rest_on(self):
        self.serve()
        dangers = self.dangers()[:8]
        before = self.state()
        for method, path, value in dangers:
            with self.subTest(f"{method} {path}"):
                status, answer = self.server.json(self.company.keys["admin"], method, path, value)
                self.refused((status, answer), 403, "session_needed")
        self.refused(self.server.json(self.company.keys["rep"], "POST", "/session/confirm",
                                      {"password": PASSWORD}), 403, "session_needed")
        self.assertEqual(self.state(), before, "something was written")

    def test_who_proves_it_again_goes_on(self):
        self.serve()
        browser = self.browser("admin")
        make_sessions_old(self.server)
        self.refused(browser.ask("POST", "/session/confirm", {"password": "wrong"}), 422,
                     "wrong_password")
        self.refused(browser.ask("POST", "/profile/api-keys", {"name": "x"}), 403,
                     "confirm_needed")
        self.done(browser.ask("POST", "/session/confirm", {"password": PASSWORD}))
        self.done(browser.ask("POST", "/profile/api-keys", {"name": "x"}), 201)

    def test_a_large_export_needs_it_and_leaves_no_file(self):
        self.serve()
        lines = "name\n" + "".join(f"Account {i}\n" for i in range(1_200))
        csv = self.server.data / "accounts.csv"
        csv.write_text(lines)
        rapport("import", "--data", str(self.server.data), "--entity", "accounts", str(csv))
        browser = self.browser("admin")
        self.done(browser.ask("GET", "/accounts/export"), 200)
        make_sessions_old(self.server)
        self.refused(browser.ask("GET", "/accounts/export"), 403, "confirm_needed")
        self.assertEqual(list((self.server.data / "tmp").glob("*.csv")), [])
        self.done(browser.ask("GET", "/users/export"), 200)
        self.assertEqual(self.server.request(
            "GET", "/api/v1/accounts/export",
            {"Authorization": f"Bearer {self.company.keys['admin']}"})[0], 200)


class Sessions(Case):
    """P8, SX-49, SX-62, SX-68"""

    def test_a_new_password_ends_the_other_sessions(self):
        self.serve()
        stolen, own = self.browser("rep"), self.browser("rep")
        self.done(own.ask("POST", "/profile/password",
                          {"current": PASSWORD, "password": NEW_PASSWORD}))
        self.assertEqual(stolen.ask("GET", "/session")[0], 401)
        self.assertEqual(own.ask("GET", "/session")[0], 200)

    def test_an_administrator_sees_and_ends_those_of_others(self):
        self.serve()
        self.browser("rep")
        first, second = self.browser("rep"), self.browser("rep")
        admin, path = self.browser("admin"), f"/users/{self.ids['rep']}"
        seen = self.done(admin.ask("GET", f"{path}/security"), 200)
        self.assertEqual(len(seen["sessions"]), 3)
        self.assertEqual([key["name"] for key in seen["api_keys"]], ["tests"])
        self.assertTrue(all(each["outcome"] == "new_device" for each in seen["sign_ins"]))
        self.assertNotIn("rk_", json.dumps(seen).replace(seen["api_keys"][0]["hint"], ""))
        mine = self.done(second.ask("GET", "/profile/sessions"), 200)["items"]
        current = next(each["id"] for each in mine if each["current"])
        self.done(admin.ask("DELETE", f"{path}/sessions/{current}"))
        self.assertEqual(second.ask("GET", "/session")[0], 401)
        self.assertEqual(first.ask("GET", "/session")[0], 200)
        self.done(admin.ask("DELETE", f"{path}/sessions"))
        self.assertEqual(first.ask("GET", "/session")[0], 401)
        key = seen["api_keys"][0]["id"]
        self.done(admin.ask("DELETE", f"{path}/api-keys/{key}"))
        self.assertEqual(self.server.json(self.company.keys["rep"], "GET", "/deals")[0], 401)

    def test_nobody_else_sees_or_ends_them(self):
        self.serve()
        rep, manager = self.browser("rep"), self.browser("manager")
        session = self.done(rep.ask("GET", "/profile/sessions"), 200)["items"][0]["id"]
        path = f"/users/{self.ids['rep']}"
        for method, where in (("GET", f"{path}/security"), ("DELETE", f"{path}/sessions"),
                              ("DELETE", f"{path}/sessions/{session}")):
            self.refused(manager.ask(method, where), 403, "forbidden")
        self.refused(manager.ask("DELETE", f"/profile/sessions/{session}"), 404, "not_found")
        self.assertEqual(rep.ask("GET", "/session")[0], 200)

    def test_who_is_disabled_is_dead_everywhere(self):
        self.serve()
        browser = self.browser("rep")
        cookie = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
        link = self.done(self.browser("admin").ask(
            "POST", f"/users/{self.ids['rep']}/password-link"), 201)["path"].split("#")[1]
        streams = [self.stream( Cookie=cookie),
                   self.stream( Authorization=f"Bearer {self.company.keys['rep']}")]
        self.assertEqual([each.status for each in streams], [101, 101])
        rapport("user", "disable", "--data", str(self.server.data), "--email", email_of("rep"))
        began = time.monotonic()
        self.assertTrue(all(each.closes_within(SOON_S * 2) for each in streams))
        time.sleep(max(0.0, SOON_S - (time.monotonic() - began)))
        self.assertEqual(browser.ask("GET", "/deals")[0], 401)
        self.assertEqual(self.server.json(self.company.keys["rep"], "GET", "/deals")[0], 401)
        self.assertEqual(self.stream( Cookie=cookie).status, 401)
        self.refused(browser.ask("POST", "/password-link",
                                 {"token": link, "password": NEW_PASSWORD}), 404, "link_over")
        # Nor does what was handed out come back with the account.
        self.as_program("admin", "PATCH", f"/users/{self.ids['rep']}", {"active": True})
        time.sleep(SOON_S)
        self.assertEqual(browser.ask("GET", "/deals")[0], 401)

    def test_who_is_deleted_and_restored_signs_in_anew(self):
        self.serve()
        browser = self.browser("rep")
        self.as_program("admin", "DELETE", f"/users/{self.ids['rep']}")
        time.sleep(SOON_S)
        self.assertEqual(browser.ask("GET", "/deals")[0], 401)
        self.as_program("admin", "POST", f"/users/{self.ids['rep']}/restore")
        time.sleep(SOON_S)
        self.assertEqual(browser.ask("GET", "/deals")[0], 401)
        self.assertEqual(self.browser("rep").ask("GET", "/deals")[0], 200)

    def test_a_stream_ends_with_its_session(self):
        self.serve()
        browser, other = self.browser("rep"), self.browser("rep")
        cookie = f"rapport_session={browser.cookies['rapport_session']}"
        stream = self.stream( Cookie=cookie)
        self.assertEqual(stream.status, 101)
        self.assertFalse(stream.closes_within(1.5))
        self.done(other.ask("DELETE", "/profile/sessions"))
        self.assertTrue(stream.closes_within(SOON_S * 2))

    def test_a_stream_tells_by_the_rights_of_now(self):
        self.serve()
        stream = self.stream( Authorization=f"Bearer {self.company.keys['rep']}")
        self.as_program("manager", "POST", "/deals", {"name": "Seen"})
        self.assertIn(b'"deals"', stream.frame(5)[1])
        roles = {each["key"]: each for each in self.as_program("admin", "GET", "/roles")["items"]}
        rights = roles["rep"]["rights"]
        rights = json.loads(rights) if isinstance(rights, str) else rights
        rights["deals"] = {"read": "none", "create": "none", "update": "none", "delete": "none",
                           "export": "none"}
        self.as_program("admin", "PATCH", f"/roles/{roles['rep']['id']}", {"rights": rights})
        time.sleep(1)
        while stream.frame(0.3)[0] != -1:
            pass
        self.as_program("manager", "POST", "/deals", {"name": "Hidden"})
        told = b""
        while (frame := stream.frame(1.5))[0] != -1:
            told += frame[1]
        self.assertNotIn(b'"deals"', told)

    def test_lock_out_is_not_turned_against_the_administrator(self):
        self.serve()
        device = self.browser("admin").cookies["rapport_device"]
        stranger = Browser(self.server)
        for _ in range(5):
            self.refused(stranger.sign_in(email_of("admin"), "wrong"), 401, "wrong_credentials")
        self.refused(stranger.sign_in(email_of("admin"), PASSWORD), 429, "locked")
        known = Browser(self.server)
        known.cookies["rapport_device"] = device
        self.assertEqual(known.sign_in(email_of("admin"), PASSWORD)[0], 200)
        outcomes = [each["outcome"] for each in
                    self.done(known.ask("GET", "/profile/sign-ins"), 200)["items"]]
        self.assertEqual(outcomes.count("wrong_password"), 5)
        self.assertEqual(outcomes.count("entered"), 1)

    def test_answers_and_times_do_not_tell_who_exists(self):
        self.serve()
        # By the server's own work: on a busy machine the clock tells of other programs.
        ticks = {"known": 0, "unknown": 0}
        for turn in range(4):
            for kind, email in (("known", email_of("rep")), ("unknown", "nobody@example.com")):
                began = self.worked()
                status, answer = Browser(self.server).sign_in(email, f"wrong{turn}")
                ticks[kind] += self.worked() - began
                answer.pop("request_id")
                self.assertEqual((status, answer["code"]), (401, "wrong_credentials"))
        known, unknown = ticks["known"], ticks["unknown"]
        self.assertGreater(min(known, unknown), 4, ticks)
        self.assertLess(abs(known - unknown), 0.5 * max(known, unknown), ticks)

    def worked(self) -> int:
        """What the server has worked so far, in hundredths of a second of a processor."""
        stat = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text("utf-8")
        fields = stat.rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])


class Links(Case):
    """SX-60, SX-61"""

    def make(self, browser: Browser, user: str = "rep", **headers) -> dict:
        return self.done(browser.ask("POST", f"/users/{self.ids[user]}/password-link", **headers),
                         201)

    def test_the_address_is_the_configured_one_whatever_a_request_says(self):
        self.serve("--public-url", "https://crm.example.com")
        admin = self.browser("admin")
        link = self.make(admin, X_Forwarded_Host="evil.example", X_Forwarded_Proto="http",
                         Forwarded="host=evil.example")
        self.assertRegex(link["url"], r"^https://crm\.example\.com/set-password#[0-9a-f]{64}$")
        self.assertNotIn("evil", json.dumps(link))

    def test_without_one_no_address_is_made_up(self):
        self.serve()
        link = self.make(self.browser("admin"))
        self.assertIsNone(link["url"])
        self.assertNotIn("127.0.0.1", json.dumps(link))

    def test_it_works_once_and_ends_sessions(self):
        self.serve()
        rep, admin = self.browser("rep"), self.browser("admin")
        earlier = self.make(admin)["path"].split("#")[1]
        token = self.make(admin)["path"].split("#")[1]
        nobody = Browser(self.server)
        self.refused(nobody.ask("POST", "/password-link/look", {"token": earlier}), 404,
                     "link_over")
        owner = self.done(nobody.ask("POST", "/password-link/look", {"token": token}), 200)
        self.assertEqual(owner["email"], email_of("rep"))
        self.refused(nobody.ask("POST", "/password-link", {"token": token, "password": "short"}),
                     422, "password_too_short")
        self.done(nobody.ask("POST", "/password-link",
                             {"token": token, "password": NEW_PASSWORD}))
        self.assertEqual(rep.ask("GET", "/session")[0], 401)
        self.refused(nobody.ask("POST", "/password-link",
                                {"token": token, "password": "third-Horse-9"}), 404, "link_over")
        self.refused(nobody.sign_in(email_of("rep"), PASSWORD), 401, "wrong_credentials")
        self.assertEqual(nobody.sign_in(email_of("rep"), NEW_PASSWORD)[0], 200)

    def test_it_is_over_in_time_and_with_the_address(self):
        self.serve()
        admin, nobody = self.browser("admin"), Browser(self.server)
        token = self.make(admin)["path"].split("#")[1]
        sql(self.server.data,
            "UPDATE access_password_links SET expires_at = expires_at - 86400000000")
        self.refused(nobody.ask("POST", "/password-link/look", {"token": token}), 404, "link_over")
        token = self.make(admin)["path"].split("#")[1]
        self.done(admin.ask("PATCH", f"/users/{self.ids['rep']}", {"email": "new@example.com"}),
                  200)
        self.refused(nobody.ask("POST", "/password-link/look", {"token": token}), 404, "link_over")

    def test_it_is_neither_stored_nor_logged(self):
        self.serve()
        token = self.make(self.browser("admin"))["path"].split("#")[1]
        self.server.stop()
        self.not_stored(token)
        self.assertNotIn(token, self.server.log.read_text("utf-8", "replace"))

    def test_guesses_and_hashes_are_no_links(self):
        self.serve()
        self.make(self.browser("admin"))
        hashed = self.rows("access_password_links")[0][0]
        for guess in ("", "0" * 64, hashed, "x", "\u0000" * 64):
            status, answer = Browser(self.server).ask("POST", "/password-link/look",
                                                      {"token": guess})
            self.assertIn(status, (404, 422), (guess, answer))


class ApiKeys(Case):
    """P8, P13, SX-47"""

    def make(self, user: str, **wish) -> str:
        return self.done(self.browser(user).ask("POST", "/profile/api-keys", wish), 201)["key"]

    def test_a_key_has_no_more_than_its_scope(self):
        self.serve()
        writer = self.make("admin", scopes="read,write")
        self.assertEqual(self.server.json(writer, "POST", "/deals", {"name": "Roof"})[0], 201)
        for method, path, value in (
                ("PATCH", f"/users/{self.ids['rep']}", {"job_title": "x"}),
                ("POST", "/teams", {"name": "x"}), ("GET", "/webhooks", None),
                ("GET", f"/users/{self.ids['rep']}/security", None),
                ("GET", "/metadata/customisation", None)):
            with self.subTest(f"{method} {path}"):
                self.assertIn(self.server.json(writer, method, path, value)[0], (403, 404))
        admin = self.make("admin", scopes="read,write,admin")
        self.assertEqual(self.server.json(admin, "GET", "/webhooks")[0], 200)
        status, answer = self.browser("rep").ask("POST", "/profile/api-keys",
                                                 {"scopes": "read,write,admin"})
        self.assertEqual(status, 422, answer)

    def test_a_key_for_some_entities_knows_no_others(self):
        self.serve()
        self.as_program("admin", "POST", "/accounts", {"name": "Charvoq"})
        key = self.make("admin", entities=["deals"])
        self.assertEqual(self.server.json(key, "POST", "/deals", {"name": "Roof"})[0], 201)
        for path in ("/accounts", "/users", "/products", "/leads", "/roles"):
            status, answer = self.server.json(key, "GET", path)
            self.assertIn(status, (403, 404), (path, answer))
        self.assertEqual(self.server.json(key, "GET", "/search?q=Charvoq")[1].get("items", []),
                         [])
        metadata = self.server.json(key, "GET", "/metadata")[1]
        self.assertEqual(set(metadata["entities"]), {"deals", "pipelines", "teams"})
        self.assertEqual(
            self.browser("admin").ask("POST", "/profile/api-keys", {"entities": ["no_such"]})[0],
            422)

    def test_a_key_works_from_its_addresses_and_in_its_time(self):
        self.serve()
        elsewhere = self.make("rep", networks="203.0.113.0/24")
        here = self.make("rep", networks="203.0.113.0/24,127.0.0.1")
        self.assertEqual(self.server.json(elsewhere, "GET", "/deals")[0], 401)
        self.assertEqual(self.server.json(here, "GET", "/deals")[0], 200)
        for wish, field in (({"networks": "office"}, "networks"),
                            ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at")):
            status, answer = self.browser("rep").ask("POST", "/profile/api-keys", wish)
            self.assertEqual((status, answer["errors"][0]["field"]), (422, field))
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        short = self.make("rep", expires_at=soon)
        self.assertEqual(self.server.json(short, "GET", "/deals")[0], 200)
        time.sleep(2.5)
        self.assertEqual(self.server.json(short, "GET", "/deals")[0], 401)


class Cookies(Case):
    """SX-64"""

    def test_their_flags(self):
        for options, secure in (((), False), (("--public-url", "https://crm.example.com"), True)):
            server = self.serve(*options)
            connection = server.request(
                "POST", "/api/v1/session", {"Content-Type": "application/json"},
                json.dumps({"email": email_of("rep"), "password": PASSWORD}).encode())
            self.assertEqual(connection[0], 200)
            browser = self.browser("rep")
            self.assertEqual(set(browser.cookies), {"rapport_session", "rapport_device"})
            for value in browser.cookies.values():
                self.assertRegex(value, r"^[0-9a-f]{64}$")
            flags = connection[1]["set-cookie"]
            self.assertIn("HttpOnly; SameSite=Lax", flags)
            self.assertEqual("; Secure" in flags, secure)
            server.stop()
            self.assertIsNone(re.search(r"[0-9a-f]{64}", server.log.read_text("utf-8")))


if __name__ == "__main__":
    unittest.main()
