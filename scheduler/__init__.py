"""scheduler.

When: the daemon, the polling cycle, what is due, the health of sources.
"""
