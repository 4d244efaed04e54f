"""Every table says what a row of it is."""

import inspect

from forum_app.kernel.database import Base


def test_every_model_has_a_docstring(app):
    models = [mapper.class_ for mapper in Base.registry.mappers]
    assert models
    assert sorted(model.__name__ for model in models if not inspect.cleandoc(model.__doc__ or "")) == []
