"""Fail."""

from typing import Any

from ..runtime import Context, PluginError
from ..values.actions.fail import Input, Output
from ..values.connection import Settings


def run(context: Context[Settings], params: Input) -> Output:
    """Fails as it is told."""
    if params.how == "author":
        wrong: Any = "many"
        return Output(count=wrong)
    raise PluginError("The service is away.", "Try again later.")
