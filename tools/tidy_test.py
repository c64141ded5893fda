"""Each rule of tidy.py must be able to fail, and must leave good code alone."""
import unittest

import tidy
from tidy_cpp import blank_comments_and_strings, functions

HEADER = "// What lives here.\n// What does not.\n#pragma once\n"


def messages(path: str, text: str) -> list[str]:
    return [f"{number}: {message}" for _, number, message in tidy.breaches(path, text)]


class Tidy(unittest.TestCase):
    def assert_clean(self, path: str, text: str):
        self.assertEqual(messages(path, text), [])

    def assert_breach(self, path: str, text: str, part: str):
        found = messages(path, text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    def test_includes_go_left_only(self):
        self.assert_clean("server/records/a.cpp", '#include "storage/query.h"\n')
        self.assert_clean("server/http/a.cpp", '#include "search/query.h"\n')
        self.assert_breach("server/storage/a.cpp", '#include "records/a.h"\n', "to the right")
        self.assert_breach("server/records/a.cpp", '#include "crm/a.h"\n', "to the right")
        self.assert_breach("server/crm/a.cpp", '#include "search/a.h"\n', "strangers")

    def test_outside_headers_have_homes(self):
        self.assert_clean("server/storage/sqlite/a.cpp", "#include <sqlite3.h>\n")
        self.assert_breach("server/search/a.cpp", "#include <sqlite3.h>\n", "sqlite3.h")
        self.assert_breach("server/records/a.cpp", "#include <boost/asio/post.hpp>\n", "asio")
        self.assert_clean("server/records/a.cpp", "#include <boost/json.hpp>\n")

    def test_sizes(self):
        self.assert_clean("server/base/a.cpp", "int a;\n" * 500)
        self.assert_breach("server/base/a.cpp", "int a;\n" * 501, "501 lines")
        self.assert_breach("web/src/a.ts", "let a\n" * 301, "301 lines")
        self.assert_breach("server/base/a.cpp", "x" * 101 + "\n", "101 columns")
        self.assert_clean("server/base/a.cpp", "// " + "ё" * 97 + "\n")

    def test_long_functions(self):
        def body(count):
            return "void f(int a) {\n" + "  g({1, 2}, [] { return 1; });\n" * count + "}\n"
        self.assert_clean("server/base/a.cpp", body(68))
        self.assert_breach("server/base/a.cpp", body(69), "function f has 71 lines")

    def test_tables_are_exempt(self):
        rows = "  {1, \"a\"},\n" * 600
        opening = "const Row kRows[] = {"
        self.assert_clean("server/base/a.cpp", f"{opening}  // tidy: table\n{rows}}};\n")
        self.assert_breach("server/base/a.cpp", f"{opening}\n{rows}}};\n", "lines")

    def test_header_opens_with_comment(self):
        self.assert_clean("server/base/a.h", HEADER)
        self.assert_breach("server/base/a.h", "#pragma once\n", "2 to 6 lines")

    def test_names(self):
        self.assert_breach("server/base/a.cpp", "class MailManager {\n};\n", "manager")
        self.assert_breach("server/base/text_utils.cpp", "", "utils")
        self.assert_breach("server/base/a.h", HEADER + "struct UserInfo {\n};\n", "info")
        self.assert_clean("server/base/metadata.cpp", "struct Metadata {\n};\n")

    def test_left_overs(self):
        self.assert_breach("server/base/a.cpp", "// TO" + "DO later\n", "left-over")

    def test_homes(self):
        for code, what in [("auto t = std::chrono::system_clock::now();\n", "clock"),
                           ("auto n = time(nullptr);\n", "clock"),
                           ('auto p = std::getenv("HOME");\n', "environment"),
                           ("std::random_device seed;\n", "random"),
                           ("std::thread t(f);\n", "thread")]:
            self.assert_breach("server/crm/a.cpp", code, what)
        self.assert_clean("server/crm/a.cpp", "auto t = c.time(0); std::this_thread::yield();\n")
        self.assert_clean("server/crm/a_test.cpp", "std::thread t(f);\n")

    def test_catch_all(self):
        text = "void f() {\n  try {\n    g();\n  } catch (...) {\n  }\n}\n"
        self.assert_clean("server/jobs/runner.cpp", text)
        self.assert_breach("server/jobs/queue.cpp", text, "4: catch (...)")

    def test_full_folders(self):
        def folder(count):
            ends = [".h", ".cpp", "_test.cpp"]
            return [f"server/base/f{i}{end}" for i in range(count) for end in ends]
        self.assertEqual(list(tidy.check_folders(folder(15))), [])
        self.assertEqual(len(list(tidy.check_folders(folder(16)))), 1)


class Scanner(unittest.TestCase):
    def found(self, text: str):
        return list(functions(blank_comments_and_strings(text)))

    def test_finds_functions_and_methods(self):
        text = """namespace a {
class B : public C {
 public:
  explicit B(int x) : C(x), y_{x} {}
  int y() const noexcept { return y_; }
};
template <class T>
std::vector<int> f(T t) {
  for (int i = 0; i < 3; ++i) { g("}{", '}'); }
}  // }
}
const Table kTable = {{1, f(2)}, {3, 4}};
bool operator==(const B& a, const B& b) {
  return true;
}
"""
        self.assertEqual(self.found(text), [("B", 3, 4), ("y", 5, 5), ("f", 7, 10),
                                            ("operator==", 13, 15)])

    def test_strings_are_blank(self):
        self.assertEqual(blank_comments_and_strings('f(R"x({)x", "a\\"{", \'{\', 1\'000); // {'),
                         'f("      ", "    ", " ", 1\'000);     ')


if __name__ == "__main__":
    unittest.main()
