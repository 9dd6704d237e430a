"""Gives three pages, one after the other."""

from ..connection import Connection
from ..runtime import Task, TaskResult
from ..schema.tasks.pages import Input, Output, State


class Pages(Task[Connection, Input, State, Output]):
    """Gives three pages, one after the other."""

    def run(self, params: Input, state: State) -> TaskResult[Output, State]:
        """Give one page."""
        first = state.page * params.size
        return TaskResult(
            output=Output(numbers=list(range(first, first + params.size))),
            state=State(page=state.page + 1),
            has_more_pages=state.page < 2,
        )
