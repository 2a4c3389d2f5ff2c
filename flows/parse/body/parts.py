"""Find all containers of a body that a page prints in several: an advertisement or a form stands between them."""

from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from flows.parse.body.anchor import Anchor
from flows.parse.markup.marks import Mark, read_mark

PART_LEVELS: Final = 3  # elements around the prose among which its container is looked for
HEADLINES: Final = "h1, [itemprop=headline]"
FORMS: Final = "form, input, textarea"


class Parts(NamedTuple):
    """Where the body is: the elements from the first to the last of its text, and what holds and breaks it up."""

    nodes: list[LexborNode]
    containers: set[int]  # mem_ids of elements of the body, whatever else their tag or class may say
    between: set[int]  # mem_ids of forms that stand between two of them


def find_parts(anchor: Anchor, around_title: set[int]) -> Parts:
    """Find the containers of the body, in order.

    A page may print its body in several siblings of one tag and of a class that says that they are a body. Behind
    another headline, the next article begins. The prose may have been found in one of them, or in what holds them all.
    """
    node: LexborNode | None = anchor.node
    for _ in range(PART_LEVELS):
        if node is None or node.mem_id in around_title:
            break
        nodes = _alike(node) if _says_body(node) else []
        if len(nodes) > 1:
            return Parts(nodes, {part.mem_id for part in nodes}, _between(nodes))
        node = node.parent
    first = next((child for child in anchor.node.iter() if _says_body(child)), None)
    inside = _alike(first) if first is not None else []
    return Parts([anchor.node], {part.mem_id for part in inside}, _between(inside))


def _says_body(node: LexborNode) -> bool:
    if not node.is_element_node:
        return False
    attrs = node.attrs
    names = attrs.get("class")
    return bool(names) and (attrs.get("itemprop") == "articleBody" or read_mark(names) is Mark.BODY)


def _alike(node: LexborNode) -> list[LexborNode]:
    """List an element with its siblings of the same tag and class, from the headline before it to the next one."""
    found = [node]
    for step in ("prev", "next"):
        other = getattr(node, step)
        while other is not None and not (other.is_element_node and other.css_first(HEADLINES) is not None):
            if other.tag == node.tag and other.attrs.get("class") == node.attrs.get("class"):
                found.insert(0 if step == "prev" else len(found), other)
            other = getattr(other, step)
    return found


def _between(parts: list[LexborNode]) -> set[int]:
    """Collect the forms between the containers; all else is judged as inside of them: it may be a heading, a quote."""
    own = {part.mem_id for part in parts}
    found: set[int] = set()
    node = parts[0].next if len(parts) > 1 else None
    while node is not None and node.mem_id != parts[-1].mem_id:
        if node.is_element_node and node.mem_id not in own and node.css_first(FORMS) is not None:
            found.add(node.mem_id)
        node = node.next
    return found
