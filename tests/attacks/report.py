#!/usr/bin/env python3
"""Which test proves which line of the list of attacks: the source of docs/security.md.

    tests/attacks/report.py            writes the page
    tests/attacks/report.py --check    fails when the page, a proof or an id is missing

A proof is `FILE: NAME`, and the file must hold the name. A feature that does not exist yet is told
by what it would bring into the sources; once that is there, its own proofs are asked for.
"""
import dataclasses
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/security.md"
LIST = ROOT.parent / "shared/SECURITY.md"  # where the ids come from, if it is there

A = "tests/attacks/"


@dataclasses.dataclass(frozen=True)
class Later:
    """A part of the attack whose feature is not there: what it would be called in the sources (a
    pattern of files), and what proves it then."""
    what: str
    files: str
    then: tuple[str, ...] = ()


SIGN_IN = "tests/signin/"
MAIL = Later("mail", "server/mail/**/*")
TEMPLATES = Later("templates", "server/**/template*")
REPORTS = Later("reports and dashboards", "entities/**/reports.json")
WORKFLOWS = Later("workflows and scripts", "server/workflows/**/*")
PORTAL = Later("a portal", "server/**/portal*")
FORMS = Later("public forms", "server/**/*form_routes*")
DIRECTORY = Later("a directory (LDAP)", "server/**/ldap*",
                  (SIGN_IN + "directory.py: test_what_is_typed_is_no_filter",))
RESET = Later("a link to set a password", "server/access/**/password_links*",
              (SIGN_IN + "run.py: test_it_works_once_and_ends_sessions",
               SIGN_IN + "run.py: test_guesses_and_hashes_are_no_links"))
FACTOR = Later("a second factor", "server/access/**/totp*",
               (SIGN_IN + "run.py: test_who_proves_it_again_goes_on",))
JOURNEY = "web/e2e/hostile.spec.ts: no script of a record runs"

# id: (what it is, proofs and what is not there)
PROOFS: dict[str, tuple] = {
    "SX-01": ("SQL by order, group, column, alias, time zone", A + "injected.py: parameters",
              A + "injected.py: names_in_bodies", A + "injected.py: stored"),
    "SX-02": ("SQL in the filter language", A + "injected.py: names_in_bodies",
              A + "injected.py: values", "tests/fuzz/filter.cpp: LLVMFuzzerTestOneInput"),
    "SX-03": ("DDL by definitions of fields", A + "injected.py: definitions",
              "tests/api/metadata/hostile.test: "),
    "SX-04": ("what is stored and run later", A + "injected.py: stored", REPORTS, WORKFLOWS),
    "SX-05": ("doors without signing in", A + "foreign.py: PUBLIC",
              "tests/api/rights/anonymous.test: ", FORMS, PORTAL),
    "SX-06": ("LDAP filters", DIRECTORY),
    "SX-07": ("the database as a way out", A + "injected.py: STRINGS"),
    "SX-10": ("stored scripts", A + "scripted.py: read_back", JOURNEY, MAIL),
    "SX-11": ("links that are scripts", A + "scripted.py: addresses_of_links",
              Later("a knowledge base", "entities/**/articles.json")),
    "SX-12": ("scripts in names of files and people", A + "scripted.py: files", JOURNEY),
    "SX-13": ("scripts in the preview of an import", A + "scripted.py: import_preview", JOURNEY),
    "SX-14": ("uploaded pages", A + "scripted.py: files",
              "server/http/answers_test.cpp: NeverLetsAFileActOnOurOrigin"),
    "SX-15": ("scripts in settings and titles", A + "scripted.py: fill", JOURNEY, REPORTS),
    "SX-16": ("public input shown to an administrator", FORMS),
    "SX-18": ("templates in texts", A + "scripted.py: SCRIPTS", JOURNEY, TEMPLATES),
    "SX-19": ("scripts with more rights than their author", WORKFLOWS),
    "SX-20": ("redirects and changing names", "server/outbound/client_test.cpp: FollowsNoRedirect",
              "server/outbound/client_test.cpp: ConnectsToNoInnerAddressUnlessAllowed"),
    "SX-21": ("addresses in other notations", A + "outbound.py: INNER",
              "server/outbound/addresses_test.cpp: OneAddressInEveryNotation",
              "server/outbound/addresses_test.cpp: WhatLiesWithin"),
    "SX-22": ("addresses in settings", A + "outbound.py: CALLED", MAIL),
    "SX-23": ("paths out of the folder", A + "papers.py: names", A + "forged.py: addresses"),
    "SX-25": ("bombs", A + "papers.py: bombs", "server/imports/formats/xlsx/xlsx_test.cpp: "
              "RefusesAZipBomb"),
    "SX-26": ("entities of XML", A + "papers.py: entities_of_xml",
              "server/imports/formats/xlsx/xlsx_test.cpp: RefusesHostileXml"),
    "SX-27": ("formulas in tables", A + "papers.py: formulas",
              "server/imports/formats/table_writer_test.cpp: CsvHoldsNoFormula"),
    "SX-28": ("long heads, many parts, deep nesting", A + "besieged.py: heads",
              A + "papers.py: bodies", "tests/fuzz/frames.cpp: read_form",
              "server/base/json_test.cpp: FindsAKeyAgainAmongFewAndMany"),
    "SX-29": ("odd addresses, huge bodies", A + "forged.py: addresses", A + "papers.py: bodies",
              A + "besieged.py: idle_ones",
              "server/http/transport/request_parser_test.cpp: TakesAnythingByteByByte"),
    "SX-30": ("out of a script's sandbox", WORKFLOWS),
    "SX-31": ("templates that tell too much", TEMPLATES),
    "SX-40": ("another's files by id", A + "foreign.py: judge", A + "calls.py: /content"),
    "SX-41": ("side routes without rights", A + "calls.py: attacks_on_records",
              "server/records/rights_test.cpp: ", "tests/api/rights/levels.test: ",
              "tests/api/rights/sharing.test: "),
    "SX-42": ("written first, refused later", A + "state.py: changed", A + "foreign.py: judge"),
    "SX-44": ("another customer's data", A + "foreign.py: judge", PORTAL),
    "SX-45": ("another's views and notices", A + "foreign.py: judge",
              "tests/api/rights/views.test: ", "tests/api/records/notices.test: "),
    "SX-46": ("who is a user", "server/access/sign_in_test.cpp: "
              "WrongPasswordsAndUnknownPeopleGetOneAnswer",
              "server/access/credentials_test.cpp: UnknownPeopleTakeAsLong",
              Later("public calendars", "server/**/*ical*")),
    "SX-47": ("what only the program may set", A + "assigned.py: wishes",
              A + "assigned.py: of_entities_of_the_program", A + "calls.py: own_promotion"),
    "SX-48": ("hidden fields", A + "hidden.py: ask_by_field", A + "hidden.py: write_by_field",
              A + "hidden.py: told_of_changes"),
    "SX-49": ("who is disabled", A + "besieged.py: sockets", A + "target.py: a disabled user's key",
              "server/access/stores/sessions_test.cpp: WhoIsDisabledElsewhereIsOutWithinASecond"),
    "SX-50": ("the model told to all", A + "hidden.py: told_of_changes",
              "tests/api/metadata/rights.test: "),
    "SX-60": ("reset links by Host", RESET), "SX-61": ("reset tokens", RESET),
    "SX-62": ("sessions after a new password", "server/access/sign_in_test.cpp: "
              "ANewPasswordEndsTheOtherSessionsAtOnce"),
    "SX-63": ("changes of what signs in", A + "assigned.py: of_entities_of_the_program",
              "server/access/sign_in_test.cpp: AStolenSessionDoesNotKnowThePassword",
              SIGN_IN + "run.py: test_an_old_sign_in_changes_nothing_that_matters", FACTOR),
    "SX-64": ("cookies and secrets", A + "forged.py: cookies",
              "server/access/stores/sessions_test.cpp: TheTokenIsNotStored"),
    "SX-65": ("forged calls", A + "forged.py: from_elsewhere", A + "forged.py: forms",
              A + "forged.py: methods"),
    "SX-66": ("redirects to elsewhere", A + "forged.py: ODD_ADDRESSES", MAIL),
    "SX-67": ("pages left open", A + "forged.py: ODD_ADDRESSES", A + "calls.py: /setup"),
    "SX-68": ("guessing", "server/access/lockout_test.cpp: OnePasswordTriedOnManyPeopleIsSlowed",
              "server/access/lockout_test.cpp: AnotherAddressIsNotLockedOut"),
    "SX-69": ("forged senders", MAIL),
}

