"""Echo."""

from ..runtime import Context
from ..values.actions.echo_it import Input, Output
from ..values.connection import Settings


def run(context: Context[Settings], params: Input) -> Output:
    """Gives what it is given."""
    return Output(
        said={
            "text": params.text,
            "tone": params.tone,
            "number": params.number,
            "year": params.when.year if params.when else None,
            "names": [params.tree.name, *(tree.name for tree in params.tree.trees or [])] if params.tree else [],
            "self": params.self_,
            "a-b": params.a_b,
            "limit": context.settings.limit,
            "initiator": context.initiator,
        }
    )
