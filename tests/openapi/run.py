#!/usr/bin/env python3
"""The OpenAPI document of a running server, judged by somebody else's validator (validate.mjs),
and held against what the server does: bodies and answers of a tour (bodies.py), required fields,
query parameters.
"""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from bodies import make_tour  # noqa: E402
from rapport_server import ROOT, Company, Server  # noqa: E402

METHODS = {"get", "put", "post", "delete", "patch"}
NOBODY = "01900000-0000-7000-8000-000000000000"
READ = [r'\bquery\("(\w+)"\)', r'\bwish\("(\w+)"\)', r'\bif \(name == "(\w+)"']


def operations(document: dict):
    for path, item in document["paths"].items():
        for method in sorted(METHODS & item.keys()):
            yield f"{method.upper()} {path}", path, item[method]


def shortcomings(document: dict):
    """What the validator does not look at."""
    ids: dict[str, str] = {}
    for where, _, operation in operations(document):
        name = operation.get("operationId")
        if not name or name in ids:
            yield f"{where}: operationId {name} is missing or also of {ids.get(name)}"
        ids[name] = where
        if not operation.get("summary"):
            yield f"{where}: no summary"
        answers = operation.get("responses", {})
        if not any(code.startswith(("1", "2")) for code in answers):
            yield f"{where}: no successful answer"
        if any("content" not in answers[code] for code in {"200", "201", "202"} & answers.keys()):
            yield f"{where}: nothing is told of its answer"
        for part in (operation.get("requestBody", {}), *answers.values()):
            for media in part.get("content", {}).values():
                if is_bare(document, media.get("schema", {"$ref": ""})):
                    yield f"{where}: an object of which nothing is told"
    if "get" not in document["paths"]["/api/v1/files"]:
        yield "GET /api/v1/files is missing"


def is_bare(document: dict, schema: dict) -> bool:
    if name := schema.get("$ref", "").split("/")[-1]:
        schema = document["components"]["schemas"][name]
    return schema.get("type") == "object" and not schema.keys() & {"properties", "description"}


def known_parameters(operation: dict) -> dict[str, dict]:
    return {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == "query"}


def read_but_untold(document: dict):
    """Query parameters in the source of the handlers that no operation names."""
    told = {name for _, _, o in operations(document) for name in known_parameters(o)}
    for file in sorted((ROOT / "server/http/routes").glob("*.cpp")):
        text = file.read_text("utf-8")
        if file.name == "record_request.cpp":  # the second reader there is that of a JSON body
            text = text.split("ListRequest list_request_of(const json::value")[0]
        elif file.name != "record_routes.cpp":
            text = re.sub(r'\bif \(name == .*', "", text)
        for name in {name for pattern in READ for name in re.findall(pattern, text)} - told:
            yield f"{file.name} reads the parameter {name}, which is not in the document"


def refused_though_told(server, key: str, document: dict):
    """Each parameter of the document is taken, and no other."""
    for where, path, operation in operations(document):
        if not where.startswith("GET /api/") or "101" in operation["responses"]:
            continue
        path = re.sub(r"\{\w+\}", NOBODY, path)
        for name, schema in (known_parameters(operation) | {"nonsense": {}}).items():
            value = schema.get("enum", ["1"])[0]
            status, _, body = server.request("GET", f"{path}?{name}={value}",
                                             {"Authorization": f"Bearer {key}"})
            refused = b"unknown_parameter" in body
            if refused != (name == "nonsense") or status >= 500:
                yield f"{where}?{name}={value}: {status} {body[:200]!r}"


def wrongly_required(server, key: str, document: dict):
    """What an empty record lacks is what its schema requires."""
    for name, schema in document["components"]["schemas"].items():
        entity = name.removesuffix("_create")
        if entity == name or entity == "files":  # which are made by the program
            continue
        status, answer = server.json(key, "POST", f"/{entity}", {})
        missed = {e["field"] for e in answer.get("errors", []) if e["code"] == "required"}
        if status == 422 and not missed:  # a rule of the entity speaks first
            continue
        if missed != set(schema.get("required", [])):
            yield f"{name} requires {schema.get('required')}, but the server {missed}"


def customise(server, key: str) -> None:
    """An entity and fields of the company's own are told like all others."""
    for path, value in (
            ("/metadata/entities/projects", {
                "activities": True, "labels": {"en": {"one": "Project", "many": "Projects"}},
                "fields": {"name": {"type": "text", "required": True},
                           "state": {"type": "choice", "required": True,
                                     "choices": [{"key": "idea"}, {"key": "works"}]},
                           "budget": {"type": "money"}, "customer": {"type": "link",
                                                                     "to": "accounts"},
                           "sites": {"type": "address"}, "calls_at": {"type": "phones"},
                           "scale": {"type": "decimal", "scale": 3}, "plan": {"type": "file"},
                           "people": {"type": "links", "to": "contacts"}}}),
            ("/metadata/entities/deals/fields/paint", {
                "type": "choices", "choices": [{"key": "red"}], "labels": {"ru": "Краска"}})):
        status, answer = server.json(key, "PUT", path, value)
        if status != 200:
            raise RuntimeError(f"PUT {path}: {status} {answer}")


def main() -> int:
    company = Company({"admin": ("administrator", None)})
    key = company.keys["admin"]
    try:
        with Server(company.data) as server:
            customise(server, key)
            status, document = server.json(key, "GET", "/openapi.json")
            if status != 200:
                print(f"GET /openapi.json: {status}\n0 passed, 1 failed")
                return 1
            tour = make_tour(server, key, document)
            found = [*tour.wrong, *wrongly_required(server, key, document),
                     *refused_though_told(server, key, document)]
        file, bodies = company.folder / "openapi.json", company.folder / "bodies.json"
        file.write_text(json.dumps(document))
        bodies.write_text(json.dumps(tour.noted))
        valid = subprocess.run(["node", str(HERE / "validate.mjs"), str(file), str(bodies)],
                               check=False)
    finally:
        company.remove()
    found += [*shortcomings(document), *read_but_untold(document)]
    print("\n".join(found))
    passed = len(list(operations(document))) + len(tour.noted)
    failed = len(found) + (valid.returncode != 0) + (document.get("openapi", "")[:3] != "3.1")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
