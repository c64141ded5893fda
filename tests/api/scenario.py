"""Reads scenario files. The form, by example:

    # Comment. The first line of the file says what it shows.
    - A title of the step                  (a step begins with a title; one request each)
    rep POST /deals Idempotency-Key: k1    (who, method, path, headers separated by `; `)
      {"name": "Roof",                     (indented: the body, JSON over one or more lines;
       "account": "$account"}               or `raw: TEXT` as it is, or `filler: N` for N bytes
                                            of a JSON document, or `file: TYPE TEXT`, or a form:
                                            `form: FIELD=VALUE file="NAME" TYPE TEXT; file=…`)
    201                                    (the expected status)
      {"name": "Roof", "id": "*"}          (part of the expected body; see match.py)
      header ETag: "1"                     (an expected header; `*` for any value)
      absent: password                     (text that is nowhere in the answer)
      contains: text                       (text that is somewhere in the answer)
      events: deals created 1              (what GET /changes tells the administrator since)
      $deal = body.id                      (a variable for the steps below; `header.ETag` too)

A path is written as people read it: the runner encodes spaces, quotes, braces. `$name` is replaced
everywhere. `within: N` among the checks asks again for up to N seconds, until they hold.
"""
import dataclasses
import json
import re

KINDS = "created|updated|deleted|restored|purged|linked|unlinked|merged|unmerged|shared|unshared"
METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
REQUEST = re.compile(rf"(\w+) ({METHODS}) (\S.*)")
HEADER = re.compile(r" ([A-Z][\w-]*): ")
CAPTURE = re.compile(r"\$(\w+) = ((?:body|header)(?:\.\S+)?)$")


class Mistake(Exception):
    """The scenario file is wrong, not the server."""


@dataclasses.dataclass
class Step:
    title: str
    line: int
    who: str = ""
    method: str = ""
    path: str = ""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: str | None = None
    body_form: str = "json"
    status: int = 0
    expected: str | None = None
    expected_headers: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    absent: list[str] = dataclasses.field(default_factory=list)
    contains: list[str] = dataclasses.field(default_factory=list)
    events: list[tuple[str, str, int]] | None = None
    captures: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    within_s: int = 0


def parse(text: str) -> list[Step]:
    """The steps of a file. Throws Mistake with the line."""
    steps: list[Step] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("- "):
            steps.append(Step(line[2:].strip(), at + 1))
            at = parse_step(steps[-1], lines, at + 1)
        elif line.strip() and not line.startswith("#"):
            raise Mistake(f"line {at + 1}: a step begins with `- TITLE`, not {line!r}")
        else:
            at += 1
    if not steps:
        raise Mistake("no steps")
    return steps


def parse_step(step: Step, lines: list[str], at: int) -> int:
    """Fills the step; the index of the first line after it."""
    found = REQUEST.fullmatch(lines[at]) if at < len(lines) else None
    if not found:
        raise Mistake(f"line {at + 1}: expected `WHO METHOD PATH`")
    step.who, step.method, rest = found.groups()
    step.path, step.headers = parse_path(rest)
    at, body = indented(lines, at + 1)
    set_body(step, "\n".join(body))
    if at >= len(lines) or not re.fullmatch(r"\d{3}", lines[at].strip()):
        raise Mistake(f"line {at + 1}: expected the status of {step.title!r}")
    step.status = int(lines[at])
    first_check = at + 2
    at, checks = indented(lines, at + 1)
    parse_checks(step, checks, first_check)
    return at


def parse_path(rest: str) -> tuple[str, dict[str, str]]:
    """`/deals/1 If-Match: "3"; X-A: b` → path and headers."""
    found = HEADER.search(rest)
    if not found:
        return rest, {}
    headers = {}
    for header in rest[found.start() + 1:].split("; "):
        name, _, value = header.partition(": ")
        headers[name] = value
    return rest[:found.start()], headers


def indented(lines: list[str], at: int) -> tuple[int, list[str]]:
    block = []
    while at < len(lines) and lines[at].startswith("  "):
        block.append(lines[at].strip())
        at += 1
    return at, block


def set_body(step: Step, text: str) -> None:
    if not text:
        return
    form, colon, value = text.partition(":")
    if colon and form in ("raw", "filler", "file", "form"):
        step.body_form, step.body = form, value.removeprefix(" ")
        return
    step.body = check_json(text, step.line)


def parse_checks(step: Step, checks: list[str], first_line: int) -> None:
    at = 0
    while at < len(checks):
        if checks[at][0] in "{[":
            at = take_json(step, checks, at, first_line)
            continue
        parse_check(step, checks[at], first_line + at)
        at += 1


def take_json(step: Step, checks: list[str], at: int, first_line: int) -> int:
    """Takes as many lines as make a JSON value."""
    for end in range(at + 1, len(checks) + 1):
        text = "\n".join(checks[at:end])
        try:
            step.expected = check_json(text, first_line + at)
            return end
        except Mistake:
            if end == len(checks):
                raise
    raise AssertionError


def check_json(text: str, line: int) -> str:
    """The text, when it is JSON once variables stand for something."""
    try:
        json.loads(re.sub(r"\$\w+", "0", text))
    except json.JSONDecodeError as error:
        raise Mistake(f"line {line}: no JSON: {error}") from error
    return text


def parse_check(step: Step, check: str, line: int) -> None:
    if found := CAPTURE.fullmatch(check):
        step.captures.append((found.group(1), found.group(2)))
        return
    word, _, value = check.partition(": ")
    if word.startswith("header "):
        step.expected_headers.append((word[7:].lower(), value))
    elif word == "absent":
        step.absent.append(value)
    elif word == "contains":
        step.contains.append(value)
    elif word == "within":
        step.within_s = int(value)
    elif word == "events":
        step.events = parse_events(value, line)
    else:
        raise Mistake(f"line {line}: no such check: {check!r}")


def parse_events(text: str, line: int) -> list[tuple[str, str, int]]:
    """`deals created 2, tasks updated` or `none`."""
    if text == "none":
        return []
    events = []
    for event in text.split(", "):
        found = re.fullmatch(rf"(\w+) ({KINDS})(?: (\d+))?", event)
        if not found:
            raise Mistake(f"line {line}: no such event: {event!r}")
        events.append((found.group(1), found.group(2), int(found.group(3) or 1)))
    return events
