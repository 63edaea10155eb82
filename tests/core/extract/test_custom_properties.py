"""Custom properties: what a rule may come to anywhere, and what it comes to for one element."""

from __future__ import annotations

from monitor.core.extract.custom_properties import MOST_VALUES, CustomProperties, initial_values
from monitor.core.extract.dom import Node, found_by, parse
from monitor.core.extract.stylesheet import rules
from tests.cpu import in_pages

PAGE = "<html><body><div id=a style='--d:none;--e:var(--d)'><p id=b>x</p></div><p id=c>y</p></body></html>"


def known(css: str, page: str = PAGE, *, complete: bool = True) -> tuple[CustomProperties, dict[str, Node]]:
    tree = parse(page)
    assert tree is not None
    nodes = {node.attributes["id"] or "": node for node in found_by(tree, "[id]")}
    return CustomProperties(tree, rules(css), found_by(tree, "[style]"), initial_values([css]), complete=complete), nodes


def test_a_value_is_inherited_from_the_nearest_element_that_sets_it() -> None:
    custom, nodes = known(":root{--d:block}")
    assert custom.settled("var(--d)", nodes["b"]) == "none"
    assert custom.settled("var(--d)", nodes["c"]) == "block"
    assert custom.settled("var(--e)", nodes["b"]) == "none"
    assert custom.settled("1px var( --d ) 2px", nodes["c"]) == "1px block 2px"


def test_a_fallback_counts_where_nothing_is_set() -> None:
    custom, nodes = known(".x{--f:hidden;color:red}")
    assert custom.settled("var(--f, none)", nodes["b"]) == "none"
    assert custom.settled("var(--f, var(--g, a(b, c)))", nodes["b"]) == "a(b, c)"
    assert custom.settled("var(--f,)", nodes["b"]) == ""
    assert custom.settled("var(--f)", nodes["b"]) is None


def test_other_sheets_may_set_what_this_page_does_not() -> None:
    custom, nodes = known("", complete=False)
    assert custom.settled("var(--elsewhere)", nodes["b"]) == ""


def test_rules_weigh_as_everywhere() -> None:
    custom, nodes = known("#c{--d:a;color:red} p{--d:b;color:red} p{--i:x !important;color:red} #c{--i:y;color:red}")
    assert custom.settled("var(--d)", nodes["c"]) == "a"
    assert custom.settled("var(--i)", nodes["c"]) == "x"


def test_registered_names_have_an_initial_value() -> None:
    css = "@property --o{syntax:'<number>';inherits:true;initial-value: 0;}"
    custom, nodes = known(css)
    assert initial_values([css]) == {"--o": "0"}
    assert custom.settled("var(--o)", nodes["b"]) == "0"


def test_names_that_refer_to_each_other_have_no_value() -> None:
    custom, nodes = known(":root{--a:var(--b);--b:var(--a);--c:var(--c);color:red}")
    assert [custom.settled(f"var({name})", nodes["b"]) for name in ("--a", "--b", "--c")] == [None, None, None]
    assert "display:" in custom.possible("display:var(--a)")


def test_what_a_rule_may_come_to() -> None:
    custom, _ = known(":root{--x:block;color:red} .y{--x:none;color:red}")
    found = custom.possible(".z-index:1;display:var(--x)")
    assert "display:block" in found
    assert "display:none" in found
    assert custom.possible("border:var(--x)") == "border:var(--x)"
    assert custom.possible("color:var(--nowhere, white)").endswith("color:white")


def test_many_values_in_many_names_take_no_time() -> None:
    names = [f"--n{number}" for number in range(60)]
    css = "".join(f".c{turn}{{{';'.join(f'{name}:v{turn}' for name in names)};color:red}}" for turn in range(30))
    custom, nodes = known(css)
    uses = " ".join(f"var({name})" for name in names)
    assert in_pages(lambda: custom.possible(f"transform:{uses}")) < 20
    assert in_pages(lambda: custom.settled(uses, nodes["c"])) < 20
    assert custom.settled(uses, nodes["c"]) is None
    found = custom.possible(f"transform:{uses}")
    assert found.count("transform:") <= 2 * MOST_VALUES
