"""A double of LimitedMediaServer: loads the plugins of the folders it is given, and answers requests on standard input.

Each request is one line of JSON, and so is each answer. The double is stricter than the server: what the server takes
amiss only later, or on a bad day, ends it at once.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
import threading
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from plugin_system import KINDS, ActionPlugin

CONTEXT = {
    "primary_path": "/media",
    "archive_path": "/archive",
    "temp_path": "/temp",
    "book_storage_folder": "/books",
    "book_storage_format": "PNG",
    "processors": "",
}
KINDS_OF_ELEMENTS = {"string", "filename", "longstring", "url", "select", "mfc", "mfd"}


def load(folders: list[str]) -> dict[str, ActionPlugin]:
    """Make a plugin of every class of the server's kinds, folders passed over."""
    sys.path[:0] = folders
    found: dict[str, ActionPlugin] = {}
    owners: dict[str, str] = {}
    files = importlib.import_module("plugins").__path__
    for module_info in sorted(pkgutil.iter_modules(files), key=lambda it: it.name):
        if module_info.ispkg:
            continue
        module = importlib.import_module(f"plugins.{module_info.name}")
        for name, class_ in vars(module).items():
            if not (isinstance(class_, type) and issubclass(class_, ActionPlugin)):
                continue
            assert class_ not in KINDS, f"{module.__name__} makes a plugin of the server's own {name}"
            plugin = class_()
            action = plugin.get_action_id()
            assert action not in found, f"several plugins are {action}"
            found[action] = plugin
            for definition in plugin.get_properties():
                assert definition.id.startswith("PLUGIN."), definition.id
                assert isinstance(definition.default_value, str) and isinstance(definition.comment, str)
                assert definition.id not in owners, f"{definition.id} of {action} is {owners[definition.id]}'s"
                assert len(definition.id) <= 64, f"{definition.id} is too long"
                owners[definition.id] = action
    parser = argparse.ArgumentParser()
    for plugin in found.values():
        plugin.add_args(parser)
    arguments = parser.parse_args([])
    for plugin in found.values():
        plugin.use_args(arguments)
    return found


def listed(plugin: ActionPlugin) -> dict[str, Any]:
    """What the server tells its pages of a plugin."""
    elements = plugin.get_action_args()
    for element in elements:
        assert element["type"] in KINDS_OF_ELEMENTS and element["name"] and element["id"], element
    ids = [element["id"] for element in elements] + ["_logging_level", "_duplicate_checking"]
    assert len(set(ids)) == len(ids), f"{plugin.get_action_id()}: several arguments are {ids}"
    assert isinstance(plugin.get_feature_flags(), int)
    return {
        "id": plugin.get_action_id(),
        "name": plugin.get_action_name(),
        "icon": plugin.get_action_icon(),
        "category": plugin.get_category(),
        "sort": [plugin.sort_group, plugin.sort_sequence],
        "flags": plugin.get_feature_flags(),
        "book": plugin.is_book(),
        "standalone": plugin.is_standalone(),
        "ready": plugin.is_ready(),
        "args": elements,
    }


def run(plugin: ActionPlugin, args: dict[str, str], level: int, cancel_after: float | None) -> dict[str, Any]:
    """Take a request of the form, and run its task in a worker's thread."""
    errors = plugin.process_action_args(args)
    if errors is not None:
        assert errors and all(isinstance(error, str) for error in errors), errors
        return {"errors": errors}
    task = plugin.create_task("the session", args)
    assert task is not None, "the arguments are right, but there is no task"
    task.logging_level = level
    escaped: list[str] = []

    def work() -> None:
        try:
            task.run("the session")
            task.set_finished()
        except BaseException as error:
            escaped.append(repr(error))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(cancel_after)
    if worker.is_alive():
        task.cancel()
        worker.join(10)
    assert not worker.is_alive(), "the task does not end when it is cancelled"
    return {
        "name": task.name,
        "description": task.description,
        "priority": task.priority,
        "weight": task.weight,
        "progress": task.progress,
        "finished": task.is_finished,
        "failure": task.is_failure,
        "warning": task.is_warning,
        "worked": task.is_worked,
        "log": [entry["text"] for entry in task.log_entries],
        "follows": None if task.post_task is None else task.post_task.name,
        "escaped": escaped,
    }


