"""Runs the incumbent's validators over plugins, in one process and without a network, and prints what they say as JSON.

usage: icon_validate.py PLUGIN-FOLDER…; runs in an environment that has `insightconnect-integrations-validators`.

Left out are validators that ask a server, that read what a folder of spec, help.md and icon has not, or that read code.
Printed is a list of `{plugin, validator, message}`, a line of the message each.
"""

import ast
import contextlib
import io
import json
import os
import re
import sys

import requests


def refuse(*_, **__):
    raise ConnectionError("no network")


requests.get = requests.request = requests.post = refuse

from icon_plugin_spec.plugin_spec import KomandPluginSpec  # noqa: E402
from icon_validator import rules  # noqa: E402
from icon_validator.exceptions import ValidationException  # noqa: E402

VALIDATORS = [
    rules.AcronymValidator,
    rules.ChangelogValidator,
    rules.CloudReadyConnectionCredentialTokenValidator,
    rules.DefaultValueValidator,
    rules.DescriptionValidator,
    rules.EnableCacheValidator,
    rules.EncodingValidator,
    rules.ExampleInputValidator,
    rules.HelpExampleValidator,
    rules.HelpInputOutputValidator,
    rules.HelpValidator,
    rules.NameValidator,
    rules.PasswordValidator,
    rules.RequiredKeysValidator,
    rules.RequiredValidator,
    rules.SpecPropertiesValidator,
    rules.SpecVersionValidator,
    rules.SupportValidator,
    rules.SupportedVersionValidator,
    rules.TagValidator,
    rules.TitleValidator,
    rules.UseCaseValidator,
    rules.VendorValidator,
    rules.VersionValidator,
]


class Icon:
    """Of the incumbent's rules on pictures, those about the one that is there."""

    def validate(self, spec):
        rules.IconValidator.check_icon_file_exists(spec)
        rules.IconValidator.check_icon_less_than_equal_70kb(spec)
        rules.IconValidator.check_if_icon_is_png(spec)


# Say that there are findings, which follow.
HEADINGS = ("All inputs should have example", "More than one headings")


def apart(line):
    """A finding of several things as one of each."""
    head, bracket, rest = line.partition("[")
    if ("Acronyms found" in head or "iolations: " in head) and bracket:
        items = ast.literal_eval(bracket + rest.rpartition("]")[0] + "]")
        return [f"{head}{item}" for item in items]
    return [line]


def said(validator, spec):
    """What a validator says of a spec, and whether it fell over."""
    heard = io.StringIO()
    rules.HelpValidator.taskExist = False
    rules.DescriptionValidator.errors = []
    rules.EncodingValidator.validator_errors = []
    rules.HelpInputOutputValidator.violations = []
    try:
        with contextlib.redirect_stdout(heard):
            validator().validate(spec)
    except ValidationException as error:
        printed = heard.getvalue() if validator is rules.HelpInputOutputValidator else ""
        # What it printed names the rows; the exception only says that there are some.
        text = printed or str(error)
        if validator is rules.HelpInputOutputValidator and printed:
            text = "\n".join(line for line in printed.splitlines() if "iolations" in line or "could be missing" in line)
        return text, False
    except ConnectionError:
        return "", False
    except Exception as error:
        return f"fell over: {type(error).__name__}: {error}", True
    return "", False


def main():
    found = []
    for folder in sys.argv[1:]:
        folder = folder.rstrip("/")
        spec = KomandPluginSpec(folder)
        for validator in [*VALIDATORS, Icon]:
            text, fell = said(validator, spec)
            lines = [text.replace("\n", " ")] if fell else text.splitlines()
            for line in lines:
                line = re.sub("\x1b\\[[0-9;]*m", "", line).strip()
                if line and not line.startswith(HEADINGS):
                    for message in apart(line):
                        found.append({"plugin": os.path.basename(folder), "validator": validator.__name__, "message": message})
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
