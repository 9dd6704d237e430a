"""Runs emitted plugins on the real runtime and prints as JSON what went wrong.

usage: host.py FOLDER…, each with a plugin; runs in an environment that has `insightconnect-plugin-runtime`.

Of every plugin: `info`, `sample` of each operation, and with the emitted message of each, `test` and `run`. A message must
fit the schemas that the plugin itself has of its input and of the connection; there must be one of each. An event must
say that all is well and give an output of the operation's own schema. A trigger is stopped when it first sleeps.
"""

import contextlib
import importlib
import io
import json
import logging
import os
import runpy
import sys
import time
import unittest

import jsonschema
from insightconnect_plugin_runtime import CLI


class Stop(BaseException):
    """Ends a trigger."""


def stop(_seconds):
    raise Stop


def command(program, arguments, text=""):
    """What a command prints on standard output."""
    out = io.StringIO()
    before = sys.argv, sys.stdin, list(sys.path)
    sys.argv, sys.stdin = [program, *arguments], io.StringIO(text)
    # The runtime takes its arguments from `sys.argv` when it is imported, which here is only once.
    CLI.__init__.__defaults__ = (arguments,)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            runpy.run_path(program, run_name="__main__")
    finally:
        sys.argv, sys.stdin, sys.path[:] = before
    return out.getvalue()


def event(printed):
    """The last line that is an event; the runtime logs on the same stream."""
    for line in reversed(printed.splitlines()):
        start = line.find('{"body"')
        if start >= 0:
            return json.loads(line[start:])
    raise AssertionError(f"no event in {printed[-500:]!r}")


def well(printed):
    body = event(printed)["body"]
    assert body["status"] == "ok", body


def messages(folder):
    """The emitted messages, by kind and name of their operation."""
    found = {}
    for entry in os.scandir(os.path.join(folder, "tests")):
        with open(entry.path, encoding="utf-8") as file:
            message = json.load(file)
        kind = message["type"].removesuffix("_start")
        found[kind, message["body"][kind]] = json.dumps(message)
    return found


def schemas(folder, program):
    """The schemas of inputs by kind and name of the operation, and the connection's."""
    sys.path.insert(0, folder)
    package = importlib.import_module(os.path.basename(program))
    found = {}
    for kind in ["action", "trigger", "task"]:
        module = importlib.import_module(f"{package.__name__}.{kind}s")
        for value in vars(module).values():
            if isinstance(value, type):
                step = value()
                found[kind, step.name] = step.input.schema
    sys.path.remove(folder)
    return found, importlib.import_module(f"{package.__name__}.connection").Connection().schema


def fits(value, schema):
    if schema:
        jsonschema.validate(value, schema)
    else:
        assert value == {}, value


def plugin(folder, complain, counts):
    (program,) = (entry.path for entry in os.scandir(os.path.join(folder, "bin")) if entry.is_file())

    def attempt(what, action):
        counts[what.split()[0]] = counts.get(what.split()[0], 0) + 1
        try:
            return action()
        except Stop:
            return None
        except BaseException as error:  # noqa: BLE001
            complain(f"{folder}: {what}: {type(error).__name__}: {str(error)[:2000]}")
            return None

    attempt("info", lambda: command(program, ["info"]))
    inputs, connection = attempt("import", lambda: schemas(folder, program)) or ({}, {})
    for (kind, name), message in sorted(messages(folder).items()):
        where = f"of the {kind} {name}"
        body = json.loads(message)["body"]
        attempt(f"message {where}", lambda: fits(body["input"], inputs.pop((kind, name))))
        attempt(f"message {where}", lambda: fits(body["connection"], connection))
        sample = attempt(f"sample {where}", lambda: json.loads(command(program, ["sample", name])))
        if sample is not None and not isinstance(sample, dict):
            complain(f"{folder}: sample {where}: {sample!r}")
        if kind == "trigger":
            printed = attempt(f"run {where}", lambda: command(program, ["--debug", "run"], message))
            if printed is not None and '"trigger_event"' not in printed:
                complain(f"{folder}: run {where}: no event in {printed[-500:]!r}")
            continue
        attempt(f"run {where}", lambda: well(command(program, ["run"], message)))
        attempt(f"test {where}", lambda: well(command(program, ["test"], message)))
    if inputs:
        complain(f"{folder}: no message of {sorted(inputs)}")
    tests = unittest.defaultTestLoader.discover(os.path.join(folder, "unit_test"), top_level_dir=folder)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(tests)
    counts["unit"] = counts.get("unit", 0) + result.testsRun
    for test, trace in result.errors + result.failures:
        complain(f"{folder}: {test}: {trace[-500:]}")
    for module in [name for name in sys.modules if name.split(".")[0].startswith(("icon_", "komand_", "unit_test"))]:
        del sys.modules[module]


def main():
    # What plugins and the runtime print past `sys.stdout` must not mix with the answer.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    time.sleep = stop
    sys.dont_write_bytecode = True
    complaints, counts = [], {"plugins": len(sys.argv) - 1}
    for folder in list(sys.argv[1:]):
        plugin(folder, complaints.append, counts)
    json.dump({"complaints": complaints, "counts": counts}, answer)
    answer.flush()


if __name__ == "__main__":
    main()
