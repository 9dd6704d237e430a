"""Ends in the way that it is asked to."""

import math
import sys
from typing import Any

from ..connection import Connection
from ..runtime import Action, PluginError
from ..schema.actions.fail import Input, Output


class Fail(Action[Connection, Input, Output]):
    """Ends in the way that it is asked to."""

    def run(self, params: Input) -> Output:
        """Do as asked."""
        wrong: Any = "a word"
        if params.way == "plugin_error":
            raise PluginError("The server said no.", "Ask it nicely.", {"code": 418})
        if params.way == "bare_error":
            raise PluginError("The server said no.")
        if params.way == "crash":
            raise ZeroDivisionError("something broke")
        if params.way == "exit":
            sys.exit(3)
        if params.way == "wrong_type":
            return Output(colour="red", count=wrong)
        if params.way == "wrong_enum":
            return Output(colour=wrong, count=1)
        if params.way == "not_finite":
            return Output(colour="green", count=1, ratios=[0.5, math.nan], share=-math.inf)
        if params.way == "print":
            print("this is no event")
        if params.way == "log":
            self.logger.debug("a detail")
            self.logger.info("a line")
            self.logger.warning("a warning")
        return Output(colour="green", count=1)
