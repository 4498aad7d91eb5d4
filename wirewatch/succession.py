"""Another matcher takes the place of the one in use, while others match and the loop goes on.

Building a matcher for very many watchlists takes seconds, and freeing one stops every thread for as long as it
takes. Both are done here in steps of about a millisecond, with a moment for others between them.
"""

import gc
import time
from threading import Thread
from weakref import finalize

from watchlists import Matcher, successor
from wirewatch.config import Config

_STEP = 0.001
_MOMENT = 0.0002
MOST_LOOKED_THROUGH = 200_000
"""Objects; a daemon with some thousand watchlists has fewer."""


class Pace:
    """Sleeps a moment once a millisecond, so that other threads need not wait for Python's lock."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def __call__(self) -> None:
        """Sleep when it is time to."""
        if time.perf_counter() - self._last > _STEP:
            time.sleep(_MOMENT)
            self._last = time.perf_counter()


def succeed(former: Matcher, config: Config) -> Matcher:
    """Return the matcher of another configuration; call it in a thread.

    What the former one holds is given back, in a thread of its own, when its last user has let it go.
    Raises ``QueryError``, and changes nothing then.
    """
    found = successor(former, config.watchlists, config.terms, breathe=Pace())
    freeing = Thread(target=former.leavings(), args=(Pace(),), daemon=True, name="freeing")
    finalize(former, freeing.start).atexit = False
    return found


def leave_alone(most: int = MOST_LOOKED_THROUGH) -> None:
    """Keep the garbage collector from walking through what is here to stay, again and again.

    What was under way when this was last done was left alone with the rest: requests, pages, tracebacks. By now it is
    rubbish, and goes; else each edit of the configuration would leave more of it for ever. Not where there are more than ``most``
    objects: with very many watchlists, looking through all stops the daemon for longer than that is worth.
    """
    if gc.get_freeze_count() <= most:
        gc.unfreeze()
        gc.collect()
    gc.freeze()
