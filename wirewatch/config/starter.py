"""The example that ``wirewatch init`` writes; it runs as it stands."""

from importlib.resources import files


def starter() -> str:
    """Return the text of a commented configuration file to start from."""
    return files("wirewatch.config").joinpath("starter.yaml").read_text(encoding="utf-8")
