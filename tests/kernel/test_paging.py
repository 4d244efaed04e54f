"""Pages of long lists: the same cost at any size."""

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Unit
from forum_app.kernel.database import transaction
from forum_app.kernel.web.paging import Page, page_of
from tests.factories.accounts import make_unit


@pytest.fixture
def units(context):
    """Seven units, by code."""
    with transaction():
        for number in range(7):
            make_unit(f"unit-{number}")
    return select(Unit).order_by(Unit.code)


@pytest.mark.parametrize(
    ("asked", "number", "codes"),
    [
        ("", 1, [0, 1, 2]),
        ("?page=3", 3, [6]),
        ("?page=99", 3, [6]),
        ("?page=0", 1, [0, 1, 2]),
        ("?page=x", 1, [0, 1, 2]),
    ],
)
def test_a_page_outside_the_list_is_the_nearest_one(app, units, asked, number, codes):
    with app.test_request_context(f"/{asked}"):
        page = page_of(units, per_page=3)
    assert (page.number, page.pages, page.total) == (number, 3, 7)
    assert [unit.code for unit in page.items] == [f"unit-{code}" for code in codes]


def test_a_page_costs_two_queries(app, units, count_queries):
    with app.test_request_context("/"), count_queries() as seen:
        page_of(units, per_page=3)
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2


def test_the_pager_knows_its_neighbours():
    middle = Page([], number=2, total=150)
    assert (middle.has_prev, middle.prev_num, middle.has_next, middle.next_num) == (True, 1, True, 3)
    only = Page([], number=1, total=0)
    assert (only.has_prev, only.has_next, only.pages) == (False, False, 1)
