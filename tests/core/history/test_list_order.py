"""Lists whose order says nothing."""

from monitor.core.history.list_order import in_one_order


def same(old: str, new: str) -> bool:
    return in_one_order(old) == in_one_order(new)


def test_vendors_in_another_order_read_the_same() -> None:
    assert same("We use:\n\n- Acme\n- Beta\n- Corvid\n\nMore.", "We use:\n\n- Corvid\n- Acme\n- Beta\n\nMore.")
    assert same(
        "| Name | Use |\n| --- | --- |\n| A | x |\n| B | y |\n| C | z |", "| Name | Use |\n| --- | --- |\n| C | z |\n| B | y |\n| A | x |"
    )
    assert same("We use Acme Pay, Beta Ads, Orion and Corvid Mail.", "We use Orion, Beta Ads, Corvid Mail and Acme Pay.")


def test_entries_that_change_their_list_or_build_on_each_other_stay() -> None:
    assert not same("We take:\n\n- a\n- b\n- c\n\nNot:\n\n- d\n- e\n- f", "We take:\n\n- d\n- b\n- c\n\nNot:\n\n- a\n- e\n- f")
    assert not same("1. We ask\n2. You answer\n3. We sell", "1. We sell\n2. We ask\n3. You answer")
    assert not same("- Ads:\n- Acme\n- Beta", "- Beta\n- Ads:\n- Acme")
