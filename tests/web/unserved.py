"""An app that nobody serves: asked for its routes and its description, made once for all tests."""

from settings import Settings
from web.app import create_app

APP = create_app(Settings(secret_key="an app that only describes itself"))
