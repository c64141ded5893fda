#!/usr/bin/env python3
"""Checks entities/: keys, links between files, and that every word exists in ru, uz and en.

    check_entities.py [FOLDER]

Prints each problem as "file: what is wrong" and exits 1 if there are any. What a key means is
written in entities/entity.schema.json; this file knows only what the keys must agree with.
"""
import json
import pathlib
import re
import sys

LANGUAGES = ("ru", "uz", "en")
TYPES = set("""text long_text url email phone integer decimal percent money date instant boolean
choice stage choices tags emails phones address link user team file links autonumber bank_accounts
json""".split())
COLORS = set("gray blue violet orange green red teal pink".split())
ACCESS = {"records", "published", "shared", "system", "administration"}
SYSTEM_FIELDS = {
    "id": "autonumber", "external_id": "text", "owner": "user", "team": "team", "tags": "tags",
    "created_at": "instant", "created_by": "user", "changed_at": "instant", "changed_by": "user",
    "version": "integer", "deleted_at": "instant"}
PARTS = {
    "address": {"street", "city", "region", "postal_code", "country", "latitude", "longitude"},
    "bank_accounts": {"bank", "bik", "account", "correspondent_account"},
    "emails": {"work", "mobile", "home", "other"}, "phones": {"work", "mobile", "home", "other"},
    "money": {"amount", "currency"}}
INDEX_LIMIT = 7
INDEX_LIMITED = set("leads accounts contacts deals tasks calls meetings notes".split())
ACTIVITIES = {"tasks", "calls", "meetings", "notes", "files"}
LAYOUTS = {"list", "detail", "create", "card", "highlights"}
WORD_PARTS = {"one", "many", "new", "fields", "hints", "choices", "sections", "related", "actions",
              "names", "stages"}

problems: list[str] = []


def problem(path: pathlib.Path | str, text: str) -> None:
    problems.append(f"{path}: {text}")


def refuse_repeats(pairs: list) -> dict:
    keys = [key for key, _ in pairs]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValueError(f"repeated key {', '.join(repeated)}")
    return dict(pairs)


def read(path: pathlib.Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=refuse_repeats)
    except (OSError, ValueError) as error:
        problem(path, str(error))
        return {}


def compare(path, what: str, found, expected) -> None:
    """Both ways: what is missing in `found` and what it has too much."""
    for key in sorted(set(expected) - set(found)):
        problem(path, f"{what} lacks {key}")
    for key in sorted(set(found) - set(expected)):
        problem(path, f"{what} has {key}, which does not exist")


def targets(field: dict) -> list[str]:
    to = field.get("to", [])
    return [to] if isinstance(to, str) else to


def field_types(entity: dict) -> dict[str, str]:
    own = {name: field.get("type", "") for name, field in entity["fields"].items()}
    return {**SYSTEM_FIELDS, **own}


# ---- one entity ---------------------------------------------------------------------------------


def check_entity(path: pathlib.Path, entity: dict, schema: dict, entities: dict) -> None:
    for key in entity.keys() - schema["entity"].keys():
        problem(path, f"unknown key {key}")
    if entity.get("name") != path.stem:
        problem(path, "name differs from the file's name")
    if entity.get("color") not in COLORS:
        problem(path, f"color {entity.get('color')}")
    if not re.fullmatch(r"[a-z0-9-]+", entity.get("icon", "")):
        problem(path, f"icon {entity.get('icon')!r}")
    if entity.get("access", "records") not in ACCESS:
        problem(path, f"access {entity['access']}")
    types = field_types(entity)
    named = [entity.get("title", "name"), *entity.get("search", [])]
    named += [name.removesuffix("~") for name in entity.get("duplicates", [])]
    named += [entity[key] for key in ("board", "board_sum") if key in entity]
    for name in named:
        if name not in types:
            problem(path, f"names the field {name}, which does not exist")
    if types.get(entity.get("board"), "choice") not in ("choice", "stage"):
        problem(path, "board must be a choice or a stage")
    indexed = [n for n, f in entity["fields"].items() if f.get("indexed") or f.get("unique")]
    if entity["name"] in INDEX_LIMITED and len(indexed) > INDEX_LIMIT:
        problem(path, f"{len(indexed)} indexed fields, at most {INDEX_LIMIT}")
    for name, field in entity["fields"].items():
        check_field(f"{path}: {name}", name, field, schema, entities)


