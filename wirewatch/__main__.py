"""How Wirewatch is started: `wirewatch …`, or `python -P -m wirewatch …`."""

import gc
import sys

from wirewatch import signals


def main() -> None:
    """Check that the rooms are ours, then run the command line; exits."""
    signals.at_start(sys.argv[1:])
    # Modules make many objects and no garbage; looking for some took a tenth of the start. `run` ends this.
    gc.disable()
    from wirewatch.install import InstallError, check_install

    try:
        check_install()
    except InstallError as error:
        print(f"wirewatch: {error}", file=sys.stderr)
        sys.exit(1)
    from wirewatch.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
