"""alerts.

Messages out: who is told what, in which words, and that it arrives.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerts.changes import Side as Side
    from alerts.changes import lines_of as lines_of
    from alerts.delivery import Deliverer as Deliverer
    from alerts.edits import route_edit as route_edit
    from alerts.marks import mark as mark
    from alerts.rendering import render as render
    from alerts.routing import query_text as query_text
    from alerts.routing import route as route
    from alerts.sending import Tried as Tried
    from alerts.sending import send_test as send_test
    from alerts.services import address_problem as address_problem
    from alerts.services import expand as expand
    from alerts.services import expand_channel as expand_channel
    from alerts.words import Form as Form
    from alerts.words import Kind as Kind
    from alerts.words import Words as Words
else:
    from archive.doors import on_first_use

    __getattr__ = on_first_use(
        __name__,
        changes="Side lines_of",
        delivery="Deliverer",
        edits="route_edit",
        marks="mark",
        rendering="render",
        routing="query_text route",
        sending="Tried send_test",
        services="address_problem expand expand_channel",
        words="Form Kind Words",
    )