def check_field(where: str, name: str, field: dict, schema: dict, entities: dict) -> None:
    kind = field.get("type")
    if name in SYSTEM_FIELDS:
        problem(where, "is a system field, the loader adds it")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        problem(where, "name must be snake_case")
    if kind not in TYPES:
        problem(where, f"unknown type {kind}")
    for key in field.keys() - schema["field"].keys():
        problem(where, f"unknown key {key}")
    if (kind in ("link", "links")) != ("to" in field):
        problem(where, "`to` belongs to links, and every link needs it")
    for target in targets(field):
        if target not in entities:
            problem(where, f"points to {target}, which does not exist")
    if (kind in ("choice", "choices")) != ("choices" in field):
        problem(where, "`choices` belongs to choices, and every choice needs it")
    keys = [choice.get("key") for choice in field.get("choices", [])]
    if len(set(keys)) != len(keys):
        problem(where, "a choice's key is repeated")
    for choice in field.get("choices", []):
        if choice.keys() != {"key", "color"} or choice["color"] not in COLORS:
            problem(where, f"choice {choice} needs exactly a key and a known color")
    if kind == "choice" and "default" in field and field["default"] not in keys:
        problem(where, f"default {field['default']} is not among the choices")
    if field.get("required") and field.get("read_only"):
        problem(where, "cannot be both required and read_only")


def related_lists(entities: dict) -> dict[str, set[str]]:
    """Entity → names of the lists that links of others make on it. A name must not repeat."""
    lists: dict[str, set[str]] = {name: set() for name in entities}
    for source, entity in entities.items():
        for name, field in entity["fields"].items():
            inverse = field.get("inverse", source)
            for target in targets(field):
                if inverse in lists.get(target, ()):
                    problem(source, f"{name}: {target} already has a related list {inverse}")
                lists.setdefault(target, set()).add(inverse)
    for name, entity in entities.items():
        if entity.get("activities"):
            for activity in sorted(ACTIVITIES - lists[name]):
                problem(name, f"has activities, but {activity} cannot be tied to it")
    return lists


def check_layout(path: pathlib.Path, entity: dict) -> None:
    layout = read(path)
    compare(path, "the layout", layout, LAYOUTS)
    types = field_types(entity)
    own = entity["fields"]
    for part in LAYOUTS:
        names = layout.get(part, [])
        if part == "detail":
            names = [name for section in names for row in section["rows"] for name in row]
        if len(set(names)) != len(names):
            problem(path, f"{part} names a field twice")
        for name in names:
            if name not in types:
                problem(path, f"{part} names {name}, which does not exist")
            elif part == "create" and own.get(name, {}).get("read_only"):
                problem(path, f"create names {name}, which is read-only")
    for name, field in own.items():
        if field.get("required") and "default" not in field and name not in layout["create"]:
            problem(path, f"create lacks {name}, which is required")


# ---- words --------------------------------------------------------------------------------------


def expected_words(entity: dict, layout: dict, related: set[str]) -> dict:
    fields = entity["fields"]
    return {
        "fields": fields,
        "choices": {n: [c["key"] for c in f["choices"]]
                    for n, f in fields.items() if "choices" in f},
        "sections": [section["key"] for section in layout.get("detail", [])],
        "related": related,
        "actions": entity.get("actions", []),
    }


def check_words(path: pathlib.Path, expected: dict, entity: dict) -> None:
    words = read(path)
    for key in words.keys() - WORD_PARTS:
        problem(path, f"unknown key {key}")
    for key in ("one", "many", "new"):
        if not words.get(key):
            problem(path, f"lacks {key}")
    for part, names in expected.items():
        compare(path, part, words.get(part, {}), names)
    for name, keys in expected["choices"].items():
        compare(path, f"choices of {name}", words.get("choices", {}).get(name, {}), keys)
    for name in words.get("hints", {}).keys() - entity["fields"].keys():
        problem(path, f"a hint for {name}, which does not exist")


