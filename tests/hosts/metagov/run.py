"""Starts the double with the plugins of a folder and carries out steps.

usage: run.py 2021|2025 FOLDER <STEPS

FOLDER holds plugins as emitted: each entry has one package. Steps are a JSON list on standard input; the answers are a
JSON list on standard output. A plugin that the host refuses ends everything with its reason.
"""

import importlib
import json
import os
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))
NEEDED = ["__init__.py", "apps.py", "models.py", "schemas.py", "migrations/__init__.py"]


def packages(folder):
    """Give the folders of the packages, by name."""
    found = {}
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        for inner in os.scandir(entry.path):
            if inner.is_dir() and not inner.name.startswith("."):
                if not inner.name.isidentifier():
                    raise SystemExit(f"{inner.name} is no identifier")
                for file in NEEDED:
                    if not os.path.isfile(os.path.join(inner.path, file)):
                        raise SystemExit(f"{inner.name} has no {file}")
                if inner.name in found:
                    raise SystemExit(f"two plugins are called {inner.name}")
                found[inner.name] = entry.path
    return found


def begin(api, folder):
    """Start Django with every plugin, and make the tables."""
    sys.path.insert(0, os.path.join(HERE, "host"))
    sys.dont_write_bytecode = True
    found = packages(folder)
    import django
    from django.conf import settings

    import metagov.plugins

    metagov.plugins.__path__ = list(dict.fromkeys(found.values()))
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            "metagov.core",
            *(f"metagov.plugins.{name}" for name in found),
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SILENCED_SYSTEM_CHECKS=[],
        USE_TZ=True,
    )
    if api == "2021":
        # What the hosts of that time do not have.
        sys.modules["metagov.core.plugin_manager"] = types.ModuleType("metagov.core.plugin_manager")
    else:
        sys.modules["metagov.core.plugin_decorators"] = types.ModuleType("metagov.core.plugin_decorators")
    django.setup()
    from django.apps import apps
    from django.core.management import call_command

    for name in found:
        label = apps.get_app_config(f"metagov_{name}").name
        if label != f"metagov.plugins.{name}":
            raise SystemExit(f"{name}: the application is called {label}")
    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    call_command("migrate", verbosity=0)


