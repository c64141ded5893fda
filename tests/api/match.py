"""Whether an answer holds what a scenario expects of it.

An expected object may say less than the actual one; an array says each element, in order. Strings
with a meaning: "*" anything but null; "~REGEX" a string that matches it; "!" the key is not there.
An array whose first element is "..." holds the other elements somewhere, in any order.
"""
import json
import re


def mismatches(expected, actual, where: str = "body"):
    """Yields what differs, each with its path."""
    if expected == "*":
        if actual is None:
            yield f"{where}: expected a value, got null"
    elif isinstance(expected, str) and expected.startswith("~"):
        if not isinstance(actual, str) or not re.search(expected[1:], actual):
            yield f"{where}: expected to match {expected[1:]}, got {shown(actual)}"
    elif isinstance(expected, dict):
        yield from object_mismatches(expected, actual, where)
    elif isinstance(expected, list):
        yield from array_mismatches(expected, actual, where)
    elif type(expected) is not type(actual) or expected != actual:
        yield f"{where}: expected {shown(expected)}, got {shown(actual)}"


def object_mismatches(expected: dict, actual, where: str):
    if not isinstance(actual, dict):
        yield f"{where}: expected an object, got {shown(actual)}"
        return
    for key, value in expected.items():
        inner = f"{where}.{key}"
        if value == "!":
            if key in actual:
                yield f"{inner}: must not be there, is {shown(actual[key])}"
        elif key not in actual:
            yield f"{inner}: is not there"
        else:
            yield from mismatches(value, actual[key], inner)


def array_mismatches(expected: list, actual, where: str):
    if not isinstance(actual, list):
        yield f"{where}: expected an array, got {shown(actual)}"
    elif expected[:1] == ["..."]:
        for element in expected[1:]:
            if all(any(mismatches(element, a)) for a in actual):
                yield f"{where}: nothing in it is like {shown(element)}"
    elif len(expected) != len(actual):
        yield f"{where}: expected {len(expected)} elements, got {len(actual)}: {shown(actual)}"
    else:
        for index, (left, right) in enumerate(zip(expected, actual)):
            yield from mismatches(left, right, f"{where}.{index}")


def at_path(value, path: str):
    """The value at `items.0.id`. Throws KeyError, IndexError, TypeError."""
    for part in path.split(".") if path else []:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def shown(value) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + "…"
