"""Templates of the user's own: Jinja2, cut down to what cannot loop for ever, grow without end, or emit feed text unescaped.

What a template may hold is listed here, piece by piece; everything else of Jinja2 is refused when the file is
read. Loops are counted, not timed, so that the same template fails in the same way everywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

MOST_CHARS = 20_000
"""Of a template."""
MOST_WRITTEN = 200_000
"""Characters that a template may write, and that a value in it may have."""
MOST_TURNS = 20_000
"""Turns of all loops together."""

NODES = (
    "Template", "Output", "TemplateData", "Name", "Const", "If", "For", "Assign", "CondExpr", "Compare", "Operand",
    "And", "Or", "Not", "Neg", "Test", "Filter", "Getattr", "Getitem", "Slice", "Concat", "List", "Tuple",
)  # fmt: skip
"""What a template may be made of: no macros, no calls, no arithmetic, no other files."""
FILTERS = (
    "capitalize", "d", "default", "first", "join", "last", "length", "lower", "replace", "title", "trim", "truncate",
    "upper", "wordcount",
)  # fmt: skip
TESTS = (
    "defined",
    "undefined",
    "none",
    "in",
    "==",
    "eq",
    "!=",
    "ne",
    ">",
    "<",
    ">=",
    "<=",
    "string",
)


class Url(str):
    """An address that was made safe; it is escaped as an address, so that it stays one."""

    __slots__ = ()


class TemplateError(Exception):
    """A template cannot be read, or does not work; ``line`` counts from 1, 0 when it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How one kind of service is written to: what becomes of a text, and of an address that was made safe."""

    text: Callable[[str], str]
    url: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A template that was read without complaint."""

    template: "Template"
    names: frozenset[str]
    """The variables that it asks for."""

    def fill(self, values: Mapping[str, object], ink: Ink) -> str:
        """Write the template out; every value goes through ``ink``.

        Raises `TemplateError` when it asks for what is not there, loops too often or writes too much.
        """
        written: list[str] = []
        length = 0
        try:
            for piece in self.template.generate({**values, "__": _Run(ink)}):
                written.append(piece)
                length += len(piece)
                _bound(length)
        except TemplateError as error:
            raise TemplateError(str(error), error.line or _line_of(error)) from error
        except Exception as error:
            # Whatever a template does wrong, the message goes out in our own words.
            raise TemplateError(_said(error), _line_of(error)) from error
        return "".join(written)


