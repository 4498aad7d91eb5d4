#!/bin/sh
# Every chore of the project, one word each. `./do` alone lists them.
# Needs git, Python >= 3.11 with venv, and a POSIX shell; the rest is set up in .venv from the lock files.
set -eu
cd "$(dirname "$0")"
export PIP_DISABLE_PIP_VERSION_CHECK=1

python() {
    for name in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "do: no Python >= 3.11 with venv was found; install one, or name it: PYTHON=/path/to/python ./do ..." >&2
    return 1
}

# setup LOCK: install what LOCK lists, unless that is what is there already.
setup() {
    stamp=.venv/installed-$1
    if [ -f "$stamp" ] && cmp -s "$1" "$stamp" && cmp -s pyproject.toml .venv/installed-pyproject.toml; then
        return
    fi
    if [ ! -x .venv/bin/python ]; then
        found=$(python)
        "$found" -m venv .venv
    fi
    echo "do: installing what $1 lists (once)" >&2
    .venv/bin/python -m pip install --quiet --require-hashes -r build.lock
    .venv/bin/python -m pip install --quiet --require-hashes --no-build-isolation -r "$1"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
    cp pyproject.toml .venv/installed-pyproject.toml
    rm -f .venv/installed-*.lock
    cp "$1" "$stamp"
}

runtime() { [ -f .venv/installed-dev.lock ] && setup dev.lock || setup requirements.lock; }

chore=${1:-help}
[ $# -eq 0 ] || shift
case $chore in
demo)      runtime; exec .venv/bin/wirewatch demo "$@" ;;                #  see it work: the real daemon on a bundled newsroom
wirewatch) runtime; exec .venv/bin/wirewatch "$@" ;;                     #  any command: ./do wirewatch check
test)      setup dev.lock                                                #  the tests
           # They start the program hundreds of times; it must not be compiled each time, whatever the machine is set to.
           unset PYTHONDONTWRITEBYTECODE
           # Two more at a time than there are cores, since many wait; in small portions, since the slow ones stand together.
           exec .venv/bin/python -m pytest -n $(($(getconf _NPROCESSORS_ONLN) + 2)) --maxschedchunk 4 "$@" ;;
lint)      setup dev.lock                                                #  style, types and import contracts
           .venv/bin/ruff check .
           .venv/bin/ruff format --check .
           .venv/bin/mypy
           .venv/bin/lint-imports --verbose ;;
setup)     setup dev.lock ;;                                             #  what the other chores need, ahead of time
format)    setup dev.lock; .venv/bin/ruff check --fix .; .venv/bin/ruff format . ;;  #  mend what a tool can mend
wheel)     setup dev.lock; .venv/bin/python -m build --no-isolation --outdir dist . ;;  #  build dist/*.whl
lock)      setup dev.lock                                                #  renew the lock files (needs the network)
           uv=".venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header"
           .venv/bin/python -m pip install --quiet uv
           $uv pyproject.toml -o requirements.lock "$@"
           $uv pyproject.toml --group dev -o dev.lock "$@"
           $uv build.in -o build.lock "$@" ;;
help)      echo "usage: ./do CHORE"; sed -n 's/^\([a-z]*\)) .*#  \(.*\)$/  \1: \2/p' "$0" ;;
*)         echo "do: no chore '$chore'; ./do lists them" >&2; exit 2 ;;
esac
