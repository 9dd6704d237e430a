"""Serves an emitted plugin on the real runtime.

usage: serve.py FOLDER PROGRAM PORT; runs in an environment that has `insightconnect-plugin-runtime`.

The runtime looks for the spec where the image has it; here it is in the plugin's own folder. Nothing else differs from
running the program itself.
"""

import os
import runpy
import sys


def main():
    folder, program, port = sys.argv[1:]
    # The runtime takes its arguments from `sys.argv` when it is imported.
    sys.argv = [program, "http", "--port", port]
    from insightconnect_plugin_runtime.api import endpoints

    endpoints.PLUGIN_SPEC_PACK = os.path.join(folder, "plugin.spec.yaml")
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
