"""Reading texts that contain stand-ins for computed outputs."""

from __future__ import annotations

from policy.graph import Graph, Unknown


def without_stand_ins(value: Unknown, graph: Graph) -> str:
    """What the program itself wrote of a text; the invented characters of stand-ins are left out.

    Empty where nothing of the text is known.
    """
    rest = value.text or ""
    for origin in value.origins if rest else ():
        for marker, stand_in in graph.stand_ins_by_urn.get(origin.urn, ()):
            if marker in rest:
                rest = rest.replace(stand_in.text, "")
    return rest
