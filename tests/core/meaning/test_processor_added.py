"""One more company that works for this one."""

from __future__ import annotations

import pytest

from monitor.core.meaning.processor_added import is_processor_added
from tests.core.meaning.changes import observed

OLD = "We share account data with our hosting provider."


@pytest.mark.parametrize(
    "new",
    [
        "We share account data with our hosting provider and our e-mail delivery vendor.",
        "We share account data with our hosting provider, a payment processor.",
        "We share account data with our parcel couriers and our hosting provider.",
    ],
)
def test_a_plain_task(new: str) -> None:
    assert is_processor_added(observed(OLD, new))
    assert is_processor_added(observed(new, OLD))


@pytest.mark.parametrize(
    "new",
    [
        "We share account data with our hosting provider and our advertising vendor.",
        "We share account data with our hosting provider and data brokers.",
        "We share account data with our hosting provider and any provider.",
        "We share account and health data with our hosting provider.",
        "We may share account data with our hosting provider and our support vendor.",
        "",
    ],
)
def test_anything_else(new: str) -> None:
    assert not is_processor_added(observed(OLD, new))


def test_the_first_such_company_is_no_longer_list() -> None:
    assert not is_processor_added(
        observed("We share account data with nobody.", "We share account data with nobody but a payment provider.")
    )
