#!/usr/bin/env python3
"""People and roles against the real server: from where a role works, and that an administrator is
left whatever others do at the same moment.
"""
import threading
import unittest

from case import Case
from rapport_server import PASSWORD, email_of
from browser import Browser

SOON_S = 1.0


class Places(Case):
    """P7: a role that works from the company's addresses only, or from outside of them."""

    def test_who_must_not_work_from_here_is_out_within_a_second(self):
        self.serve()
        browser = self.browser("rep")
        key = self.company.keys["rep"]
        narrow = self.done(browser.ask("POST", "/profile/api-keys", {"entities": ["deals"]}),
                           201)["key"]
        cookie = f"rapport_session={browser.cookies['rapport_session']}"
        streams = [self.stream(Cookie=cookie), self.stream(Authorization=f"Bearer {key}")]
        office = self.as_program("admin", "POST", "/offices", {
            "name": "Elsewhere", "addresses": "203.0.113.0/24"})["id"]
        role = f"/roles/{self.roles()['rep']}"
        self.as_program("admin", "PATCH", role, {"works_from": "office"})
        self.assertTrue(all(each.closes_within(SOON_S * 2) for each in streams))
        self.refused(browser.ask("GET", "/deals"), 403, "works_elsewhere")
        for each in (key, narrow):
            self.refused(self.server.json(each, "GET", "/deals"), 403, "works_elsewhere")
        self.assertEqual(self.stream(Cookie=cookie).status, 403)
        newcomer = Browser(self.server)
        self.refused(newcomer.sign_in(email_of("rep"), PASSWORD), 403, "works_elsewhere")
        self.assertNotIn("rapport_session", newcomer.cookies)
        self.refused(newcomer.sign_in(email_of("rep"), "wrong"), 401, "wrong_credentials")
        seen = self.as_program("admin", "GET", f"/users/{self.ids['rep']}/security")["sign_ins"]
        self.assertIn("refused", [each["outcome"] for each in seen])
        # The office is here: all of it goes on, but for the streams.
        self.as_program("admin", "PATCH", f"/offices/{office}", {"addresses": "127.0.0.0/8"})
        self.assertEqual(browser.ask("GET", "/deals")[0], 200)
        self.assertEqual(self.server.json(narrow, "GET", "/deals")[0], 200)
        self.as_program("admin", "PATCH", role, {"works_from": "internet"})
        self.refused(browser.ask("GET", "/deals"), 403, "works_elsewhere")


class LastAdministrator(Case):
    """P7: two who remove each other at the same moment do not both succeed."""

    def test_one_is_left_whoever_is_faster(self):
        self.serve()
        self.as_program("admin", "PATCH", f"/users/{self.ids['manager']}",
                        {"role": self.roles()["administrator"]})
        keys = {name: self.company.keys[name] for name in ("admin", "manager")}
        ways = (("PATCH", "", {"active": False}), ("DELETE", "", None),
                ("POST", "/bulk", {"update": [{"active": False}]}))
        for turn in range(24):
            method, tail, body = ways[turn % len(ways)]
            gate = threading.Barrier(2)
            answers: dict[str, tuple[int, object]] = {}

            def remove(who: str, whom: str) -> None:
                path, value = f"/users/{self.ids[whom]}", body
                if tail:
                    path, value = "/users" + tail, {"update": [
                        {"id": self.ids[whom], **body["update"][0]}]}
                gate.wait()
                answers[who] = self.server.json(keys[who], method, path, value)

            threads = [threading.Thread(target=remove, args=pair)
                       for pair in (("admin", "manager"), ("manager", "admin"))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            left = [name for name, key in keys.items()
                    if self.server.json(key, "GET", "/webhooks")[0] == 200]
            self.assertEqual(len(left), 1, (turn, answers))
            other = self.ids[next(name for name in keys if name not in left)]
            key = keys[left[0]]
            if method == "DELETE":
                self.done(self.server.json(key, "POST", f"/users/{other}/restore"), 200)
            else:
                self.done(self.server.json(key, "PATCH", f"/users/{other}", {"active": True}),
                          200)


if __name__ == "__main__":
    unittest.main()
