"""Where the configuration file is looked for."""

from collections.abc import Mapping
from pathlib import Path


class ConfigNotFound(Exception):  # noqa: N818 - it is named for what the user meets
    """There is no configuration file; the message says where it was looked for."""

    def __init__(self, places: tuple[Path, ...]) -> None:
        looked = ", ".join(map(str, places))
        super().__init__(
            f"no configuration file: looked for {looked}. Write one with `wirewatch init`"
        )
        self.places = places


def find_config(option: str | None, environ: Mapping[str, str]) -> Path:
    """Return the file to read: ``--config``, ./config.yaml, $WIREWATCH_CONFIG, or the user's own.

    A file that was named is the only one looked for. Raises ConfigNotFound.
    """
    named = option or None
    here = Path("config.yaml")
    if named is None and here.is_file():
        return here
    named = named or environ.get("WIREWATCH_CONFIG") or None
    if named is not None:
        places: tuple[Path, ...] = (Path(named),) if option else (here, Path(named))
    else:
        folder = environ.get("XDG_CONFIG_HOME") or str(
            Path(environ.get("HOME") or Path.home()) / ".config"
        )
        places = (here, Path(folder) / "wirewatch" / "config.yaml")
    # Not only plain files: `--config <(…)` is a pipe.
    if not places[-1].exists() or places[-1].is_dir():
        raise ConfigNotFound(places)
    return places[-1]
