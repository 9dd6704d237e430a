"""Emits three events and waits."""

from ..connection import Connection
from ..runtime import Trigger
from ..schema.triggers.count import Input, Output


class Count(Trigger[Connection, Input, Output]):
    """Emits three events and waits."""

    def run(self, params: Input) -> None:
        """Emit, then wait to be stopped."""
        first = self.state.get("next", params.first)
        for number in range(first, first + 3):
            self.logger.info("number %d", number)
            self.send(Output(number=number))
            self.state["next"] = number + 1
        while self.wait(60):
            pass

    def stop(self) -> None:
        """Say that the call came."""
        self.logger.info("stopping")
