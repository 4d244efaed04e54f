"""Pages of the room: the trainer's, the projector's, the phone's, the wall."""

from forum_app.live.views import phone, trainer, voice, wall
from forum_app.live.views.blueprint import blueprint

__all__ = ["blueprints", "phone", "trainer", "voice", "wall"]

blueprints = (blueprint,)