class _Run:
    """One filling of one template: how it escapes, and how often it looped."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.turns = 0

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        for item in items:
            self.turns += 1
            if self.turns > MOST_TURNS:
                raise TemplateError(f"its loops take more than {MOST_TURNS:,} turns")
            yield item


def read(text: str) -> Compiled:
    """Compile a template.

    Raises `TemplateError` when it is too long, cannot be parsed, or holds what templates may not hold.
    """
    from jinja2 import TemplateSyntaxError, meta

    if len(text) > MOST_CHARS:
        raise TemplateError(f"it is longer than {MOST_CHARS:,} characters")
    if "\0" in text:
        raise TemplateError("it is no text", text.partition("\0")[0].count("\n") + 1)
    environment = _environment()
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        raise TemplateError(str(error.message), error.lineno) from error
    except RecursionError as error:
        raise TemplateError("it is nested too deeply") from error
    _look_through(tree)
    names = frozenset(meta.find_undeclared_variables(tree))
    _count_loops(tree)
    try:
        code = environment.compile(tree, filename="<template>")
        template = environment.template_class.from_code(environment, code, {})
    except (TemplateSyntaxError, RecursionError, SyntaxError, MemoryError) as error:
        raise TemplateError(_said(error), getattr(error, "lineno", 0) or 0) from error
    return Compiled(template=template, names=names)


def _look_through(node: "nodes.Node") -> None:
    """Refuse what is not on the list."""
    from jinja2 import nodes

    for each in (node, *node.find_all(nodes.Node)):
        name = type(each).__name__
        if isinstance(each, (nodes.Name, nodes.Getattr)):
            word = each.name if isinstance(each, nodes.Name) else each.attr
            if word.startswith("_"):
                raise TemplateError(f"`{word}`: no name begins with an underscore", each.lineno)
        if isinstance(each, nodes.Filter) and each.name not in FILTERS:
            raise TemplateError(
                f"there is no filter `{each.name}`; there are {', '.join(FILTERS)}", each.lineno
            )
        if isinstance(each, nodes.For) and each.recursive:
            raise TemplateError("a loop cannot be recursive", each.lineno)
        if name not in NODES and not isinstance(each, (nodes.Keyword, nodes.EvalContext)):
            said = f"{_WORDS.get(name, name.lower())} cannot be used here"
            raise TemplateError(said, _line_at(each))


def _line_at(node: "nodes.Node") -> int:
    """Return where a piece of a template stands; what Jinja2 wraps around it has no line of its own."""
    from jinja2 import nodes

    lines = [each.lineno for each in (node, *node.find_all(nodes.Node)) if each.lineno]
    return lines[0] if lines else 0


_WORDS = {
    "Call": "calling something, as with `(…)`,",
    "Macro": "`macro`",
    "CallBlock": "`call`",
    "FilterBlock": "`filter`",
    "AssignBlock": "`set` with a block",
    "Block": "`block`",
    "Extends": "`extends`",
    "Include": "`include`",
    "Import": "`import`",
    "FromImport": "`import`",
    "With": "`with`",
    "Scope": "`autoescape`",
    "Dict": "a dictionary",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Pos"), "arithmetic"),
}


def _count_loops(tree: "nodes.Template") -> None:
    """Let every loop, and every text that is put together, pass by a count."""
    from jinja2 import nodes

    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
    for joined in list(tree.find_all(nodes.Concat)):
        parts = nodes.List(list(joined.nodes), lineno=joined.lineno)
        joined.nodes = [nodes.Filter(parts, "_together", [], [], None, None, lineno=joined.lineno)]


@cache
def _environment() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined, pass_context
    from jinja2.runtime import Context
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    @pass_context
    def finalize(context: Context, value: Any) -> Markup:
        run: _Run = context["__"]
        return Markup(_shown(value, run.ink))  # noqa: S704 - escaped for the service just now

    @pass_context
    def counted(context: Context, items: Iterable[object]) -> Iterator[object]:
        run: _Run = context["__"]
        return run.counted(items)

    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,
    )
    environment.globals.clear()
    known = {name: environment.filters[name] for name in FILTERS}
    environment.filters.clear()
    environment.filters.update(known)
    environment.filters.update(
        {"_counted": counted, "_together": _together, "join": _join, "replace": _replace}
    )
    tests = {name: environment.tests[name] for name in TESTS}
    environment.tests.clear()
    environment.tests.update(tests)
    return environment


def _shown(value: object, ink: Ink) -> str:
    from jinja2 import Undefined

    if value is None:
        return ""
    if isinstance(value, Undefined):
        return str(value)  # which raises
    if isinstance(value, Url):
        return ink.url(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        what = _WHAT.get(type(value).__name__, "this")
        raise TemplateError(f"{what} cannot be written; only texts and numbers can")
    return ink.text(str(value))


_WHAT = {"dict": "a group of values", "list": "a list", "tuple": "a list", "bool": "true or false"}


def _together(parts: Iterable[object]) -> str:
    text = "".join("" if part is None else str(part) for part in parts)
    _bound(len(text))
    return text


def _join(items: Iterable[object], between: str = "") -> str:
    listed = [str(item) for item in items]
    _bound(sum(map(len, listed)) + len(between) * len(listed))
    return between.join(listed)


def _replace(text: str, old: str, new: str) -> str:
    _bound(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _bound(length: int) -> None:
    if length > MOST_WRITTEN:
        raise TemplateError(f"it writes more than {MOST_WRITTEN:,} characters")


def _said(error: BaseException) -> str:
    """Return what is wrong in one short line, without any value."""
    from jinja2 import UndefinedError
    from jinja2.exceptions import SecurityError

    if isinstance(error, (UndefinedError, SecurityError)):
        return str(error)[:200]
    return f"it fails with {type(error).__name__}"


def _line_of(error: BaseException) -> int:
    """Return the line of the template where it went wrong; Jinja2 names it in the traceback."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
