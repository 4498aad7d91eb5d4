"""How Wirewatch is started: `wirewatch …`, or `python -P -m wirewatch …`."""

import sys


def main() -> None:
    """Check that the rooms are ours, then run the command line; exits."""
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
