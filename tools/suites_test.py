"""The counts of ./test must be those of the programs that it runs."""
import unittest

from suites import counts, telling_lines

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
