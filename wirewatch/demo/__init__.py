"""`wirewatch demo`: the real daemon on a bundled newsroom, served on loopback."""

from wirewatch.demo.stage import run_demo

__all__ = ["run_demo"]
