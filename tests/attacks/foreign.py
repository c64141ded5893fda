"""Everyone × every route × what is another's: refused or empty, and nothing has changed."""
import json
import time

from calls import Attack, all_attacks
from state import State
from target import MARK, Caller, Target, operations

STRANGERS = ("nobody", "a disabled user's cookie", "a disabled user's key")
# What anybody may ask, signed in or not: one more in the contract is a failure until it is here.
PUBLIC = {("GET", "/health/live"), ("GET", "/health/ready"), ("GET", "/metrics"),
          ("GET", "/api/v1/setup"), ("POST", "/api/v1/setup"), ("GET", "/api/v1/setup/trades"),
          ("POST", "/api/v1/session"), ("GET", "/api/v1/session/ways"),
          ("POST", "/api/v1/session/provider"), ("POST", "/api/v1/session/provider/arrival"),
          ("POST", "/api/v1/password-link/look"), ("POST", "/api/v1/password-link")}


def is_data(content: bytes) -> bool:
    return MARK.lower().encode() in content.lower()


def judge(caller: Caller, method: str, path: str, attack: Attack, answer, changed: set[str]):
    """Yields what is wrong with the answer to an attack."""
    status, _, content = answer
    where = f"{caller.name}: {method} {attack.path} {attack.body}: {status} {content[:300]!r}"
    is_public = (method, path) in PUBLIC
    if status >= 500:
        yield f"broken: {where}"
    is_upgrade = path == "/api/v1/stream" and status == 426  # no socket, so nobody is asked
    if caller.name in STRANGERS and not is_public and not is_upgrade and status != 401:
        yield f"answered without signing in: {where}"
    if not caller.reads and is_data(content):
        yield f"told: {where}"
    allowed = attack.may_change if caller.name not in STRANGERS else frozenset()
    if caller.reads:
        allowed |= attack.reader_may_change
    if changed - allowed:
        yield f"changed {', '.join(sorted(changed - allowed))}: {where}"


def wait_for_job(caller: Caller, answer) -> None:
    """Until a batch that was taken on has done whatever it does."""
    status, _, content = answer
    until = time.monotonic() + 20
    while status == 202 and time.monotonic() < until:
        job = caller.must("GET", f"/batches/{json.loads(content)['id']}")
        if job["state"] in ("done", "failed", "cancelled"):
            return
        time.sleep(0.02)


def run(company, server, score) -> None:
    target = Target(company, server)
    table = all_attacks(target)
    callers = target.attackers()
    public = {(method, path) for method, path, operation in operations(target)
              if operation.get("security") == []}
    score.check(public == PUBLIC, f"public, or not: {public ^ PUBLIC}")
    state = State(server.data)
    state.changed()
    for method, path, attacks in table:
        if not score.check(attacks is not None, f"{method} {path}: calls.py does not know it"):
            continue
        for attack in attacks:
            for caller in callers:
                if method != "GET" and caller.may_all(path):
                    continue
                answer = caller.send(method, attack.path, attack.body, attack.headers)
                wait_for_job(caller, answer)
                wrong = list(judge(caller, method, path, attack, answer, state.changed()))
                score.check(not wrong, "\n  ".join(wrong))
    controls(target, table, score)


def controls(target: Target, table, score) -> None:
    """The administrator is answered: the calls above were well formed, and not refused for that."""
    for method, path, attacks in table:
        for attack in attacks or []:
            if attack.control:
                status, _, content = target.admin.send(method, attack.path, attack.body,
                                                       attack.headers)
                score.check(status < 300, f"the administrator: {method} {attack.path} "
                            f"{attack.body}: {status} {content[:300]!r}")
