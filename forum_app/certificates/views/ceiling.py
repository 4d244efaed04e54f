"""Serials one address may look up per minute: with 40 random bits, guessing is hopeless."""

from forum_app.certificates.rules import TooManyLookups
from forum_app.kernel.web.ceiling import Ceiling

ceiling = Ceiling(60, TooManyLookups)
