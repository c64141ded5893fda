"""Files and bodies made to do harm: names that lead elsewhere, bombs, entities of XML, formulas,
nesting, parts without end. Each is refused plainly and soon, or read as what it is.
"""
import csv
import io
import json
import pathlib
import time
import zipfile
import zlib

from target import Target
from scripted import quoted

SOON_S = 5.0
NAMES = ["../../evil", "..\\..\\evil", "/etc/evil", "....//evil", "%2e%2e%2fevil", "C:\\evil",
         "\\\\host\\share\\evil", "evil\x00.txt", "~/evil", ".", "..", " ", "a/../../evil", "aux"]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil\")",
            "＝1+1", "＋1", "－1", "＠SUM(1)", "'=1", "''=1", "'plain", "=cmd|' /C calc'!A0", "−1"]
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' \
        '{}</sheetData></worksheet>'
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>' \
      '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c></row>'


def workbook(sheet: str, extra: dict | None = None, opening: str = "") -> bytes:
    """An XLSX file with this sheet; `opening` goes before the sheet's root."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/'
                         'package/2006/content-types"><Default Extension="xml" ContentType="a/x"/>'
                         "</Types>")
        package.writestr("_rels/.rels", relations("officeDocument", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/'
                         'spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/'
                         'officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" '
                         'r:id="rId1"/></sheets></workbook>')
        package.writestr("xl/_rels/workbook.xml.rels", relations("worksheet",
                                                                 "worksheets/sheet1.xml"))
        package.writestr("xl/worksheets/sheet1.xml", opening + sheet)
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return out.getvalue()


def relations(kind: str, to: str) -> str:
    base = "http://schemas.openxmlformats.org"
    return f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="rId1" ' \
           f'Type="{base}/officeDocument/2006/relationships/{kind}" Target="{to}"/></Relationships>'


class Papers:
    def __init__(self, company, server, score):
        self.target, self.score = Target(company, server, mark="Plain"), score
        self.server, self.rep = server, self.target.rep

    def upload(self, name: str, content: bytes) -> str:
        status, _, body = self.rep.send("POST", "/api/v1/files?name=" + quoted(name), content,
                                        {"Content-Type": "application/octet-stream"})
        if status != 201:
            raise RuntimeError(f"upload of {name}: {status} {body!r}")
        return json.loads(body)["id"]

    def preview(self, name: str, content: bytes, entity: str = "accounts"):
        """(status, answer, seconds) of a look at the file."""
        order = {"file": self.upload(name, content), "entity": entity}
        began = time.monotonic()
        status, answer = self.rep.json("POST", "/imports/preview", order)
        return status, answer, time.monotonic() - began

    def names(self) -> None:
        """Nothing is written but under random names in the files' own folder (SX-23)."""
        data = pathlib.Path(self.server.data)
        before = {p for p in data.rglob("*") if p.is_file()}
        for name in NAMES:
            for media in ("octet", "form"):
                body = b"evil" if media == "octet" else (
                    b'--b\r\nContent-Disposition: form-data; name="file"; filename="' +
                    name.encode().replace(b'"', b"") + b'"\r\n\r\nevil\r\n--b--\r\n')
                kind = "application/octet-stream" if media == "octet" else \
                    "multipart/form-data; boundary=b"
                path = "/api/v1/files" + (f"?name={quoted(name)}" if media == "octet" else "")
                status, _, content = self.rep.send("POST", path, body, {"Content-Type": kind})
                made = json.loads(content)
                self.score.check(status == 400 or (status == 201 and not set(made["name"]) &
                                                   set("/\\\0")), f"{name!r}: {status} {content!r}")
        added = {p for p in data.rglob("*") if p.is_file()} - before
        stray = [p for p in added if "evil" in p.name or "aux" in p.name]
        self.score.check(not stray, f"a name from outside is on the disk: {stray}")
        outside = [p for p in data.parent.rglob("evil*")]
        self.score.check(not outside, f"outside of the folder: {outside}")

    def bombs(self) -> None:
        """SX-25: ratio and size in a workbook, names that lead out of it, packed bodies."""
        big = SHEET.format(ROW.format("x") + " " * 60_000_000)
        began = time.monotonic()
        bomb = workbook(big)
        self.score.check(len(bomb) < 1_000_000, f"the bomb is {len(bomb)} bytes")
        status, answer, took = self.preview("bomb.xlsx", bomb)
        self.score.check(status == 422 and took < SOON_S, f"bomb: {status} {answer} {took:.1f} s")
        del big, bomb, began
        slip = workbook(SHEET.format(ROW.format("x")), {"../../evil.txt": "evil",
                                                        "/etc/evil": "evil"})
        status, answer, _ = self.preview("slip.xlsx", slip)
        self.score.check(status in (200, 422), f"slip: {status} {answer}")
        self.score.check(not list(pathlib.Path(self.server.data).parent.rglob("evil*")),
                         "a workbook has written beside its folder")
        many = workbook(SHEET.format(ROW.format("x")), {f"x{i}.xml": "" for i in range(20_000)})
        status, answer, took = self.preview("many.xlsx", many)
        self.score.check(took < SOON_S, f"many parts: {status} in {took:.1f} s")
        packed = zlib.compress(b'{"name":"' + b"x" * 20_000_000 + b'"}')
        for coding in ("gzip", "deflate", "br", "gzip, gzip"):
            for path in ("/api/v1/accounts", "/api/v1/accounts/bulk", "/api/v1/files?name=x"):
                status, _, content = self.rep.send("POST", path, packed, {
                    "Content-Encoding": coding, "Content-Type": "application/json"})
                self.score.check(status == 415, f"{coding} {path}: {status} {content[:200]!r}")

    def entities_of_xml(self) -> None:
        """SX-26: nothing is taken from the disk or the network, nothing grows."""
        lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
        for dtd, use in (('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
                         ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/x">]>', "&e;"),
                         ('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">', "x"),
                         ('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "x"),
                         (f"<!DOCTYPE x [{lol}]>", "&l9;"), ("", "&undefined;")):
            status, answer, took = self.preview(
                "xxe.xlsx", workbook(SHEET.format(ROW.format(use)), opening=dtd))
            self.score.check(status == 422 and took < SOON_S and "root:" not in json.dumps(answer),
                             f"{dtd[:60]}: {status} {json.dumps(answer)[:300]} in {took:.1f} s")
        deep = "<a>" * 200_000 + "</a>" * 200_000
        status, answer, took = self.preview("deep.xlsx", workbook(SHEET.format(deep)))
        self.score.check(status < 500 and took < SOON_S, f"deep XML: {status} in {took:.1f} s")
        status, answer, _ = self.preview("good.xlsx", workbook(SHEET.format(ROW.format("Good"))))
        self.score.check(status == 200, f"control: {status} {answer}")

    def formulas(self) -> None:
        """SX-27: no cell of an export begins a formula, and what was meant comes back."""
        for number, text in enumerate(FORMULAS):
            self.rep.must("POST", "/accounts?duplicates=create", {
                "name": f"Formula {number}", "description": text, "external_id": f"f{number}"})
        word = quoted('{"field":"external_id","op":"starts","value":"f"}')
        path = f"/api/v1/accounts/export?fields=external_id,name,description&filter={word}"
        kept = {a["external_id"]: a["description"] for a in self.rep.must(
            "GET", f"/accounts?fields=external_id,description&filter={word}")["items"]}
        _, _, content = self.rep.send("GET", path)
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        self.score.check(len(rows) == len(FORMULAS), f"{len(rows)} rows are exported")
        for row in rows:
            for cell in row.values():
                self.score.check(cell[:1] not in tuple("=+-@\t\r＝＋－＠−"), f"CSV: {cell!r}")
        _, _, book = self.rep.send("GET", path + "&format=xlsx")
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            sheets = [package.read(n) for n in package.namelist() if "worksheets/" in n]
        self.score.check(sheets and not any(b"<f>" in s or b"<f " in s for s in sheets),
                         "XLSX: a cell is a formula")
        for name, back in (("back.csv", content), ("back.xlsx", book)):
            self.comes_back(name, back, kept)

    def comes_back(self, name: str, content: bytes, kept: dict) -> None:
        for external in kept:
            self.rep.must("PUT", f"/accounts/by/external_id/{external}", {"description": None})
        started = self.rep.must("POST", "/imports", {
            "file": self.upload(name, content), "entity": "accounts", "duplicates": "update",
            "map": {"match": ["external_id"]}})
        until = time.monotonic() + 30
        while self.rep.must("GET", f"/imports/{started['id']}")["state"] not in (
                "done", "failed") and time.monotonic() < until:
            time.sleep(0.05)
        word = quoted('{"field":"external_id","op":"starts","value":"f"}')
        now = {a["external_id"]: a["description"] for a in self.rep.must(
            "GET", f"/accounts?fields=external_id,description&filter={word}")["items"]}
        for external, text in kept.items():
            self.score.check(now.get(external) == text,
                             f"{name}: {text!r} has come back as {now.get(external)!r}")

    def bodies(self) -> None:
        """SX-28, SX-29: nesting, lengths and counts of what is sent."""
        deep = b"[" * 100_000 + b"]" * 100_000
        nested = b'{"filter":' + b'{"not":' * 50_000 + b"1" + b"}" * 50_000 + b"}"
        wide = json.dumps({"filter": {"any": [{"field": "name", "op": "eq", "value": "x"}] *
                                      5_000}}).encode()
        long_list = json.dumps({"filter": {"field": "id", "op": "in", "value": ["x"] *
                                           100_000}}).encode()
        many = b"{" + b",".join(b'"k%d":1' % i for i in range(200_000)) + b"}"
        same = b'{"name":"a"' + b',"name":"b"' * 100_000 + b"}"
        number = b'{"employees":1' + b"0" * 1_000_000 + b"}"
        for body in (deep, nested, wide, long_list, many, same, number, b"\xff\xfe", b"{", b"nul",
                     b'{"name":"\\ud800"}', b'{"name":"' + b"\xed\xa0\x80" + b'"}', b"",
                     b'\xef\xbb\xbf{"name":"x"}', b'{"name":"' + b"a\\u0000b" + b'"}',
                     b'{"employees":1e400}', b'{"employees":-0.0}',
                     b'{"name":' + b'"\\' * 9 + b'"}'):
            for path in ("/api/v1/accounts", "/api/v1/accounts/query", "/api/v1/accounts/bulk",
                         "/api/v1/accounts/aggregate", "/api/v1/imports", "/api/v1/batches"):
                began = time.monotonic()
                status, _, content = self.rep.send("POST", path, body,
                                                   {"Content-Type": "application/json"})
                took = time.monotonic() - began
                fine = 400 <= status < 500 or (body in (same, b'{"employees":-0.0}') and
                                               status < 500)
                self.score.check(fine and took < SOON_S, f"{path} {body[:60]!r}: {status} "
                                 f"{content[:200]!r} in {took:.1f} s")
        parts = b"".join(b'--b\r\nContent-Disposition: form-data; name="x%d"\r\n\r\n1\r\n' % i
                         for i in range(10_000)) + b"--b--\r\n"
        status, _, content = self.rep.send("POST", "/api/v1/files", parts, {
            "Content-Type": "multipart/form-data; boundary=b"})
        self.score.check(status == 413, f"10,000 parts: {status} {content[:200]!r}")

    def tables(self) -> None:
        """Text files that are odd: NULs, one endless line, quotes without end, many columns."""
        for name, content in (
                ("nul.csv", b"name\n" + b"\0" * 100_000), ("line.csv", b"x" * 5_000_000),
                ("quote.csv", b'name\n"' + b"x,\n" * 500_000), ("wide.csv", b"a," * 100_000),
                ("half.csv", "имя\nЧ".encode("utf-16")[:-1]),
                ("cards.vcf", b"BEGIN:VCARD\n" * 9_999),
                ("fold.vcf", b"BEGIN:VCARD\nVERSION:3.0\nN:" + b"x\n " * 300_000 + b"\nEND:VCARD"),
                ("x.xlsx", b"PK\x03\x04" + b"\0" * 1_000), ("x.csv", bytes(range(256)) * 400)):
            status, answer, took = self.preview(name, content, "contacts")
            self.score.check(status < 500 and took < SOON_S,
                             f"{name}: {status} {json.dumps(answer)[:200]} in {took:.1f} s")


def run(company, server, score) -> None:
    papers = Papers(company, server, score)
    papers.names()
    papers.bombs()
    papers.entities_of_xml()
    papers.formulas()
    papers.bodies()
    papers.tables()
