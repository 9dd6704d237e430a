import insightconnect_plugin_runtime
from insightconnect_plugin_runtime.exceptions import PluginException
from insightconnect_plugin_runtime.telemetry import auto_instrument

from .schema import SayGoodbyeInput, SayGoodbyeOutput, Component, Input, Output


class SayGoodbye(insightconnect_plugin_runtime.Action):
    def __init__(self):
        super().__init__(
            name="say_goodbye",
            description=Component.DESCRIPTION,
            input=SayGoodbyeInput(),
            output=SayGoodbyeOutput(),
        )

    @auto_instrument
    def run(self, params={}):
        person = params.get(Input.PERSON)
        tone = params.get(Input.TONE)
        if tone == "formal" and not person.get("last_name"):
            raise PluginException(
                cause="A formal farewell needs a last name.",
                assistance="Give the person's last name, or ask for a friendly farewell.",
            )
        if tone == "formal":
            message = f"Goodbye, {person['first_name']} {person['last_name']}."
        else:
            message = f"See you soon, {person['first_name']}!"
        return {Output.MESSAGE: message}
