"""On Trouble."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from ..runtime import Context
from ..values.connection import Settings
from ..values.triggers.on_trouble import Input, Output


def receive(context: Context[Settings], params: Input, request: HttpRequest) -> Iterator[Output]:
    """Fails where there is trouble."""
    trouble = json.loads(request.body).get("trouble")
    if trouble == "here":
        raise RuntimeError("trouble")
    if trouble == "wrong":
        wrong: Any = 7
        yield Output(text=wrong)