def leaves(value, path: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        return {k: v for key, part in value.items()
                for k, v in leaves(part, f"{path}.{key}" if path else key).items()}
    return {path: value}


def check_language_files(root: pathlib.Path) -> None:
    """The same files, the same keys and the same holes in every language; no empty words."""
    folders = {language: root / "strings" / language for language in LANGUAGES}
    names = {path.name for folder in folders.values() for path in folder.glob("*.json")}
    for name in sorted(names):
        files = {lang: leaves(read(folder / name)) for lang, folder in folders.items()}
        every = {key for words in files.values() for key in words}
        for language, words in files.items():
            path = folders[language] / name
            for key in sorted(every - words.keys()):
                problem(path, f"lacks {key}, which another language has")
            for key, text in words.items():
                check_text(path, key, text, language)
        for key in sorted(every):
            holes = {lang: sorted(set(re.findall(r"\{(\w+)\}", str(words.get(key, "")))))
                     for lang, words in files.items() if key in words}
            if len({tuple(h) for h in holes.values()}) > 1:
                problem(name, f"{key}: the holes differ: {holes}")
    for language, folder in folders.items():
        keys = list(read(folder / "messages.json"))
        if keys != sorted(keys):
            problem(folder / "messages.json", "keys are not sorted")


def check_text(path: pathlib.Path, key: str, text, language: str) -> None:
    if not isinstance(text, str) or not text.strip() or text != text.strip():
        problem(path, f"{key}: empty, no text, or spaces at its ends")
        return
    if language == "uz":
        if re.search("['’‘`´]", text) or re.search("[oOgG]ʼ", text):
            problem(path, f"{key}: write oʻ and gʻ with ʻ (U+02BB), otherwise ʼ: {text}")
        if re.search("ʻ", re.sub("[oOgG]ʻ", "", text)):
            problem(path, f"{key}: ʻ stands only after o and g: {text}")
        if re.search("[А-Яа-яЁё]", text) and text != "Русский":
            problem(path, f"{key}: Cyrillic in Uzbek: {text}")
    if language == "en" and re.search("[А-Яа-яЁё]", text) and text != "Русский":
        problem(path, f"{key}: Cyrillic in English: {text}")


# ---- names for imports --------------------------------------------------------------------------


def labels_of(root: pathlib.Path, entity: str) -> dict[str, set[str]]:
    """Label in any language → the fields of the entity that bear it."""
    labels: dict[str, set[str]] = {}
    for language in LANGUAGES:
        words = read(root / "strings" / language / f"{entity}.json")
        for field, label in words.get("fields", words).items():
            if isinstance(label, str):
                labels.setdefault(label.lower(), set()).add(field)
    return labels


def check_import_names(root: pathlib.Path, entities: dict) -> None:
    path = root / "import_names.json"
    for name, fields in read(path).items():
        if name != "system_fields" and name not in entities:
            problem(path, f"{name} does not exist")
            continue
        types = SYSTEM_FIELDS if name == "system_fields" else field_types(entities[name])
        labels = labels_of(root, name)
        seen: dict[str, str] = {}
        for field, words in fields.items():
            base, _, part = field.partition(".")
            if base not in types or (part and part not in PARTS.get(types[base], ())):
                problem(path, f"{name}.{field} does not exist")
            for word in words:
                if word != word.lower().strip():
                    problem(path, f"{name}.{field}: {word!r} is not lower case")
                if base not in labels.get(word, {base}):
                    problem(path, f"{name}.{field}: {word!r} is the label of another field")
                if word in seen:
                    problem(path, f"{name}: {word!r} means both {seen[word]} and {field}")
                seen[word] = field


def check_import_values(path: pathlib.Path, entities: dict, stages: set[str]) -> None:
    for name, fields in read(path).items():
        for field, keys in fields.items():
            definition = entities.get(name, {"fields": {}})["fields"].get(field, {})
            known = {choice["key"] for choice in definition.get("choices", [])}
            known = stages if definition.get("type") == "stage" else known
            for key in keys.keys() - known:
                problem(path, f"{name}.{field} has no value {key}")
            words = [word for row in keys.values() for word in row]
            for word in {w for w in words if words.count(w) > 1 or w != w.lower().strip()}:
                problem(path, f"{name}.{field}: {word!r} is repeated or not lower case")


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1
                        else pathlib.Path(__file__).parent.parent / "entities")
    schema = read(root / "entity.schema.json")
    paths = [path for path in sorted(root.glob("*/*.json"))
             if path.parent.name not in ("layouts", "strings")]
    entities = {path.stem: read(path) for path in paths}
    for path in paths:
        check_entity(path, entities[path.stem], schema, entities)
    related = related_lists(entities)
    for name, entity in entities.items():
        layout_path = root / "layouts" / f"{name}.json"
        check_layout(layout_path, entity)
        for language in LANGUAGES:
            check_words(root / "strings" / language / f"{name}.json",
                        expected_words(entity, read(layout_path), related[name]), entity)
    compare("layouts", "the folder", {p.stem for p in (root / "layouts").glob("*.json")}, entities)
    areas = {path.parent.name for path in paths}
    for language in LANGUAGES:
        folder = root / "strings" / language
        compare(folder / "areas.json", "the file", read(folder / "areas.json"), areas)
        compare(folder / "system_fields.json", "the file", read(folder / "system_fields.json"),
                SYSTEM_FIELDS)
        compare(folder, "the folder", {path.stem for path in folder.glob("*.json")},
                {*entities, "areas", "system_fields", "messages", "imports"})
    check_language_files(root)
    stages = set(read(root / "strings" / "en" / "pipelines.json").get("stages", {}))
    check_import_names(root, entities)
    check_import_values(root / "import_values.json", entities, stages)
    for line in dict.fromkeys(problems):
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
