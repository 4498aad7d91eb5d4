"""The configuration: one YAML file, read with every mistake told at once."""

from wirewatch.config.alone import LoadedWatchlists, load_watchlists
from wirewatch.config.channels import AddressCheck
from wirewatch.config.find import ConfigNotFound, find_config
from wirewatch.config.keys import KEYS, Key, every_key
from wirewatch.config.load import load
from wirewatch.config.model import Config, Loaded, bare
from wirewatch.config.problems import Problem, Severity
from wirewatch.config.schema import schema
from wirewatch.config.starter import starter
from wirewatch.config.watchlists import QueryCheck, QueryProblem

__all__ = [
    "KEYS",
    "AddressCheck",
    "Config",
    "ConfigNotFound",
    "Key",
    "Loaded",
    "LoadedWatchlists",
    "Problem",
    "QueryCheck",
    "QueryProblem",
    "Severity",
    "bare",
    "every_key",
    "find_config",
    "load",
    "load_watchlists",
    "schema",
    "starter",
]