HEAD = """# Attacks, and the tests that hold them off

Made by `tests/attacks/report.py`, which also checks it; change the table there.

The suite `attacks` plays whole tables of attacks against the real server, on SQLite and on
PostgreSQL. They are made of its OpenAPI document and its metadata: a new route, entity or field is
in them at once, and one that they do not know how to attack fails. After each refusal every table
of the database is as it was, but for the program's own notes, which `tests/attacks/state.py` names.

`./test --full` adds the fuzzing targets of `tests/fuzz` (`tools/fuzz.py`) and two programs that
others wrote to break into servers (`tests/scan/run.py`).

| id | attack | proved by | not there yet |
| --- | --- | --- | --- |
"""


def proofs_of(row: tuple) -> list[str]:
    """Those of what is there."""
    found = [part for part in row[1:] if isinstance(part, str)]
    return found + [proof for later in laters(row) if exists(later) for proof in later.then]


def laters(row: tuple) -> list[Later]:
    return [part for part in row[1:] if isinstance(part, Later)]


def exists(later: Later) -> bool:
    return any(True for _ in ROOT.glob(later.files))


def page() -> str:
    lines = []
    for name, row in PROOFS.items():
        proofs = "<br>".join(f"`{p.rstrip(': ')}`" for p in proofs_of(row))
        missing = ", ".join(later.what for later in laters(row) if not exists(later))
        lines.append(f"| {name} | {row[0]} | {proofs} | {missing} |")
    return HEAD + "\n".join(lines) + "\n"


def problems():
    for name, row in PROOFS.items():
        for proof in proofs_of(row):
            file, _, word = proof.partition(": ")
            if not (ROOT / file).is_file():
                yield f"{name}: there is no {file}"
            elif word.strip() not in (ROOT / file).read_text("utf-8"):
                yield f"{name}: {file} does not hold {word}"
        for later in laters(row):
            if exists(later) and not later.then:
                yield f"{name}: there is {later.what} now ({later.files}), and nothing proves it"
        if not proofs_of(row) and all(exists(later) for later in laters(row)):
            yield f"{name}: nothing proves it"
    if not PAGE.is_file() or PAGE.read_text("utf-8") != page():
        yield "docs/security.md is old: run tests/attacks/report.py"
    if LIST.is_file():
        listed = set(re.findall(r"^\| (SX-\d+) \|", LIST.read_text("utf-8"), re.M))
        yield from (f"{name}: not in the list" for name in sorted(set(PROOFS) - listed))
        yield from (f"{name}: no row here" for name in sorted(listed - set(PROOFS)))


def main() -> int:
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
        return 0
    found = list(problems())
    print("\n".join(found))
    print(f"{len(PROOFS) - min(len(found), len(PROOFS))} passed, {len(found)} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
