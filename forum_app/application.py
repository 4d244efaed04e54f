"""The one place that knows all features: settings, kernel, blueprints, error pages."""

from itertools import chain
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.exc import DatabaseError

from forum_app import cli, navigation
from forum_app.accounts import services as sign_in_services
from forum_app.accounts.views import blueprints as accounts
from forum_app.accounts.views import signing_in
from forum_app.assessments.views import blueprints as assessments
from forum_app.attendance.views import blueprints as attendance
from forum_app.certificates.views import blueprints as certificates
from forum_app.course.views import blueprints as course
from forum_app.evaluation.views import blueprints as evaluation
from forum_app.exercises.views import blueprints as exercises
from forum_app.forums.views import blueprints as forums
from forum_app.kernel import access, clock, i18n, jobs, logs, migrations, secrets
from forum_app.kernel.database import db, engine_options
from forum_app.kernel.settings import Settings, SettingsRefused, load
from forum_app.kernel.web import compress, errors, headers, health, repeats, request_log, static, templating, worker
from forum_app.kernel.web.csrf import csrf
from forum_app.kernel.web.gallery import page as gallery
from forum_app.live.views import blueprints as live
from forum_app.materials.views import blueprints as materials
from forum_app.messages.views import blueprints as messages
from forum_app.overview.queries import closing_of_the_day
from forum_app.overview.queries.setting_up import holds_demonstration
from forum_app.overview.views import blueprints as overview
from forum_app.programme.views import blueprints as programme
from forum_app.questions.views import blueprints as questions
from forum_app.quizzes.views import blueprints as quizzes
from forum_app.registration.views import blueprints as registration
from forum_app.sample.views import blueprints as sample

BLUEPRINTS = {
    "accounts": accounts,
    "messages": messages,
    "course": course,
    "forums": forums,
    "programme": programme,
    "questions": questions,
    "registration": registration,
    "materials": materials,
    "attendance": attendance,
    "quizzes": quizzes,
    "assessments": assessments,
    "exercises": exercises,
    "evaluation": evaluation,
    "live": live,
    "certificates": certificates,
    "overview": overview,
    "sample": sample,
}
"""Every feature and its blueprints, lowest first."""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for these settings (by default: from the environment)."""
    settings = settings or load()
    logs.configure(settings.log_level)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(_configuration(settings))
    clock.use_offset_file(settings.data_folder if settings.mode != "serve" else None)
    db.init_app(app)
    Migrate(app, db, directory=str(migrations.FOLDER), render_as_batch=True)
    csrf.init_app(app)
    for part in (static, compress, i18n, jobs, request_log, headers, errors, health, worker):
        part.init(app)
    templating.init(app, tuple(BLUEPRINTS))
    signing_in.init(app)
    for blueprint in chain.from_iterable(BLUEPRINTS.values()):
        app.register_blueprint(blueprint)
    gallery.init(app)
    repeats.init(app)
    navigation.init(app)
    cli.init(app)
    sign_in_services.keep_alive(closing_of_the_day)
    access.require_declarations(app)
    if settings.mode == "serve":
        _refuse_demonstration(app)
    return app


def _refuse_demonstration(app: Flask) -> None:
    """A real server never starts on accounts whose passwords are known. Raises SettingsRefused."""
    folder = app.config["FORUM"].data_folder
    with app.app_context():
        try:
            found = clock.is_demo_folder(folder) or holds_demonstration()
        except DatabaseError:  # its tables are not made yet
            found = False
        db.session.remove()
    if found:
        raise SettingsRefused(f"{folder} holds a demonstration. Give the real forum a folder of its own: --data DIR")


def _configuration(settings: Settings) -> dict[str, Any]:
    keys = secrets.load_or_make(settings.data_folder, may_make=not settings.sqlite_path.exists())
    secrets.use(keys)
    secure = settings.is_secure
    return {
        "FORUM": settings,
        "SECRET_KEY": keys.session,
        "SQLALCHEMY_DATABASE_URI": settings.url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.url),
        "MIGRATION_HEAD": migrations.head(),
        "SESSION_COOKIE_NAME": "__Host-forum" if secure else "forum",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": [settings.host.partition(":")[0], "127.0.0.1", "localhost"],
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 100 * 1024 * 1024,
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
        "TESTING": settings.mode == "test",
    }
