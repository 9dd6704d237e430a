"""Gives back what it was given."""

from ..connection import Connection
from ..runtime import Action
from ..schema.actions.echo import Input, Output


class Echo(Action[Connection, Input, Output]):
    """Gives back what it was given."""

    def run(self, params: Input) -> Output:
        """Copy every field."""
        return Output(**vars(params))