def texts(arguments: Any, dataclass_: Any, wire: dict[str, Any]) -> dict[str, str]:
    """Write the sample of an input as a person would type it."""
    keys = {one.metadata["key"].name: one.metadata["key"] for one in fields(dataclass_)}
    typed = {}
    for argument in arguments:
        value = wire.get(argument.field)
        if argument.part and value is not None:
            # A person names a file whatever the sample says.
            value = value.get(argument.part, "sample" if argument.part == "filename" else None)
        if value is None:
            continue
        if isinstance(value, bool):
            typed[argument.id] = "y" if value else "n"
        elif isinstance(value, str) and (argument.part or keys[argument.field].kind.is_text):
            # An empty text is none. In base64 this is one, too.
            typed[argument.id] = value if value.strip() or value in keys[argument.field].allowed else "text"
        else:
            typed[argument.id] = json.dumps(value)
    return typed


def take_every_choice(plugin: ActionPlugin, typed: dict[str, str]) -> None:
    """Choose each value of each select; all but the one that asks to choose are taken."""
    for element in listed(plugin)["args"]:
        for value in element["values"]:
            errors = plugin.process_action_args({**typed, element["id"]: value["id"]})
            is_taken = (value["name"], value["id"]) != ("Choose", "")
            assert (errors is None) == is_taken, f"{plugin.get_action_id()}: {element['id']} = {value!r}: {errors}"


def try_all(plugins: dict[str, ActionPlugin], samples: dict[str, Any]) -> dict[str, Any]:
    """Configure and run every plugin with the sample of its operation, by the names of the specs."""
    outcomes: dict[str, list[Any]] = {name: [] for name in samples}
    for action, plugin in plugins.items():
        own: Any = plugin
        outcome = outcomes[action.split(".")[1]]
        # The classes of a file stand in the order of the spec.
        sample = samples[action.split(".")[1]][len(outcome)]
        config = texts(own.properties, own.connection, sample["connection"])
        for definition in plugin.get_properties():
            for value in (definition.default_value, config.get(definition.id)):
                complaint = definition.is_valid(value) if value else None
                assert complaint is None, f"{action}: {definition.id} = {value!r}: {complaint}"
        plugin.absorb_config({**CONTEXT, **config})
        assert plugin.is_ready(), f"{action}: not ready with {config}"
        typed = texts(own.arguments, own.input, sample["input"])
        take_every_choice(plugin, typed)
        outcome.append(run(plugin, typed, 0, 0.05 if sample["endless"] else None))
    return outcomes


def configure(plugins: dict[str, ActionPlugin], config: dict[str, str]) -> None:
    """Pass on what the server knows."""
    for plugin in plugins.values():
        plugin.absorb_config({**CONTEXT, **config})


def answer(plugins: dict[str, ActionPlugin], request: dict[str, Any]) -> Any:
    """Answer one request."""
    plugin = plugins.get(request.get("id", ""))
    requests: dict[str, Callable[[], Any]] = {
        "list": lambda: [
            listed(it) for it in sorted(plugins.values(), key=lambda it: (it.sort_group, it.sort_sequence))
        ],
        "properties": lambda: {
            it.id: [it.default_value, it.comment] for one in plugins.values() for it in one.get_properties()
        },
        "check": lambda: [
            it.is_valid(request["value"])
            for one in plugins.values()
            for it in one.get_properties()
            if it.id == request["property"]
        ][0],
        "configure": lambda: configure(plugins, request["config"]),
        "process": lambda: plugin.process_action_args(request["args"]) if plugin else None,
        "read": lambda: repr(plugin.create_task(None, request["args"])._params) if plugin else None,
        "run": lambda: (
            run(plugin, request["args"], request.get("level", 20), request.get("cancel")) if plugin else None
        ),
        "try_all": lambda: try_all(plugins, request["samples"]),
    }
    return requests[request["do"]]()


def main() -> None:
    """Serve."""
    plugins = load(sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(answer(plugins, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
