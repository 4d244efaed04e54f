"""Requests of one address that may sign in or activate, per minute."""

from forum_app.accounts.rules import TooManyFromHere
from forum_app.kernel.web.ceiling import Ceiling

ceiling = Ceiling(600, TooManyFromHere)
