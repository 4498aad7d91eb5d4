"""wirewatch.

The doors: command line, configuration, wiring, demo.
"""
