"""Small changes of a module's code, each of which a test should notice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_DROPPED_METHODS = frozenset(
    {
        *("lower", "upper", "casefold", "swapcase", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix"),
        *("replace", "difference", "union", "resolve"),
    }
)
"""Methods whose object can take the place of their result."""
_DROPPED_FUNCTIONS = frozenset({"sorted", "reversed", "min", "max", "fold", "normalise", "quote", "unquote", "escape"})
"""Functions whose first argument can take the place of their result."""
_IGNORED_KEYWORDS = frozenset({"strict", "encoding", "errors", "frozen", "gc", "daemon", "name", "maxsize"})
"""Arguments that guard against errors of our own or say what holds anyway."""

Change = tuple[ast.expr | ast.stmt, str, str]
"""What is replaced, by what, and how to call it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    path: str
    """From the root of the repository."""
    line: int
    change: str
    source: str
    """The line as it was."""
    code: bytes
    """The whole module."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.change}  in  {self.source.strip()[:110]}"


def mutants_of(file: Path, path: str) -> Iterator[Mutant]:
    """Yield all mutants of a module; `path` is how to name it. Each is valid Python."""
    data = file.read_bytes()
    lines = data.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for node, text, change in _changes(ast.parse(data)):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        code = data[:begin] + text.encode() + data[end:]
        try:
            compile(code, path, "exec")
        except SyntaxError:  # a piece of an f-string
            continue
        yield Mutant(path, node.lineno, change, lines[node.lineno - 1].decode(), code)


def _changes(tree: ast.AST) -> Iterator[Change]:
    for node in _code(tree):
        if isinstance(node, ast.expr):
            yield from _expression(node)
        elif isinstance(node, ast.stmt):
            yield from _statement(node)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs: no annotations, decorators, documentation, bases of classes or formatted strings."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params", "type_comment"):
            continue
        if name == "keywords" and isinstance(node, ast.ClassDef):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            is_ignored = isinstance(child, ast.keyword) and child.arg in _IGNORED_KEYWORDS
            is_typing = isinstance(child, ast.If) and isinstance(child.test, ast.Name) and "TYPE" in child.test.id
            # Before Python 3.12 nobody can tell where in a formatted string an expression is.
            is_formatted = isinstance(child, ast.JoinedStr)
            if isinstance(child, ast.AST) and not (is_text or is_ignored or is_typing or is_formatted):
                yield from _code(child)


def _expression(node: ast.expr) -> Iterator[Change]:
    kinds: dict[type, Callable[..., Iterator[Change]]] = {
        ast.Compare: _compare,
        ast.BoolOp: _boolean,
        ast.UnaryOp: _unary,
        ast.BinOp: _arithmetic,
        ast.Constant: _constant,
        ast.Call: _call,
        ast.IfExp: _choice,
        ast.Set: _collection,
        ast.Tuple: _collection,
        ast.List: _collection,
        ast.Dict: _mapping,
    }
    if type(node) in kinds:
        yield from kinds[type(node)](node)


def _compare(node: ast.Compare) -> Iterator[Change]:
    for number, operator in enumerate(node.ops):
        ops = [*node.ops[:number], _COMPARISONS[type(operator)](), *node.ops[number + 1 :]]
        yield _changed(node, ast.Compare(node.left, ops, node.comparators))


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    yield _changed(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
    for number in range(len(node.values)):
        rest = [*node.values[:number], *node.values[number + 1 :]]
        yield _changed(node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield _changed(node, node.operand)


def _arithmetic(node: ast.BinOp) -> Iterator[Change]:
    if type(node.op) in _ARITHMETIC:
        yield _changed(node, ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right))


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node, str(not value), f"{value} -> {not value}"
    elif isinstance(value, int):
        yield node, str(value + 1), f"{value} -> {value + 1}"
    elif isinstance(value, str) and value and not any(map(str.isspace, value)):  # others are messages
        yield node, repr(f"{value}~"), f"{value!r} -> {value + '~'!r}"


def _call(node: ast.Call) -> Iterator[Change]:
    name = node.func
    if isinstance(name, ast.Attribute) and name.attr in _DROPPED_METHODS:
        yield _changed(node, name.value)
    elif isinstance(name, ast.Name) and name.id in _DROPPED_FUNCTIONS and node.args:
        is_order = name.id in ("sorted", "reversed")
        yield _changed(node, ast.Call(ast.Name("list"), node.args[:1], []) if is_order else node.args[0])


def _choice(node: ast.IfExp) -> Iterator[Change]:
    yield _changed(node, node.body)
    yield _changed(node, node.orelse)


def _collection(node: ast.Set | ast.Tuple | ast.List) -> Iterator[Change]:
    """Leave out one of several constants."""
    if len(node.elts) > 1 and isinstance(node.ctx if not isinstance(node, ast.Set) else ast.Load(), ast.Load):
        for number, element in enumerate(node.elts):
            if isinstance(element, ast.Constant) and isinstance(element.value, str):
                yield _changed(node, _with_elements(node, [*node.elts[:number], *node.elts[number + 1 :]]), element)


def _with_elements(node: ast.Set | ast.Tuple | ast.List, elements: list[ast.expr]) -> ast.expr:
    return ast.Set(elements) if isinstance(node, ast.Set) else type(node)(elements, ast.Load())


def _mapping(node: ast.Dict) -> Iterator[Change]:
    for number, key in enumerate(node.keys):
        if isinstance(key, ast.Constant):
            keys = [*node.keys[:number], *node.keys[number + 1 :]]
            values = [*node.values[:number], *node.values[number + 1 :]]
            yield _changed(node, ast.Dict(keys, values), key)


def _statement(node: ast.stmt) -> Iterator[Change]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "pass", f"without {_short(ast.unparse(node))}"
    elif isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
        yield node, "return None", f"{_short(ast.unparse(node))} -> return None"
    elif isinstance(node, ast.Continue):
        yield node, "break", "continue -> break"
    elif isinstance(node, ast.Break):
        yield node, "continue", "break -> continue"
    elif isinstance(node, ast.AugAssign):
        yield node, "pass", f"without {_short(ast.unparse(node))}"
    elif isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _changed(node.test, ast.UnaryOp(ast.Not(), node.test))


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _changed(node: ast.expr, to: ast.expr, left_out: ast.expr | None = None) -> Change:
    before, after = ast.unparse(node), ast.unparse(to)
    change = f"{_short(before)} -> {_short(after)}" if left_out is None else f"without {ast.unparse(left_out)}"
    return node, f"({after})", change


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
