"""Pages of registration, for every audience."""

from forum_app.registration.views import cards as cards
from forum_app.registration.views import importing as importing
from forum_app.registration.views import people as people
from forum_app.registration.views import person as person
from forum_app.registration.views.blueprint import blueprint

blueprints = (blueprint,)
