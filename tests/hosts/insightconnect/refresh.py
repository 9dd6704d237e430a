"""Refreshes plugins with the incumbent generator and prints the milliseconds that it took.

usage: refresh.py SPECS FOLDER, with a folder per plugin in SPECS; runs in an environment that has `insight-plugin`.

Only its own work on files is measured: not its start, and not the formatter that it runs afterwards. Each plugin begins
as a folder with its spec alone. What it gives up on is told on standard error.
"""

import contextlib
import io
import logging
import os
import shutil
import sys
import time

logging.disable(logging.CRITICAL)
from insight_plugin.features.common.plugin_spec_util import PluginSpecUtil  # noqa: E402
from insight_plugin.features.create import util  # noqa: E402


def main():
    specs, folder = sys.argv[1:]
    took, done, given_up = 0.0, 0, []
    for entry in sorted(os.scandir(specs), key=lambda it: it.name):
        spec = os.path.join(entry.path, "plugin.spec.yaml")
        if not os.path.exists(spec):
            continue
        target = os.path.join(folder, entry.name)
        os.makedirs(target)
        copy = shutil.copy(spec, target)
        begin = time.perf_counter()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                read = PluginSpecUtil.get_spec_file(copy)
                util.handle_refresh_create(read, target, is_create=False, ignore=[])
                util.create_checksum(read, target)
            done += 1
        except Exception as error:  # noqa: BLE001
            given_up.append(f"{entry.name}: {type(error).__name__}: {error}")
        took += time.perf_counter() - begin
    print(f"the incumbent refreshed {done} plugins and gave up on {len(given_up)}", file=sys.stderr)
    for line in given_up:
        print(f"  {line[:200]}", file=sys.stderr)
    print(took * 1000)


if __name__ == "__main__":
    main()
