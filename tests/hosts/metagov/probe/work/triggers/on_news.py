"""On News."""

from collections.abc import Iterator

from ..runtime import Context
from ..values.connection import Settings
from ..values.triggers.on_news import Input, Output


def poll(context: Context[Settings], params: Input) -> Iterator[Output]:
    """Emits news that it finds, and fails at the second look."""
    seen = context.state.get("seen") or 0
    context.state.set("seen", seen + 1)
    if seen == 1:
        raise RuntimeError("no news today")
    yield Output(number=seen)
    yield Output(number=seen + 100)
