"""What both generations of the registry share: the checks that refuse a plugin, and what is known of it."""

import re

from jsonschema import Draft7Validator

SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 30
#: What the host's own functions are called with beside the inputs of a process.
TAKEN = {"self", "process_name", "callback_url"}

#: Plugins by name.
PLUGINS = {}


class Refusal(Exception):
    """The host does not start with this plugin."""


def check_schema(schema, where):
    """Hold a schema to Draft 7, and to its words alone."""
    if not isinstance(schema, dict):
        raise Refusal(f"{where}: a schema is a dictionary")
    Draft7Validator.check_schema(schema)
    known = set(Draft7Validator.META_SCHEMA["properties"])
    unknown = sorted(set(schema) - known)
    if unknown:
        raise Refusal(f"{where}: {unknown} are no keywords of Draft 7")
    if "$ref" in schema or "definitions" in schema:
        raise Refusal(f"{where}: the host follows no references")
    for name, inner in schema.get("properties", {}).items():
        check_schema(inner, f"{where}.{name}")
    if "items" in schema:
        check_schema(schema["items"], f"{where}[]")


def check_name(name, where, longest=LONGEST_NAME):
    """Hold a name to the form of addresses and to the width of its column."""
    if not isinstance(name, str) or not SLUG.fullmatch(name):
        raise Refusal(f"{where}: {name!r} is no slug")
    if longest and len(name) > longest:
        raise Refusal(f"{where}: {name!r} is longer than {longest} characters")


def mark_action(function, slug, description, input_schema, output_schema, is_public):
    """Remember what a decorator says of an action."""
    check_name(slug, "action", longest=None)
    if not isinstance(description, str):
        raise Refusal(f"{slug}: the description is a text")
    for schema in (input_schema, output_schema):
        if schema:
            check_schema(schema, slug)
    function.action = {"slug": slug, "schemas": (input_schema, output_schema), "is_public": is_public}
    return function


def mark_events(function, kind, event_schemas):
    """Remember that a function sends events."""
    for event in event_schemas:
        if set(event) != {"type", "schema"} or not isinstance(event["type"], str):
            raise Refusal(f"{kind}: an event has a type and a schema: {event}")
        check_schema(event["schema"], event["type"])
    function.events = {"kind": kind, "types": [event["type"] for event in event_schemas]}
    return function


def register_plugin(cls):
    """Take a plugin in."""
    check_name(cls.name, cls.__name__)
    if not cls._meta.proxy:
        raise Refusal(f"{cls.name}: the model is no proxy")
    if cls.name in PLUGINS:
        raise Refusal(f"{cls.name}: registered twice")
    if cls.config_schema:
        check_schema(cls.config_schema, f"{cls.name}.config")
    cls.known_actions, cls.known_processes, cls.senders, cls.event_types = {}, {}, {}, []
    for name, member in vars(cls).items():
        action = getattr(member, "action", None)
        if isinstance(action, dict):
            if action["slug"] in cls.known_actions:
                raise Refusal(f"{cls.name}: two actions have the slug {action['slug']}")
            cls.known_actions[action["slug"]] = {"function": name, **action}
        events = getattr(member, "events", None)
        if isinstance(events, dict):
            if events["kind"] in cls.senders:
                raise Refusal(f"{cls.name}: more than one {events['kind']}")
            cls.senders[events["kind"]] = name
            cls.event_types += events["types"]
    if len(set(cls.event_types)) != len(cls.event_types):
        raise Refusal(f"{cls.name}: two events of one type: {cls.event_types}")
    PLUGINS[cls.name] = cls
    return cls


def register_process(cls):
    """Take a process in, after its plugin."""
    check_name(cls.name, cls.__name__)
    if not cls._meta.proxy:
        raise Refusal(f"{cls.name}: the model is no proxy")
    plugin = PLUGINS.get(cls.plugin_name)
    if plugin is None:
        raise Refusal(f"{cls.name}: the plugin {cls.plugin_name} has to be declared before")
    if cls.name in plugin.known_processes:
        raise Refusal(f"{cls.name}: registered twice")
    for schema in (cls.input_schema, cls.outcome_schema):
        if schema:
            check_schema(schema, cls.name)
    if cls.input_schema:
        taken = TAKEN & set(cls.input_schema["properties"])
        if taken:
            raise Refusal(f"{cls.name}: the host has parameters called {taken}")
    plugin.known_processes[cls.name] = cls
    return cls
