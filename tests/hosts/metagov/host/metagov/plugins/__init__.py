"""Where the host looks for plugins. `run.py` leads this package to the folder under test."""
