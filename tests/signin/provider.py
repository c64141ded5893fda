#!/usr/bin/env python3
"""Signing in at a provider of OpenID Connect: the whole way with a real one (the npm package
oidc-provider), and what one that lies, or somebody on the way, gets: nothing.
"""
import http.client
import json
import pathlib
import re
import subprocess
import unittest
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from case import Case
from browser import Browser, make_sessions_old

HERE = pathlib.Path(__file__).resolve().parent
PUBLIC = "http://crm.example.test"
ARRIVAL = f"{PUBLIC}/sign-in/arrival"
OPTIONS = ("--public-url", PUBLIC, "--allow-outbound", "127.0.0.1")


class Node:
    """A script that says its address and serves until it is ended."""

    def __init__(self, script: str, *words: str):
        self.process = subprocess.Popen(["node", str(HERE / script), *words], cwd=HERE.parent,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()
        if not self.issuer.startswith("http"):
            raise RuntimeError(f"{script} did not start: {self.issuer}")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


class Pages:
    """Walks through the provider's pages as a person would."""

    def __init__(self):
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, url: str, form: dict | None = None) -> tuple[int, str, str]:
        """(status, where it leads to, text)"""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        connection.request(method, f"{parts.path}?{parts.query}", body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, urljoin(url, answer.headers.get("Location") or ""), text

    def sign_in(self, url: str, name: str) -> dict[str, str]:
        """From the address that we were sent to, to what comes back to us."""
        for _ in range(12):
            status, url, text = self.ask("GET", url) if not url.startswith(ARRIVAL) \
                else (0, url, "")
            if url.startswith(ARRIVAL):
                return {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
            if status == 200:
                action = re.search(r'action="([^"]+)"', text).group(1)
                prompt = re.search(r'name="prompt" value="([^"]+)"', text).group(1)
                _, url, _ = self.ask("POST", urljoin(self.at, action),
                                     {"prompt": prompt, "login": name, "password": "x"})
            self.at = url
        raise AssertionError("the provider does not come to an end")


class ProviderCase(Case):
    script, words = "provider.mjs", (ARRIVAL,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.node = Node(cls.script, *cls.words)

    @classmethod
    def tearDownClass(cls):
        cls.node.end()
        super().tearDownClass()

    def settings(self, **changes) -> dict:
        roles = self.roles()
        return {"enabled": True, "label": "Example", "issuer": self.node.issuer,
                "client_id": "rapport", "secret": "client-secret-of-the-tests",
                "groups_claim": "groups", "default_role": roles["read_only"],
                "groups": [{"group": "sales", "role": roles["rep"]},
                           {"group": "chiefs", "role": roles["manager"]}], **changes}

    def use_provider(self, *options: str, **changes) -> Browser:
        self.serve(*(options or OPTIONS))
        admin = self.browser("admin")
        self.done(admin.ask("PUT", "/sign-in/provider", self.settings(**changes)), 200)
        return admin

    def depart(self, browser: Browser, next_path: str = "/", path: str = "") -> dict[str, str]:
        url = self.done(browser.ask("POST", f"/session/provider{path}", {"next": next_path}),
                        200)["url"]
        return {"url": url, **{k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}}


class Honest(ProviderCase):
    def enter(self, name: str, next_path: str = "/") -> tuple[int, dict, Browser]:
        browser = Browser(self.server)
        left = self.depart(browser, next_path)
        returned = Pages().sign_in(left["url"], name)
        status, answer = browser.ask("POST", "/session/provider/arrival", returned)
        if status == 200:
            browser.csrf = answer["csrf"]
        return status, answer, browser

    def test_the_whole_way(self):
        self.use_provider()
        ways = self.done(Browser(self.server).ask("GET", "/session/ways"), 200)
        self.assertEqual(ways, {"provider": {"label": "Example"}})
        status, answer, browser = self.enter("dilnoza", "/o/deals?kind=kanban")
        self.assertEqual(status, 200, answer)
        self.assertEqual((answer["user"]["name"], answer["user"]["email"],
                          answer["user"]["role"]["key"], answer["next"]),
                         ("Dilnoza Rahimova", "dilnoza@example.com", "rep",
                          "/o/deals?kind=kanban"))
        self.assertNotIn("rapport_journey", browser.cookies)
        self.assertEqual(browser.ask("GET", "/deals")[0], 200)
        self.assertEqual(self.enter("dilnoza")[1]["user"]["id"], answer["user"]["id"])
        self.assertEqual(self.enter("jasur")[1]["user"]["role"]["key"], "manager")
        log = self.done(browser.ask("GET", "/profile/sign-ins"), 200)["items"]
        self.assertEqual({each["by"] for each in log}, {"provider"})

    def test_what_is_asked_for(self):
        self.use_provider()
        browser = Browser(self.server)
        left = self.depart(browser)
        self.assertEqual((left["redirect_uri"], left["response_type"], left["client_id"],
                          left["code_challenge_method"]), (ARRIVAL, "code", "rapport", "S256"))
        for name in ("state", "nonce", "code_challenge"):
            self.assertGreaterEqual(len(left[name]), 43)
        self.assertNotEqual(left["state"], self.depart(browser)["state"])
        for part in (left["state"], left["nonce"], "client-secret"):
            self.assertNotIn(part, browser.cookies["rapport_journey"], "the cookie is sealed")

    def test_linking_by_verified_email_only_where_it_is_allowed(self):
        admin = self.use_provider()
        before = self.users()
        self.refused(self.enter("rep")[:2], 401, "outside_refused")
        self.refused(self.enter("nameless")[:2], 401, "outside_refused")
        self.done(admin.ask("PUT", "/sign-in/provider", self.settings(link_by_email=True)), 200)
        self.refused(self.enter("unverified")[:2], 401, "outside_refused")
        self.assertEqual(self.users(), before)
        self.assertEqual(self.enter("rep")[1]["user"]["id"], self.ids["rep"])

    def test_a_disabled_person_does_not_come_in(self):
        admin = self.use_provider()
        user = self.enter("dilnoza")[1]["user"]["id"]
        self.done(admin.ask("PATCH", f"/users/{user}", {"active": False}), 200)
        self.refused(self.enter("dilnoza")[:2], 401, "disabled_user")

    def test_a_return_belongs_to_one_browser_and_is_good_once(self):
        """SX-65: login CSRF"""
        self.use_provider()
        browser = Browser(self.server)
        returned = Pages().sign_in(self.depart(browser)["url"], "dilnoza")
        victim = Browser(self.server)
        self.refused(victim.ask("POST", "/session/provider/arrival", returned), 401,
                     "journey_over")
        self.depart(victim)
        self.refused(victim.ask("POST", "/session/provider/arrival", returned), 401,
                     "journey_over")
        self.assertNotIn("rapport_session", victim.cookies)
        self.refused(browser.ask("POST", "/session/provider/arrival", returned,
                                 Origin="https://evil.example"), 403, "wrong_origin")
        journey = browser.cookies["rapport_journey"]
        self.done(browser.ask("POST", "/session/provider/arrival", returned), 200)
        again = Browser(self.server)
        again.cookies["rapport_journey"] = journey
        self.refused(again.ask("POST", "/session/provider/arrival", returned), 401,
                     "provider_refused")
        self.assertNotIn("rapport_session", again.cookies)

    def test_the_step_up_goes_by_the_provider(self):
        self.use_provider()
        browser = self.enter("dilnoza")[2]
        make_sessions_old(self.server)
        self.refused(browser.ask("POST", "/profile/api-keys", {}), 403, "confirm_needed")
        left = self.depart(browser, "/profile", "/confirm")
        self.assertEqual((left["prompt"], left["max_age"]), ("login", "0"))
        another = Pages().sign_in(left["url"], "jasur")
        self.refused(browser.ask("POST", "/session/provider/arrival", another), 422,
                     "another_person")
        self.refused(browser.ask("POST", "/profile/api-keys", {}), 403, "confirm_needed")
        own = Pages().sign_in(self.depart(browser, "/profile", "/confirm")["url"], "dilnoza")
        answer = self.done(browser.ask("POST", "/session/provider/arrival", own), 200)
        self.assertEqual(answer, {"next": "/profile"})
        self.done(browser.ask("POST", "/profile/api-keys", {}), 201)

    def test_nobody_is_led_away(self):
        """SX-66"""
        self.use_provider()
        for path in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x",
                     ""):
            self.assertEqual(self.enter("dilnoza", path)[1]["next"], "/", path)

    def test_without_a_public_address_nobody_is_sent_anywhere(self):
        """SX-60"""
        self.use_provider("--allow-outbound", "127.0.0.1")
        status, answer = Browser(self.server).ask("POST", "/session/provider", {},
                                                  X_Forwarded_Host="evil.example")
        self.assertEqual((status, answer["code"]), (422, "public_url_needed"))

    def test_inner_addresses_are_not_asked(self):
        """SX-22"""
        self.serve("--public-url", PUBLIC)
        admin = self.browser("admin")
        for issuer in (self.node.issuer, self.node.issuer.replace("127.0.0.1", "localhost"),
                       self.node.issuer.replace("127.0.0.1", "2130706433"),
                       "http://169.254.169.254", "http://10.0.0.1"):
            status, answer = admin.ask("POST", "/sign-in/provider/try",
                                       self.settings(issuer=issuer))
            self.assertEqual(status, 422, answer)
            self.assertIn(answer["code"], ("provider_failed", "outbound_denied"))

    def test_the_secret_is_not_told_nor_sent_elsewhere(self):
        admin = self.use_provider()
        told = json.dumps(self.done(admin.ask("GET", "/sign-in"), 200))
        self.assertNotIn("client-secret", told)
        self.assertNotIn("client-secret", json.dumps(self.rows("access_outside_sources")))
        elsewhere = self.settings(issuer="https://evil.example")
        del elsewhere["secret"]
        status, answer = admin.ask("PUT", "/sign-in/provider", elsewhere)
        self.assertEqual((status, answer["errors"][0]["field"]), (422, "secret"))
        self.done(admin.ask("POST", "/sign-in/provider/try", self.settings()), 204)


class Lying(ProviderCase):
    script, words = "forger.mjs", ()

    def arrive(self, variant: str, browser: Browser | None = None) -> tuple[int, dict]:
        browser = browser or Browser(self.server)
        left = self.depart(browser)
        return browser.ask("POST", "/session/provider/arrival",
                           {"code": f"{variant}:{left['nonce']}", "state": left["state"]})

    def test_what_is_honestly_signed_is_taken(self):
        self.use_provider()
        for variant in ("good", "elliptic"):
            status, answer = self.arrive(variant)
            self.assertEqual((status, answer["user"]["email"]), (200, "victim@example.com"))

    def test_no_lie_is_believed(self):
        self.use_provider()
        before, sessions = self.users(), len(self.rows("access_sessions"))
        for variant in ("none", "none_with_signature", "shared_secret", "stranger", "other_key",
                        "own_key_inside", "critical", "changed", "issuer", "audience", "audiences",
                        "nonce", "no_nonce", "expired", "no_expiry", "future", "no_subject",
                        "no_token", "rubbish", "huge", "redirected", "unknown"):
            with self.subTest(variant):
                self.refused(self.arrive(variant), 401, "provider_refused")
        self.assertEqual(self.users(), before)
        self.assertEqual(len(self.rows("access_sessions")), sessions)

    def test_an_answer_of_another_issuer_is_not_taken(self):
        self.use_provider()
        browser = Browser(self.server)
        left = self.depart(browser)
        self.refused(browser.ask("POST", "/session/provider/arrival",
                                 {"code": f"good:{left['nonce']}", "state": left["state"],
                                  "iss": "https://evil.example"}), 401, "provider_refused")

    def test_an_old_sign_in_there_confirms_nothing(self):
        self.use_provider()
        browser = Browser(self.server)
        browser.csrf = self.done(self.arrive("good", browser), 200)["csrf"]
        make_sessions_old(self.server)
        for variant, status in (("long_ago", 401), ("good", 200)):
            left = self.depart(browser, "/", "/confirm")
            answer = browser.ask("POST", "/session/provider/arrival",
                                 {"code": f"{variant}:{left['nonce']}", "state": left["state"]})
            self.assertEqual(answer[0], status, answer)
            key = browser.ask("POST", "/profile/api-keys", {})[0]
            self.assertEqual(key, 201 if status == 200 else 403)

    def test_who_calls_itself_another_is_not_asked(self):
        self.serve(*OPTIONS)
        admin = self.browser("admin")
        self.refused(admin.ask("POST", "/sign-in/provider/try",
                               self.settings(issuer=self.node.issuer + "/liar")), 422,
                     "provider_failed")
        self.refused(admin.ask("POST", "/sign-in/provider/try",
                               self.settings(issuer="http://login.example.test")), 422,
                     "provider_failed")

    def test_a_provider_that_is_off_lets_nobody_in(self):
        admin = self.use_provider()
        browser = Browser(self.server)
        left = self.depart(browser)
        self.done(admin.ask("PUT", "/sign-in/provider", self.settings(enabled=False)), 200)
        self.refused(browser.ask("POST", "/session/provider/arrival",
                                 {"code": f"good:{left['nonce']}", "state": left["state"]}), 401,
                     "journey_over")
        self.refused(browser.ask("POST", "/session/provider", {}), 404, "not_found")
        self.assertEqual(self.done(browser.ask("GET", "/session/ways"), 200), {"provider": None})


if __name__ == "__main__":
    unittest.main()
