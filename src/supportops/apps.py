"""SupportOps as a Django app: one app, one label, models in their own room."""

from django.apps import AppConfig


class SupportOps(AppConfig):
    name = "supportops"
    label = "supportops"
    verbose_name = "SupportOps"
    default = True
