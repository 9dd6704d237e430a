"""The registry of the hosts of 2025."""

from jsonschema import Draft7Validator

from . import registry


def fill_in(value, schema):
    """Fill in the defaults of a schema, at any depth."""
    if not isinstance(value, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        if "default" in inner:
            value.setdefault(name, inner["default"])
        if name in value:
            fill_in(value[name], inner)


class Parameters:
    """The inputs of a process as attributes. Those that are not there are None."""

    def __init__(self, values, schema):
        if schema:
            fill_in(values, schema)
            Draft7Validator(schema).validate(values)
            for name in schema["properties"]:
                setattr(self, name, None)
        for name, value in values.items():
            setattr(self, name, value)
        self._json = values


class VotingStandard:
    """Imported by some plugins; nothing of it is used here."""


class Registry:
    """Decorators."""

    @staticmethod
    def plugin(cls):
        return registry.register_plugin(cls)

    @staticmethod
    def governance_process(cls):
        return registry.register_process(cls)

    @staticmethod
    def action(slug, description, input_schema=None, output_schema=None, is_public=False):
        return lambda function: registry.mark_action(
            function, slug, description, input_schema, output_schema, is_public
        )

    @staticmethod
    def webhook_receiver(event_schemas=()):
        return lambda function: registry.mark_events(function, "webhook", event_schemas)

    @staticmethod
    def event_producer_task(event_schemas=()):
        return lambda function: registry.mark_events(function, "task", event_schemas)