class Host:
    """Carries out steps for one community."""

    def __init__(self, api):
        self.api = api
        self.models = importlib.import_module("metagov.core.models")
        self.registry = importlib.import_module("metagov.core.registry")
        self.community = self.models.Community.objects.create(slug="community")

    def load(self):
        """Tell what is registered, in the order in which the plugins declare it."""
        return {
            name: {
                "folder": cls.__module__.split(".")[2],
                "config_schema": cls.config_schema,
                "auth_type": cls.auth_type,
                "actions": {
                    slug: {"is_public": it["is_public"], "schemas": it["schemas"]}
                    for slug, it in cls.known_actions.items()
                },
                "senders": sorted(cls.senders),
                "has_tasks": hasattr(cls, "run_tasks"),
                "events": cls.event_types,
                "processes": {
                    slug: {
                        "description": it.description,
                        "schemas": [it.input_schema, it.outcome_schema],
                        "has": [step for step in ("update", "poll", "close", "receive_webhook") if step in vars(it)],
                    }
                    for slug, it in cls.known_processes.items()
                },
            }
            for name, cls in self.registry.PLUGINS.items()
        }

    def enable(self, plugin, config, validate=True):
        from jsonschema import Draft7Validator

        cls = self.registry.PLUGINS[plugin]
        if validate and cls.config_schema:
            self.manager_fill_in(config, cls.config_schema)
            Draft7Validator(cls.config_schema).validate(config)
        cls.objects.filter(community=self.community).delete()
        cls.objects.create(name=plugin, community=self.community, config=config)
        return config

    def manager_fill_in(self, config, schema):
        if self.api == "2025":
            importlib.import_module("metagov.core.plugin_manager").fill_in(config, schema)

    def action(self, plugin, slug, parameters=None, validate=True):
        import jsonschema

        meta = self.registry.PLUGINS[plugin].known_actions[slug]
        function = getattr(self.row(plugin), meta["function"])
        given, made = meta["schemas"]
        if validate and given and parameters:
            jsonschema.validate(parameters, given)
        if self.api == "2021":
            result = function(parameters or {}, {"user_id": "ada", "provider": "test"})
        else:
            result = function(**(parameters or {}))
        if validate and made and result:
            jsonschema.validate(result, made)
        return result

    def start(self, plugin, process, parameters, validate=True):
        import jsonschema

        cls = self.registry.PLUGINS[plugin].known_processes[process]
        if self.api == "2021":
            if validate and cls.input_schema and parameters:
                jsonschema.validate(parameters, cls.input_schema)
        else:
            manager = importlib.import_module("metagov.core.plugin_manager")
            parameters = manager.Parameters(parameters, cls.input_schema if validate else None)
        row = cls.objects.create(name=process, plugin=self.row(plugin))
        try:
            row.start(parameters)
        except Exception:
            row.delete()
            raise
        return self.shown(plugin, process)

    def update(self, plugin, process):
        row = self.process(plugin, process)
        row.poll() if self.api == "2021" else row.update()
        return self.shown(plugin, process)

    def close(self, plugin, process):
        self.process(plugin, process).close()
        return self.shown(plugin, process)

    def webhook(self, plugin, body):
        """Give a request to the plugin and to its processes that are going on, as the host does."""
        from django.test import RequestFactory

        request = RequestFactory().post("/", data=body, content_type="application/json")
        sent = self.sent()
        row, cls = self.row(plugin), self.registry.PLUGINS[plugin]
        name = "receive_webhook" if self.api == "2021" else cls.senders.get("webhook")
        failures = []
        response = None
        for receive in [getattr(row, name)] if name and hasattr(row, name) else []:
            try:
                response = receive(request)
            except Exception as error:
                failures.append(described(error))
        for process in cls.known_processes.values():
            for running in process.objects.filter(plugin=row, status="pending"):
                try:
                    running.receive_webhook(request)
                except Exception as error:
                    failures.append(described(error))
        status = response.status_code if response is not None else 200
        return {"status": status, "events": sent(), "failures": failures}

    def tasks(self, plugin):
        """Run the plugin's task. As on the host, what it raises is not caught."""
        sent = self.sent()
        name = "run_tasks" if self.api == "2021" else self.registry.PLUGINS[plugin].senders["task"]
        getattr(self.row(plugin), name)()
        return sent()

    def state(self, plugin):
        return {key: json.loads(text) for key, text in self.row(plugin).state.datastore.items()}

    def row(self, plugin):
        return self.registry.PLUGINS[plugin].objects.get(community=self.community)

    def process(self, plugin, process):
        cls = self.registry.PLUGINS[plugin].known_processes[process]
        return cls.objects.filter(plugin=self.row(plugin)).latest("pk")

    def shown(self, plugin, process):
        row = self.process(plugin, process)
        return {"status": row.status, "outcome": row.outcome}

    def sent(self):
        before = len(self.models.SENT)
        return lambda: self.models.SENT[before:]


def described(error):
    detail = getattr(error, "detail", None) or str(getattr(error, "message", error))
    return {
        "class": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "detail": [str(part) for part in detail] if isinstance(detail, list) else str(detail),
    }


def main():
    api, folder = sys.argv[1:]
    steps = json.load(sys.stdin)
    begin(api, folder)
    host = Host(api)
    answers = []
    for step in steps:
        arguments = dict(step)
        try:
            answers.append({"ok": getattr(host, arguments.pop("do"))(**arguments)})
        except Exception as error:
            answers.append({"error": described(error)})
    json.dump(answers, sys.stdout)


main()
