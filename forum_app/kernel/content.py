"""How a km/en pair stands in a table: two columns behind one `Bilingual` value."""

from typing import Any

from sqlalchemy.orm import Composite, composite, mapped_column

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import Characters


def pair(name: str) -> "Composite[Any]":
    """A `Mapped[Bilingual]` attribute over the columns `<name>_km` and `<name>_en` (empty when unwritten)."""
    return composite(
        Bilingual,
        mapped_column(f"{name}_km", Characters, default="", server_default=""),
        mapped_column(f"{name}_en", Characters, default="", server_default=""),
    )
