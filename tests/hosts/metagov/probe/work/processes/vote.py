"""Vote."""

from ..runtime import Context
from ..values.connection import Settings
from ..values.processes.vote import Input, Outcome


def start(context: Context[Settings], params: Input) -> Outcome | None:
    """Keeps what can be chosen."""
    context.state.set("options", params.options)
    context.process.outcome = {"asked": params.question}
    return None


def update(context: Context[Settings]) -> Outcome | None:
    """Ends at the third look."""
    looks = (context.state.get("looks") or 0) + 1
    context.state.set("looks", looks)
    return Outcome(winner=context.state.get("options")[-1]) if looks == 3 else None


def close(context: Context[Settings]) -> Outcome:
    """Ends with the first option."""
    return Outcome(winner=context.state.get("options")[0])
