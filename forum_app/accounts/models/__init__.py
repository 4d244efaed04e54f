"""Tables of people and sign-in."""

from forum_app.accounts.models.people import Person
from forum_app.accounts.models.reference import Honorific, Post, Province, Rank, Unit
from forum_app.accounts.models.sign_in import Account, ActivationCode, Device, SignIn, SignInThrottle

__all__ = [
    "Account",
    "ActivationCode",
    "Device",
    "Honorific",
    "Person",
    "Post",
    "Province",
    "Rank",
    "SignIn",
    "SignInThrottle",
    "Unit",
]
