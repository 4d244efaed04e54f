"""Pages of long lists: the same cost at any size."""

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from forum_app.kernel.database import db

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a list with what the pager needs."""

    items: list[Any]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """Number of the last page."""
        return max(1, -(-self.total // self.per_page))

    @property
    def page(self) -> int:
        return self.number

    @property
    def has_prev(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def prev_num(self) -> int:
        return self.number - 1

    @property
    def next_num(self) -> int:
        return self.number + 1


def page_of(query: Select[Any], *, per_page: int = PER_PAGE) -> Page:
    """The page the reader asked for with `?page=`; two queries, whatever the length."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // per_page))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    rows = db.session.scalars(query.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(items=list(rows), number=number, total=total, per_page=per_page)
