"""Commands about accounts: the first organiser of a real server, and who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click
from flask import current_app

if TYPE_CHECKING:
    from forum_app.accounts.services import PersonData

CARD_HOURS = 24


@click.group("accounts")
def group() -> None:
    """People who can sign in."""


@group.command("create-organiser")
@click.option("--name", "names", multiple=True, help="Family name first; once in Khmer, once in Latin letters.")
@click.option("--login", default="", help="The name to sign in with (made from the Latin name when left out).")
def create_organiser(names: tuple[str, ...], login: str) -> None:
    """Make the first organiser and print an activation card for them."""
    from forum_app.accounts import services
    from forum_app.kernel import clock
    from forum_app.kernel.refusal import Refusal

    names = names or (click.prompt("Name, family name first"),)
    data = _person(names)
    wanted = login or ".".join(part.lower() for part in (data.family_name_latin, data.given_name_latin) if part)
    try:
        account = services.create_organiser(data, login=wanted.replace(" ", "") or "organiser", at=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.text % refusal.values) from refusal
    until = clock.now() + timedelta(hours=CARD_HOURS)
    card = services.issue_card(account, purpose="staff", valid_until=until, actor=None, at=clock.now())
    origin = current_app.config["FORUM"].origin
    click.echo(f"Organiser:      {' / '.join(name for name in (account.name.km, account.name.en) if name)}")
    click.echo(f"Address:        {origin}/activate")
    click.echo(f"Sign-in name:   {account.login}")
    click.echo(f"One-time code:  {card.printed_code}")
    click.echo(f"Or this link:   {services.link_of(origin, card.token)}")
    click.echo(f"Valid until:    {clock.local(until):%Y-%m-%d %H:%M} (Phnom Penh)")


def _person(names: tuple[str, ...]) -> PersonData:
    """Each name goes where its script belongs; the first word is the family name."""
    from forum_app.accounts.services import PersonData

    values: dict[str, Any] = {}
    for name in names:
        family, _, given = name.strip().partition(" ")
        script = "km" if any("\u1780" <= character <= "\u17ff" for character in name) else "latin"
        values |= {f"family_name_{script}": family if given else "", f"given_name_{script}": given or family}
    return PersonData(**values)


@group.command("list")
def list_accounts() -> None:
    """Who has an account: sign-in name or badge code, kind, whether it was activated."""
    from forum_app.accounts import queries

    for account in queries.list_accounts():
        kind = "administrator" if account.is_administrator else "staff" if account.is_staff else "officer"
        state = "closed" if account.disabled_at else "active" if account.password_hash or account.pin_hash else "new"
        login = account.login or account.person.badge_code
        click.echo(f"{login}\t{kind}\t{state}\t{account.name.km}\t{account.name.en}")
