"""Compares emitted plugins with what the incumbent makes of the same specs, and prints the differences as JSON.

usage: incumbent.py FOLDER, with a folder per plugin in it; runs in an environment that has `insight-plugin`.

Printed is, per plugin, what differs: the place, ours, and theirs. Where the incumbent gives up, its reason.
"""

import ast
import json
import keyword
import logging
import os
import sys

import yaml

logging.disable(logging.CRITICAL)
from insight_plugin.features.common.schema_util import SchemaUtil  # noqa: E402
from insight_plugin.features.common.template_util import Templates  # noqa: E402

FOLDERS = {"actions": "action", "triggers": "trigger", "tasks": "task"}


def module(path):
    """What a `schema.py` says: constants by class, and schemas by class."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    constants, schemas = {}, {}
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            if not isinstance(line, ast.Assign):
                continue
            name = line.targets[0].id
            if isinstance(line.value, ast.Call):
                schemas[node.name] = json.loads(ast.literal_eval(line.value.args[0]))
            else:
                constants.setdefault(node.name, {})[name] = ast.literal_eval(line.value)
        constants.setdefault(node.name, {})
    return constants, schemas


def theirs(section):
    """The incumbent's constants of a section, where they are legal and distinct."""
    names = {}
    for key in section or {}:
        names.setdefault(str(key).upper().replace("-", ""), []).append(str(key))
    return {name: keys[0] for name, keys in names.items() if name.isidentifier() and len(keys) == 1}


def schema(section, spec, task=False):
    return json.loads(json.dumps(SchemaUtil.generate_json_schema(section, spec, task)))


def compare(folder, found):
    with open(os.path.join(folder, "plugin.spec.yaml"), encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    name = spec["name"]
    package = os.path.join(folder, f"icon_{name}")

    def check(place, ours, wanted):
        found["compared"] += 1
        if ours != wanted:
            found["different"].append({"plugin": name, "place": place, "ours": ours, "theirs": wanted})

    def sections(path, owner, parts):
        constants, schemas = module(path)
        for part, class_name, section, task in parts:
            constant = constants.get(part, {})
            for theirs_name, key in theirs(section).items():
                check(f"{owner}.{part} constant of {key}", next((n for n, k in constant.items() if k == key), None), theirs_name)
            try:
                wanted = schema(section, spec, task)
            except Exception as error:
                found["gave up"].append({"plugin": name, "place": f"{owner}.{part}", "why": f"{type(error).__name__}: {error}"})
                continue
            check(f"{owner}.{part} schema", schemas.get(class_name), wanted)

    path = os.path.join(package, "connection", "schema.py")
    sections(path, "connection", [("Input", "ConnectionSchema", spec.get("connection"), False)])
    for folder_name, kind in FOLDERS.items():
        for operation, body in (spec.get(folder_name) or {}).items():
            class_name = Templates.upper_camel_case(operation)
            legal = operation.isidentifier() and not keyword.iskeyword(operation)
            module_path = os.path.join(package, folder_name, operation)
            if not legal or not class_name.isidentifier():
                continue
            check(f"{folder_name}.{operation} module", os.path.isdir(module_path), True)
            with open(os.path.join(module_path, "__init__.py"), encoding="utf-8") as file:
                check(f"{folder_name}.{operation} class", f"from .{kind} import {class_name}\n" in file.read(), True)
            parts = [("Input", f"{class_name}Input", body.get("input"), False)]
            if kind == "task":
                parts.append(("State", f"{class_name}State", body.get("state"), False))
            parts.append(("Output", f"{class_name}Output", body.get("output"), kind == "task"))
            sections(os.path.join(module_path, "schema.py"), f"{folder_name}.{operation}", parts)


def main():
    found = {"compared": 0, "different": [], "gave up": []}
    for entry in sorted(os.scandir(sys.argv[1]), key=lambda it: it.name):
        if os.path.exists(os.path.join(entry.path, "plugin.spec.yaml")):
            compare(entry.path, found)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
