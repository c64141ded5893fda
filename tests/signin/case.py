"""What the suites of signing in share: a company with people, servers of it, what is expected."""
import itertools
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from rapport_server import PASSWORD, Company, Server, email_of, sql, stored  # noqa: E402
from browser import Browser, Stream  # noqa: E402

USERS = {"admin": ("administrator", None), "manager": ("manager", "North"),
         "rep": ("rep", "North")}


class Case(unittest.TestCase):
    company: Company
    server: Server
    numbers = itertools.count()

    @classmethod
    def setUpClass(cls):
        cls.company = Company(USERS)

    @classmethod
    def tearDownClass(cls):
        cls.company.remove()

    def serve(self, *options: str) -> Server:
        data = self.company.copy(f"server-{next(self.numbers)}")
        self.server = Server(data, *options)
        self.addCleanup(self.server.stop)
        self.ids = {each["email"].split("@")[0]: each["id"]
                    for each in self.as_program("admin", "GET", "/users")["items"]}
        return self.server

    def as_program(self, user: str, method: str, path: str, value=None):
        status, answer = self.server.json(self.company.keys[user], method, path, value)
        self.assertLess(status, 300, (method, path, answer))
        return answer

    def browser(self, user: str, otp: str = "") -> Browser:
        browser = Browser(self.server)
        status, answer = browser.sign_in(email_of(user), PASSWORD, otp)
        self.assertEqual(status, 200, answer)
        return browser

    def refused(self, answer: tuple[int, dict], status: int, code: str) -> None:
        self.assertEqual((answer[0], answer[1]["code"]), (status, code), answer)

    def done(self, answer: tuple[int, object], status: int = 204):
        self.assertEqual(answer[0], status, answer)
        return answer[1]

    def stream(self, **headers: str) -> Stream:
        stream = Stream(self.server, **headers)
        self.addCleanup(stream.close)
        return stream

    def rows(self, table: str) -> list:
        return sorted(sql(self.server.data, f"SELECT * FROM {table}"), key=repr)

    def roles(self) -> dict[str, str]:
        return {each["key"]: each["id"] for each in
                self.as_program("admin", "GET", "/roles")["items"]}

    def users(self) -> dict[str, dict]:
        """By e-mail, the disabled too."""
        return {each["email"]: each for each in
                self.as_program("admin", "GET", "/users?limit=500")["items"]}

    def not_stored(self, *secrets: str) -> None:
        """Nowhere in what is kept of the company's records."""
        kept = stored(self.server.data)
        self.assertIn(email_of("rep").encode(), kept)
        for secret in secrets:
            self.assertNotIn(secret.encode(), kept)
