"""Small changes to a graph, as a one-line edit of the program would make them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from policy.control import Ref
from policy.graph import Graph, Options, Origin, Provenance, Resource, Unknown

Change = Callable[[Graph], Graph]


def put(name: str, values: Mapping[str, object]) -> Change:
    """Set properties at concrete paths, such as `rules[0].port`; `None` takes one away."""

    def alter(item: Resource) -> Resource:
        properties: object = item.properties
        for path, value in values.items():
            properties = _put(properties, _steps(path), value)
        assert isinstance(properties, Mapping)
        changed = {path.split(".")[0].split("[")[0] for path in values}
        kept = {key: urns for key, urns in item.references.items() if key not in changed}
        return replace(item, properties=properties, references=kept)

    return _of(name, alter)


def drop(name: str, path: str) -> Change:
    """Take the property at a concrete path away."""
    return put(name, {path: None})


def only_first(name: str, path: str) -> Change:
    """Keep the first item of a list."""

    def alter(item: Resource) -> Resource:
        items = [reading.value for reading in item.read(f"{path}[]")]
        properties = _put(item.properties, _steps(path), items[:1])
        assert isinstance(properties, Mapping)
        return replace(item, properties=properties)

    return _of(name, alter)


def edit(name: str, path: str, old: str, new: str) -> Change:
    """Replace part of a text, once."""

    def change(item: Resource) -> Resource:
        text = item.properties[path]
        assert isinstance(text, str)
        assert old in text, f"{name} does not say {old}"
        return replace(item, properties={**item.properties, path: text.replace(old, new, 1)})

    return _of(name, change)


def option(name: str, **options: object) -> Change:
    """Give a resource other options."""
    return _of(name, lambda item: replace(item, options=replace(item.options, **options)))


def rename(name: str, other: str) -> Change:
    """Give a resource another logical name."""
    return _of(
        name,
        lambda item: replace(item, name=other, urn=item.urn.replace(f"::{name}", f"::{other}")),
    )


def without(*names: str) -> Change:
    """Take resources out of the program."""

    def change(graph: Graph) -> Graph:
        kept = tuple(item for item in graph.resources if item.name not in names)
        assert len(kept) == len(graph.resources) - len(names)
        return replace(graph, resources=kept)

    return change


def with_another(token: str, name: str, like: str, properties: Mapping[str, object]) -> Change:
    """Declare a further resource beside another one; `Ref` values become references."""

    def change(graph: Graph) -> Graph:
        model = _named(graph, like)
        refs = {key: value for key, value in properties.items() if isinstance(value, Ref)}
        urns = {key: _named(graph, ref.name).urn for key, ref in refs.items()}
        unknown = {
            key: Unknown((Origin(urns[key], ref.output),), Provenance.EXACT)
            for key, ref in refs.items()
        }
        resource = Resource(
            urn=f"urn:pulumi:{graph.stack}::{graph.project}::{token}::{name}",
            type=token,
            name=name,
            properties={**properties, **unknown},
            options=Options(provider=model.options.provider, parent=model.options.parent),
            references={key: (urn,) for key, urn in urns.items()},
        )
        return replace(graph, resources=(*graph.resources, resource))

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(graph: Graph) -> Graph:
        for each in changes:
            graph = each(graph)
        return graph

    return change


def _named(graph: Graph, name: str) -> Resource:
    (found,) = (item for item in graph.resources if item.name == name)
    return found


def _of(name: str, alter: Callable[[Resource], Resource]) -> Change:
    def change(graph: Graph) -> Graph:
        old = _named(graph, name)
        new = alter(old)
        assert new != old, f"{name} stays as it was"
        others = (item for item in graph.resources if item.urn != old.urn)
        return replace(graph, resources=(*others, new))

    return change


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]


def _put(value: object, steps: list[str | int], new: object) -> object:
    if not steps:
        return new
    step, *rest = steps
    if isinstance(step, int):
        assert isinstance(value, list)
        return [_put(item, rest, new) if at == step else item for at, item in enumerate(value)]
    members = dict(value) if isinstance(value, Mapping) else {}
    members[step] = _put(members.get(step), rest, new)
    return {key: item for key, item in members.items() if item is not None}


def configure(key: str, value: str) -> Change:
    """The stack with one more plain value in its configuration."""

    def change(graph: Graph) -> Graph:
        return replace(graph, configuration={**graph.configuration, key: value})

    return change
