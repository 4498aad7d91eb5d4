"""alerts.

Messages out: who is told what, in which words, and that it arrives.
"""

from alerts.changes import Side, lines_of
from alerts.delivery import Deliverer
from alerts.edits import route_edit
from alerts.render import render
from alerts.routing import query_text, route
from alerts.sending import Tried, send_test
from alerts.services import address_problem, expand, expand_channel
from alerts.words import Form, Kind, Words

__all__ = [
    "Deliverer",
    "Form",
    "Kind",
    "Side",
    "Tried",
    "Words",
    "address_problem",
    "expand",
    "expand_channel",
    "lines_of",
    "query_text",
    "render",
    "route",
    "route_edit",
    "send_test",
]
