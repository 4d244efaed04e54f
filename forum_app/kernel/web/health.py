"""`/livez` and `/readyz`: for whoever watches the server. No versions, no names."""

import shutil

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum_app.kernel import secrets
from forum_app.kernel.access import public
from forum_app.kernel.database import db

LEAST_FREE_BYTES = 200 * 1024 * 1024

blueprint = Blueprint("health", __name__)


def init(app: Flask) -> None:
    """Register both addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/livez")
@public
def livez() -> Response:
    """The process answers. Asks nobody else."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Database reachable and migrated, keys present, disk not full."""
    checks = {"database": _database(), "migrated": _migrated(), "keys": _keys(), "disk": _disk()}
    ready = all(checks.values())
    return jsonify(status="ok" if ready else "not ready", **checks), 200 if ready else 503


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _migrated() -> bool:
    try:
        found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return bool(found == current_app.config["MIGRATION_HEAD"])


def _keys() -> bool:
    try:
        return bool(secrets.current().field)
    except RuntimeError:
        return False


def _disk() -> bool:
    return shutil.disk_usage(current_app.config["FORUM"].data_folder).free > LEAST_FREE_BYTES
