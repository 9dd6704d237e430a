"""Answers many start messages with a plugin, each in a process of its own as its host would have it.

The plugin is the one beside this file or, where the arguments are the path of a program and the module that it loads,
that one. Reads a JSON list of objects with `arguments` and `text`; prints one of objects with `stdout` and `status`. The
runtime is loaded once, which takes most of the time that a message takes. A trigger that does not end is ended.
"""

import importlib
import json
import os
import runpy
import signal
import sys
import tempfile
from pathlib import Path

PLUGIN, MODULE = sys.argv[1:] or (str(Path(__file__).with_name("probe.py")), "insightconnect_plugin_runtime")
TRIGGER_SECONDS = 5


def answer(arguments, text):
    """Run the plugin with a message on standard input."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout:
        stdin.write(text.encode())
        stdin.seek(0)
        child = os.fork()
        if child == 0:
            os.dup2(stdin.fileno(), 0)
            os.dup2(stdout.fileno(), 1)
            sys.argv = [PLUGIN, *arguments]
            if "trigger_start" in text:
                signal.alarm(TRIGGER_SECONDS)
            status = 1
            try:
                runpy.run_path(PLUGIN, run_name="__main__")
                status = 0
            except SystemExit as error:
                status = error.code if isinstance(error.code, int) else 1
            except BaseException as error:
                print(repr(error), file=sys.stderr)
            sys.stdout.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        stdout.seek(0)
        return {"stdout": stdout.read().decode(), "status": status}


sys.path.insert(0, str(Path(PLUGIN).parent.parent))
importlib.import_module(MODULE)
print(json.dumps([answer(it["arguments"], it["text"]) for it in json.load(sys.stdin)]))
