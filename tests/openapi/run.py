#!/usr/bin/env python3
"""The OpenAPI document of a running server, judged by somebody else's validator (validate.mjs),
and by this: every operation has an id of its own, a summary and an answer.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from rapport_server import Company, Server  # noqa: E402

METHODS = {"get", "put", "post", "delete", "patch"}


def shortcomings(document: dict):
    """What the validator does not look at."""
    ids: dict[str, str] = {}
    for path, item in document["paths"].items():
        for method in sorted(METHODS & item.keys()):
            where, operation = f"{method.upper()} {path}", item[method]
            name = operation.get("operationId")
            if not name or name in ids:
                yield f"{where}: operationId {name} is missing or also of {ids.get(name)}"
            ids[name] = where
            if not operation.get("summary"):
                yield f"{where}: no summary"
            if not any(code.startswith("2") or code == "default"
                       for code in operation.get("responses", {})):
                yield f"{where}: no successful answer"


def main() -> int:
    company = Company({"admin": ("administrator", None)})
    try:
        with Server(company.data) as server:
            status, document = server.json(company.keys["admin"], "GET", "/openapi.json")
        if status != 200:
            print(f"GET /openapi.json: {status}\n0 passed, 1 failed")
            return 1
        file = company.folder / "openapi.json"
        file.write_text(json.dumps(document))
        valid = subprocess.run(["node", str(HERE / "validate.mjs"), str(file)], check=False)
    finally:
        company.remove()
    found = list(shortcomings(document))
    print("\n".join(found))
    operations = sum(len(METHODS & item.keys()) for item in document["paths"].values())
    failed = len(found) + (valid.returncode != 0) + (document.get("openapi", "")[:3] != "3.1")
    print(f"{operations} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
