"""The plugin `probe` on the PyPI runtime, as an oracle of the protocol: its parts do what those of the emitted ones do."""

import math
import sys
import time

from insightconnect_plugin_runtime import CLI, Action, Connection, Input, Output, Plugin, State, Task, Trigger
from insightconnect_plugin_runtime.exceptions import ConnectionTestException, PluginException


def fields(required=(), **properties):
    """Give the schema of an object."""
    return {"type": "object", "properties": properties, "required": list(required)}


STRING = {"type": "string"}
INTEGER = {"type": "integer"}
PERSON = {
    "type": "object",
    "properties": {
        "Full Name": STRING,
        "@odata.type": {"type": "string", "default": "#person"},
        "friends": {"type": "array", "items": {"$ref": "#/definitions/person"}},
    },
    "required": ["Full Name"],
}
FILE = fields(("filename", "content"), filename=STRING, content={"type": "string", "format": "bytes"})
LOGIN = fields(("username", "password"), username=STRING, password={"type": "string", "format": "password"})
FIELDS = {
    "text": STRING,
    "secret": {"type": "string", "format": "password"},
    "integer": INTEGER,
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date-time"},
    "bytes": {"type": "string", "format": "bytes"},
    "file": FILE,
    "object": {"type": "object"},
    "any": {},
    "list": {"type": "array", "items": INTEGER},
    "grid": {"type": "array", "items": {"type": "array", "items": STRING}},
    "colour": {"type": "string", "enum": ["red", "green"]},
    "weight": {"type": "number", "enum": [0.5, 1, 1e20]},
    "sizes": {"type": "array", "items": {"type": "integer", "enum": [1, 2, 3]}},
    "level": {"type": "integer", "default": 3},
    "vector": fields(("items",), items={"type": "array", "items": INTEGER}),
    "person": {"$ref": "#/definitions/person"},
}
NUMBERS = {"ratios": {"type": "array", "items": {"type": "number"}}, "share": {"type": "number"}}
DEFINITIONS = {"definitions": {"person": PERSON}}


class ProbeConnection(Connection):
    """Refuses one host."""

    def __init__(self):
        super().__init__(input=fields(("host",), host=STRING, port={"type": "integer", "default": 443}, login=LOGIN))

    def connect(self, params={}):
        """Keep what is given."""
        self.settings = params

    def test(self):
        """Tell host and port."""
        if self.settings["host"] == "closed.example.com":
            raise ConnectionTestException("The server is closed.", "Come back tomorrow.")
        return {"host": self.settings["host"], "port": self.settings.get("port", 443)}


class Echo(Action):
    """Gives back what it was given."""

    def __init__(self):
        super().__init__(
            name="echo",
            description="Gives back what it was given",
            input=Input({**fields(("text",), **FIELDS), **DEFINITIONS}),
            output=Output({**fields(**FIELDS), **DEFINITIONS}),
        )

    def run(self, params={}):
        """Copy every field."""
        return params


class Fail(Action):
    """Ends in the way that it is asked to."""

    def __init__(self):
        ways = ["plugin_error", "bare_error", "crash", "exit", "wrong_type", "wrong_enum", "not_finite", "print", "log"]
        super().__init__(
            name="fail",
            description="Ends in the way that it is asked to",
            input=Input(fields(("way",), way={"type": "string", "enum": ways})),
            output=Output(fields(("colour", "count"), colour=FIELDS["colour"], count=INTEGER, **NUMBERS)),
        )

    def run(self, params={}):
        """Do as asked."""
        way = params["way"]
        if way == "plugin_error":
            raise PluginException("The server said no.", "Ask it nicely.", {"code": 418})
        if way == "bare_error":
            raise PluginException("The server said no.", "")
        if way == "crash":
            raise ZeroDivisionError("something broke")
        if way == "exit":
            sys.exit(3)
        if way == "wrong_type":
            return {"colour": "red", "count": "a word"}
        if way == "wrong_enum":
            return {"colour": "a word", "count": 1}
        if way == "not_finite":
            return {"colour": "green", "count": 1, "ratios": [0.5, math.nan], "share": -math.inf}
        if way == "print":
            print("this is no event")
        if way == "log":
            self.logger.debug("a detail")
            self.logger.info("a line")
            self.logger.warning("a warning")
        return {"colour": "green", "count": 1}


class Pages(Task):
    """Gives three pages, one after the other."""

    def __init__(self):
        super().__init__(
            name="pages",
            description="Gives three pages, one after the other",
            input=Input(fields(size={"type": "integer", "default": 2})),
            output=Output(fields(("numbers",), numbers={"type": "array", "items": INTEGER})),
            state=State(fields(page={"type": "integer", "default": 0})),
        )

    def run(self, params={}, state={}, custom_config={}):
        """Give one page."""
        size, page = params.get("size", 2), state.get("page", 0)
        first = page * size
        return {"numbers": list(range(first, first + size))}, {"page": page + 1}, page < 2, 200, None


class Count(Trigger):
    """Emits three events and waits."""

    def __init__(self):
        super().__init__(
            name="count",
            description="Emits three events and waits",
            input=Input(fields(first={"type": "integer", "default": 1})),
            output=Output(fields(("number",), number=INTEGER)),
        )

    def run(self, params={}):
        """Emit, then wait to be stopped."""
        first = self.state.get("next", params.get("first", 1))
        for number in range(first, first + 3):
            self.logger.info("number %d", number)
            self.send({"number": number})
            self.state["next"] = number + 1
        while True:
            time.sleep(60)


plugin = Plugin(name="probe", vendor="acme", version="1.2.3", connection=ProbeConnection())
plugin.add_action(Echo())
plugin.add_action(Fail())
plugin.add_task(Pages())
plugin.add_trigger(Count())
CLI(plugin, sys.argv[1:]).run()
