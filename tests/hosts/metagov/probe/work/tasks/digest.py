"""Digest."""

from ..runtime import Context, TaskResult
from ..values.connection import Settings
from ..values.tasks.digest import Input, Output, State


def run(context: Context[Settings], params: Input, state: State) -> TaskResult[Output, State]:
    """Counts its runs, and tells of every second one."""
    count = state.count + params.step
    output = Output(count=count) if count % 4 else None
    return TaskResult(output=output, state=State(count=count))
