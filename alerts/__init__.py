"""alerts.

Messages out: who is told what, in which words, and that it arrives.
"""

from alerts.delivery import Deliverer
from alerts.render import render
from alerts.routing import query_text, route
from alerts.sending import Tried, send_test
from alerts.services import address_problem, expand, expand_channel
from alerts.words import Form, Kind, Words

__all__ = [
    "Deliverer",
    "Form",
    "Kind",
    "Tried",
    "Words",
    "address_problem",
    "expand",
    "expand_channel",
    "query_text",
    "render",
    "route",
    "send_test",
]
