"""Just enough of C++ for tidy.py: what is comment or string, where functions begin and end.

Works on shape alone, without types or macros. Nested functions (lambdas) belong to the outer one.
"""
import re

LEXEME = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'", re.S)
OPEN = {"{": "}", "(": ")", "[": "]"}
NOT_FUNCTIONS = re.compile(r"\b(namespace|class|struct|union|enum)\b")


def blank_comments_and_strings(text: str) -> str:
    """The same text, offsets and lines kept, with comments and insides of literals blank."""
    def blank(found: re.Match) -> str:
        lexeme = found.group(0)
        inside = re.sub(r"[^\n]", " ", lexeme)
        return inside if lexeme[0] == "/" else '"' + inside[1:-1] + '"'
    # Include lines keep their file names: they are no strings.
    return LEXEME.sub(blank, text)


def matching_close(code: str, start: int) -> int:
    """Offset of the bracket that closes the one at start; the end of the text if none does."""
    closing = OPEN[code[start]]
    depth = 0
    for found in re.compile(r"[" + re.escape(code[start] + closing) + "]").finditer(code, start):
        depth += 1 if found.group(0) == code[start] else -1
        if depth == 0:
            return found.start()
    return len(code)


def functions(code: str):
    """Yields (name, first line, last line) of each outermost function body of blanked code."""
    at, head_start = 0, 0
    for_brackets = re.compile(r"[{};]")
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: re.sub(r"[^\n]", " ", m.group(0)),
                  code, flags=re.M)
    while found := for_brackets.search(code, at):
        at = found.end()
        if found.group(0) != "{":
            head_start = at
            continue
        head = code[head_start:found.start()]
        if is_function(head):
            end = end_of_function(code, found.start())
            first = code.count("\n", 0, head_start + len(head) - len(head.lstrip())) + 1
            yield name_of(head), first, code.count("\n", 0, end) + 1
            at = end + 1
        elif not NOT_FUNCTIONS.search(re.sub(r"template\s*<[^{};]*?>", "", head)) and \
                'extern "' not in head:
            at = matching_close(code, found.start()) + 1   # an initialiser
            continue
        head_start = at


def is_function(head: str) -> bool:
    """Whether what stands before an opening brace is the head of a function."""
    plain = re.sub(r"\([^()]*\)", "()", head)
    while plain != (shorter := re.sub(r"\((\(\)|[^()])*\)", "()", plain)):
        plain = shorter
    if "()" not in plain or NOT_FUNCTIONS.search(plain.split("()")[0].rsplit(">", 1)[-1]):
        return False
    before_call = plain.split("()")[0]
    return "=" not in re.sub(r"operator\s*[=!<>+*/-]+|template\s*<.*>", "", before_call, flags=re.S)


def end_of_function(code: str, start: int) -> int:
    """Closing brace of a body. Steps over brace initialisers of members: `: a_{1}, b_{2} {`."""
    end = matching_close(code, start)
    while follows := re.match(r"\s*(,\s*[\w:<>]+\s*(\([^{}]*\)\s*,?\s*)*)?\{", code[end + 1:]):
        end = matching_close(code, end + follows.end())
    return end


def name_of(head: str) -> str:
    found = re.search(r"([\w:~]+|operator\s*\S+)\s*\(", head)
    return found.group(1) if found else "?"
