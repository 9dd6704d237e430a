"""Petition."""

import json

from django.http import HttpRequest

from ..runtime import Context
from ..values.connection import Settings
from ..values.processes.petition_with_more_than_thirty_letters import Input, Outcome


def start(context: Context[Settings], params: Input) -> Outcome | None:
    """Keeps how many are enough."""
    context.state.set("enough", params.enough)
    return None


def receive(context: Context[Settings], request: HttpRequest) -> Outcome | None:
    """Ends when enough have signed."""
    signed = json.loads(request.body).get("signed", 0)
    return Outcome(signatures=signed) if signed >= context.state.get("enough") else None
