"""On Message."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from ..runtime import Context
from ..values.connection import Settings
from ..values.triggers.on_message import Input, Output


def receive(context: Context[Settings], params: Input, request: HttpRequest) -> Iterator[Output]:
    """Emits messages that the service tells of."""
    body = json.loads(request.body)
    context.response = HttpResponse(status=202)
    for message in body.get("messages", []):
        if message["channel"] == params.channel:
            context.initiator = {"user_id": message["user"], "provider": "probe"}
            yield Output(text=message["text"])
