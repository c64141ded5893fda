"""The counts of ./test must be those of the programs that it runs."""
import unittest

import threading
import time

from suites import AT_ONCE, WAITING, Suite, counts, run_all, telling_lines

GTEST = """[==========] 12 tests from 3 test suites ran. (5 ms total)
[  PASSED  ] 10 tests.
[  FAILED  ] 2 tests, listed below:
[  FAILED  ] Money.Adds
[  FAILED  ] Money.Parses

 2 FAILED TESTS
"""
VITEST = """ Test Files  1 failed | 3 passed (4)
      Tests  2 failed | 40 passed (42)
"""
PLAYWRIGHT = """  1 failed
    e2e/deals.spec.ts:5:1 › moves a deal
  1 flaky
    e2e/lists.spec.ts:5:1 › sorts
  22 passed (31.0s)
"""


class Counts(unittest.TestCase):
    def test_own_format(self):
        self.assertEqual(counts("1 passed, 0 failed\nx\n7 passed, 2 failed\n", 1), (7, 2))

    def test_gtest(self):
        self.assertEqual(counts(GTEST, 1), (10, 2))
        brief = "[==========] 12 tests from 3 test suites ran. (5 ms total)\n"
        self.assertEqual(counts(brief, 0), (12, 0))

    def test_python(self):
        output = "Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2)\n"
        self.assertEqual(counts(output, 1), (6, 3))

    def test_vitest(self):
        self.assertEqual(counts(VITEST, 1), (40, 2))

    def test_playwright(self):
        self.assertEqual(counts(PLAYWRIGHT, 1), (22, 2))

    def test_a_crash_is_a_failure(self):
        self.assertEqual(counts("Segmentation fault\n", -11), (0, 1))
        self.assertEqual(counts("", 0), (0, 1))
        self.assertEqual(counts("5 passed, 0 failed\n", 1), (5, 1))


class Lanes(unittest.TestCase):
    def run_them(self, suites: list[Suite]) -> list[int]:
        """How many ran when each began."""
        lock, running, seen = threading.Lock(), [], []

        def run(suite: Suite) -> Suite:
            with lock:
                running.append(suite.name)
                seen.append(len(running))
            time.sleep(0.02)
            with lock:
                running.remove(suite.name)
            return suite
        self.assertEqual({done.name for done in run_all(suites, run)}, {s.name for s in suites})
        return seen

    def test_all_run_and_not_too_many_at_once(self):
        suites = [Suite(str(n), (), waits=n % 2 == 0) for n in range(20)]
        self.assertEqual(max(self.run_them(suites)), AT_ONCE + WAITING)

    def test_those_that_wait_are_taken_up_when_no_work_is_left(self):
        suites = [Suite(str(n), (), waits=True) for n in range(12)]
        self.assertEqual(max(self.run_them(suites)), AT_ONCE + WAITING)
        suites = [Suite(str(n), ()) for n in range(12)]
        self.assertEqual(max(self.run_them(suites)), AT_ONCE)

    def test_one_that_cannot_be_run_is_told(self):
        def run(suite: Suite) -> Suite:
            raise OSError(suite.name)
        with self.assertRaises(OSError):
            list(run_all([Suite("x", ())], run))


class TellingLines(unittest.TestCase):
    def test_an_early_failure_is_told(self):
        quiet = [f"[       OK ] Money.Adds{n} (0 ms)" for n in range(300)]
        lines = ["a.cpp:7: Failure", "Expected: 1", *quiet, "[  PASSED  ] 300 tests."]
        told = telling_lines("\n".join(lines))
        self.assertEqual(told[:2], lines[:2])
        self.assertEqual(told[-1], lines[-1])
        self.assertLess(len(told), 50)


if __name__ == "__main__":
    unittest.main()
