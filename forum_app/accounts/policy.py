"""Who may edit what belongs to no single forum."""

from forum_app.accounts.models import Account
from forum_app.kernel.access import roles


@roles("administrator", "staff")
def may_edit_tables(actor: Account) -> bool:
    """Whoever works in a forum: what offices are called is known by those who write the lists."""
    return actor.is_administrator or actor.is_staff
