"""The doorway to Jinja2: our own templates, and those of the user; sandboxed, with every value escaped."""

from alerts.templates.ours import SLACK, alert, digest

__all__ = ["SLACK", "alert", "digest"]
