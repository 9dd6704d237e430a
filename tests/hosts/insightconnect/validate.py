"""Runs the rules of the incumbent's validator on emitted plugins and prints as JSON what they find.

usage: validate.py FOLDER…; runs in an environment that has `insightconnect-integrations-validators`.

Every rule runs, those that are only for publishers included, but for what needs more than the folder:
- `URLValidator` asks the web for every link, and `DockerValidator` builds the image: both are left out;
- `VersionValidator`, `RuntimeValidator` and `UnapprovedKeywordsValidator` ask servers for what is published: their
  answers are given here (nothing yet, the version in use, every keyword), and all else that they check is checked;
- `VersionBumpValidator` looks for the version before in the repository around the folder: there is none.

A warning counts as a finding. Any other use of the network is an error.
"""

import contextlib
import io
import json
import logging
import re
import sys

import requests

logging.disable(logging.CRITICAL)
from icon_plugin_spec.plugin_spec import KomandPluginSpec  # noqa: E402
from icon_validator import rules  # noqa: E402

LEFT_OUT = {"URLValidator", "DockerValidator"}


def no_network(*_arguments, **_options):
    raise AssertionError("the network was asked")


def answer_for_servers():
    requests.get = requests.request = no_network
    rules.VersionValidator.validate_version_bump_needed = staticmethod(lambda _spec: None)
    rules.RuntimeValidator._get_latest_runtime_tags = staticmethod(lambda _image: ["6.6.1"])
    rules.UnapprovedKeywordsValidator.validate_keywords = staticmethod(lambda _keywords: None)
    rules.VersionBumpValidator.get_remote_spec = staticmethod(lambda _spec: None)


def main():
    answer_for_servers()
    findings, ran = [], 0
    for folder in sys.argv[1:]:
        spec = KomandPluginSpec(folder, "plugin.spec.yaml")
        for rule in rules.VALIDATORS + rules.JENKINS_VALIDATORS:
            name = type(rule).__name__
            if name in LEFT_OUT:
                continue
            ran += 1
            printed = io.StringIO()
            try:
                with contextlib.redirect_stdout(printed):
                    rule.validate(spec)
            except Exception as error:  # noqa: BLE001
                findings.append(f"{folder}: {name}: {type(error).__name__}: {error}")
            for line in printed.getvalue().splitlines():
                line = re.sub("\x1b\\[[0-9;]*m", "", line).strip()
                if line:
                    findings.append(f"{folder}: {name}: {line}")
    json.dump({"findings": findings, "ran": ran}, sys.stdout)


if __name__ == "__main__":
    main()
