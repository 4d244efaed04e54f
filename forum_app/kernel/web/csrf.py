"""CSRF on every form, bound to the session and not to the clock."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
