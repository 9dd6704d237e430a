"""The host's tables. Plugins and processes are proxies of two of them."""

import json
from enum import Enum

from django.db import models

#: What was sent to the driver, in order.
SENT = []


class AuthType:
    API_KEY = "api_key"
    OAUTH = "oauth"
    NONE = "none"


class ProcessStatus(Enum):
    CREATED = "created"
    PENDING = "pending"
    COMPLETED = "completed"


class Community(models.Model):
    slug = models.SlugField(unique=True)


class DataStore(models.Model):
    """Keeps values by key, as texts of JSON."""

    datastore = models.JSONField(default=dict)

    def get(self, key):
        text = self.datastore.get(key)
        return None if text is None else json.loads(text)

    def set(self, key, value):
        self.datastore[key] = json.dumps(value)
        self.save()

    def remove(self, key):
        self.datastore.pop(key, None)
        self.save()


class OfProxy(models.Manager):
    """Shows a proxy its own rows alone."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.filter(name=self.model.name) if self.model._meta.proxy else rows


class Plugin(models.Model):
    name = models.CharField(max_length=30)
    community = models.ForeignKey(Community, models.CASCADE)
    config = models.JSONField(default=dict, null=True)
    state = models.OneToOneField(DataStore, models.CASCADE, null=True)

    auth_type = AuthType.NONE
    config_schema = {}
    objects = OfProxy()

    def save(self, *args, **kwargs):
        if not self.pk:
            self.state = DataStore.objects.create()
            self.initialize()
        super().save(*args, **kwargs)

    def initialize(self):
        """Overridden by plugins."""

    def send_event_to_driver(self, event_type, data, initiator):
        json.dumps([data, initiator])
        SENT.append({"source": self.name, "event_type": event_type, "data": data, "initiator": initiator})


class GovernanceProcess(models.Model):
    name = models.CharField(max_length=30)
    callback_url = models.CharField(max_length=100, null=True)
    status = models.CharField(max_length=15, default="created")
    plugin = models.ForeignKey(Plugin, models.CASCADE)
    state = models.OneToOneField(DataStore, models.CASCADE, null=True)
    errors = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)

    description = None
    input_schema = None
    outcome_schema = None
    objects = OfProxy()

    def save(self, *args, **kwargs):
        if not self.pk:
            self.state = DataStore.objects.create()
        super().save(*args, **kwargs)

    def start(self, parameters):
        """Overridden by plugins."""

    def close(self):
        raise NotImplementedError

    def update(self):
        """Overridden by plugins."""

    poll = update

    def receive_webhook(self, request):
        """Overridden by plugins."""
