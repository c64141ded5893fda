"""A tour of the API that keeps what was sent and what was answered, each with the schema that the
OpenAPI document has for it, so that the document can be held against the truth.
"""
import re



class Tour:
    """Calls the server as the administrator, and notes bodies and answers."""

    def __init__(self, server, key: str, document: dict):
        self.server, self.key, self.document = server, key, document
        self.noted: list[dict] = []
        self.wrong: list[str] = []

    def operation(self, method: str, path: str) -> dict:
        """The operation of the document that a path is of; a literal segment is nearer."""
        found = []
        for pattern, item in self.document["paths"].items():
            if method.lower() in item and re.fullmatch(
                    re.sub(r"\{\w+\}", "[^/]+", pattern), "/api/v1" + path.split("?")[0]):
                found.append((pattern.count("{"), item[method.lower()]))
        return min(found, key=lambda each: each[0])[1]

    def note(self, where: str, content: dict | None, value) -> None:
        schema = ((content or {}).get("content", {}).get("application/json") or {}).get("schema")
        if schema is None:
            self.wrong.append(f"{where}: the document has no schema for it")
        else:
            self.noted.append({"where": where, "schema": schema["$ref"].split("/")[-1],
                               "value": value})

    def call(self, method: str, path: str, value=None) -> dict:
        operation, where = self.operation(method, path), f"{method} {path}"
        status, answer = self.server.json(self.key, method, path, value)
        if value is not None:
            self.note(f"the body of {where}", operation.get("requestBody"), value)
        if str(status) not in operation["responses"]:
            self.wrong.append(f"{where}: {status} is not in the document: {str(answer)[:300]}")
            return {}
        if answer is not None:
            self.note(f"the answer of {where}", operation["responses"][str(status)], answer)
        return answer

    def upload(self, name: str, text: str) -> str:
        status, _, body = self.server.request(
            "POST", f"/api/v1/files?name={name}",
            {"Authorization": f"Bearer {self.key}", "Content-Type": "text/csv"}, text.encode())
        found = re.search(rb'"id":"([^"]+)"', body)
        if status != 201 or not found:
            self.wrong.append(f"POST /files: {status} {body!r}")
            return ""
        return found.group(1).decode()


def records(tour: Tour) -> None:
    account = tour.call("POST", "/accounts", {"name": "Charvoq", "industry": "retail",
                                              "phones": [{"value": "+998 71 200 00 00"}]})
    of = f"/accounts/{account['id']}"
    deal = tour.call("POST", "/deals", {"name": "Roof", "account": account["id"], "amount":
                                        {"amount": "1500.00", "currency": "UZS"}})
    tour.call("POST", "/notes", {"body": "Called", "related": {"entity": "accounts",
                                                               "id": account["id"]}})
    tour.call("POST", "/tasks", {"subject": "Call", "related": {"entity": "deals",
                                                                "id": deal["id"]}})
    tour.call("PATCH", of, {"website": "charvoq.uz", "address": {"city": "Toshkent"}})
    tour.call("PUT", "/accounts/by/external_id/7", {"name": "Seven"})
    for path in ("/timeline", "/history", "/related/deals", ""):
        tour.call("GET", of + path)
    tour.call("GET", f"/deals/{deal['id']}")
    tour.call("GET", f"/deals/{deal['id']}/timeline")
    tour.call("GET", f"/deals/{deal['id']}/stages")
    tour.call("GET", "/deals?count=exact")
    tour.call("POST", "/deals/query", {"limit": 5, "filter": {"all": [
        {"field": "name", "op": "starts", "value": "R"}, {"not": {"field": "amount", "op": "empty"}}
    ]}})
    tour.call("POST", "/deals/aggregate", {"group_by": ["account", "stage"], "measures": [
        {"fn": "sum", "field": "amount"}], "sort": "-sum_amount", "limit": 5})
    tour.call("POST", "/accounts/bulk", {"create": [{"name": "Bulk"}, {"name": ""}],
                                         "update": [{"id": account["id"], "kind": "customer"}],
                                         "delete": ["01900000-0000-7000-8000-000000000000"]})
    tour.call("DELETE", of)
    tour.call("POST", f"{of}/restore")


def imports(tour: Tour) -> None:
    file = tour.upload("accounts.csv", "name,colour\nNurota,\n,red\n")
    order = {"file": file, "entity": "accounts", "options": {"delimiter": ","}}
    tour.call("POST", "/imports/preview", order)
    started = tour.call("POST", "/imports", order | {
        "map": {"columns": {"name": "name"}, "ignore_unknown": True, "match": ["name"]},
        "duplicates": "skip", "dry_run": True})
    tour.call("GET", f"/imports/{started['id']}")
    tour.call("GET", "/imports")


def webhooks(tour: Tour) -> None:
    hook = tour.call("POST", "/webhooks", {
        "name": "Accounts", "url": "https://192.0.2.1/", "entity": "accounts",
        "events": ["created"], "filter": {"field": "name", "op": "starts", "value": "N"}})
    of = f"/webhooks/{hook['id']}"
    tour.call("GET", of)
    ping = tour.call("POST", f"{of}/actions/test", {})
    tour.call("POST", f"{of}/actions/rotate_secret", {})
    tour.call("POST", f"{of}/deliveries/{ping['delivery']}/actions/send_again")
    tour.call("GET", f"{of}/deliveries?limit=5")


def common(tour: Tour) -> None:
    cursor = tour.call("GET", "/changes")["next"]
    tour.call("POST", "/products", {"name": "Granite"})
    tour.call("GET", f"/changes?since={cursor}&limit=5")
    tour.call("GET", "/search?q=charvoq&entities=accounts&limit=3")
    for path in ("/metadata", "/session", "/setup", "/profile", "/profile/sessions",
                 "/profile/api-keys", "/profile/second-factor", "/profile/sign-ins",
                 "/openapi.json", "/files", "/users", "/pipelines", "/roles", "/teams", "/views",
                 "/webhooks"):
        tour.call("GET", path)
    me = tour.call("GET", "/profile")["id"]
    tour.call("GET", f"/users/{me}/security")


def customisation(tour: Tour) -> None:
    field = "/metadata/entities/deals/fields/weight"
    tour.call("PUT", field, {"type": "decimal", "scale": 3, "labels": {"en": "Weight", "ru": None}})
    tour.call("PUT", field + "?dry_run=true", {"labels": "Mass", "required": True, "max": None})
    tour.call("DELETE", field)
    tour.call("PUT", "/metadata/entities/sites", {
        "labels": {"en": {"one": "Site", "many": "Sites"}}, "fields": {"city": {"type": "text"}}})
    tour.call("PUT", "/metadata/entities/sites/layout", {
        "list": ["name", "city"], "detail": [{"key": "all", "labels": "All", "rows": [["name"]]}]})
    tour.call("DELETE", "/metadata/entities/sites/layout")
    tour.call("DELETE", "/metadata/entities/sites")
    package = tour.call("GET", "/metadata/customisation")
    tour.call("PUT", "/metadata/customisation?dry_run=true", package)
    project = tour.call("POST", "/projects", {"name": "Tower", "state": "idea"})
    tour.call("GET", f"/projects/{project['id']}")
    tour.call("GET", "/projects?count=exact")


def make_tour(server, key: str, document: dict) -> Tour:
    tour = Tour(server, key, document)
    for part in (records, imports, webhooks, common, customisation):
        try:
            part(tour)
        except (KeyError, TypeError) as error:
            tour.wrong.append(f"the tour of {part.__name__} breaks off: {error!r}")
    return tour
