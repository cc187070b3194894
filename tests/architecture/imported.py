"""Which definition uses which, across the modules of a folder: a package that hands on many names is not all of them.

A graph of whole modules says too little here. `from tutela.web.concerns import queries` reaches every module whose
names that package hands on; what counts is the function that is called, and what that one calls.
"""

import ast
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

Definition = tuple[str, str]
"""A module, and the name of a function, class or value at its top; "" for what a module does when it is loaded."""


def sources(folder: Path) -> dict[str, Path]:
    """Every module below a folder of packages, by its dotted name; migrations, which only ever run once, left out."""
    found = {}
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        if "migrations" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


class Graph:
    """The definitions of every module below a folder."""

    def __init__(self, folder: Path) -> None:
        self.files = sources(folder)
        self.trees = {name: ast.parse(file.read_text("utf-8")) for name, file in self.files.items()}
        self.tops = {name: _tops(tree) for name, tree in self.trees.items()}
        self.given = {name: dict(self._imports(name, tree)) for name, tree in self.trees.items()}

    def ways(self, start: Collection[str], wanted: Collection[Definition]) -> list[str]:
        """For each wanted definition that is reached from a module below `start`, the shortest way there, in words."""
        before: dict[Definition, Definition | None] = {
            (module, name): None for module in self.files if is_below(module, start) for name in self.tops[module]
        }
        waiting = deque(before)
        while waiting:
            here = waiting.popleft()
            for other in sorted(self.uses(*here) - before.keys()):
                before[other] = here
                waiting.append(other)
        return [_way(before, one) for one in sorted(wanted) if one in before]

    def uses(self, module: str, name: str) -> set[Definition]:
        """The definitions whose names stand in this one."""
        given, tops, found = self.given[module], self.tops[module], set()
        for part in tops.get(name, ()):
            for node in ast.walk(part):
                if isinstance(node, ast.Attribute):
                    said, attribute = ast.unparse(node.value), node.attr
                elif isinstance(node, ast.Name):
                    said, attribute = node.id, ""
                else:
                    continue
                if said in given:
                    there, inside = given[said]
                    found.add(self._home(there, inside or attribute))
                elif said in tops and said != name:
                    found.add((module, said))
        return found

    def _imports(self, module: str, tree: ast.Module) -> Iterator[tuple[str, Definition]]:
        """Each name that a module imports from others of ours: (module, name there), or (module, "") for a module."""
        package = module if self.files[module].name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for each in node.names:
                    if each.name in self.files:
                        yield each.asname or each.name, (each.name, "")
            elif isinstance(node, ast.ImportFrom):
                above = package.rsplit(".", node.level - 1)[0] if node.level else ""
                source = ".".join(part for part in (above, node.module or "") if part)
                for each in node.names:
                    inside = f"{source}.{each.name}"
                    if inside in self.files:
                        yield each.asname or each.name, (inside, "")
                    elif source in self.files:
                        yield each.asname or each.name, (source, each.name)

    def _home(self, module: str, name: str, seen: frozenset[str] = frozenset()) -> Definition:
        """Where a name is defined that another module hands on."""
        if f"{module}.{name}" in self.files:
            return (f"{module}.{name}", "")
        there = self.given[module].get(name)
        if there is None or module in seen or not there[1]:
            return there or (module, name)
        return self._home(*there, seen | {module})


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each name that code reads or gives, with its line; strings that are a name as well, as a query's words are."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.keyword(arg=str(name)) | ast.alias(name=name):
                yield line, name
            case ast.Constant(value=str(name)) if name.replace("-", "_").replace(".", "_").isidentifier():
                yield line, name


def is_below(module: str, packages: Collection[str]) -> bool:
    """Whether a module is one of these packages or inside of one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _tops(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {"": []}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.setdefault(name, []).append(statement)
            case ast.Assign() | ast.AnnAssign():
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for target in targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            found.setdefault(node.id, []).append(statement)
            case ast.Import() | ast.ImportFrom():
                pass
            case _:
                found[""].append(statement)
    return found


def _way(before: Mapping[Definition, Definition | None], one: Definition) -> str:
    found, here = [one], before[one]
    while here is not None:
        found.insert(0, here)
        here = before[here]
    return " → ".join(f"{module}:{name}" if name else module for module, name in found)
