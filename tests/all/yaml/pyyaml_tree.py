"""Prints the tree that PyYAML builds of each file, one a line, in the form of `write` in ../yaml.rs."""

import json
import sys

import yaml

PREFIX = "tag:yaml.org,2002:"


def text(value: str) -> str:
    """The value as Rust's `{:?}` writes it."""
    out = []
    for character in value:
        special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
        if character in special:
            out.append(special[character])
        elif character.isprintable():
            out.append(character)
        else:
            out.append(f"\\u{{{ord(character):x}}}")
    return '"' + "".join(out) + '"'


def write(loader: yaml.SafeLoader, node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        loader.flatten_mapping(node)
        first = {}
        for key, value in node.value:
            first.setdefault(key.value, (key, value))
        pairs = (f"{write(loader, key)}:{write(loader, value)}," for key, value in first.values())
        return "{" + "".join(pairs) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + "".join(write(loader, item) + "," for item in node.value) + "]"
    kind = node.tag.removeprefix(PREFIX)
    if kind == "null":
        return "null"
    if kind == "bool":
        return json.dumps(loader.construct_yaml_bool(node))
    if kind == "int":
        return f"int {loader.construct_yaml_int(node)}"
    if kind == "float":
        return f"float {loader.construct_yaml_float(node)!r}"
    return text(node.value)


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        loader = yaml.SafeLoader(file)
        print(write(loader, loader.get_single_node()))
