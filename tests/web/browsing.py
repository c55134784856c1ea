"""A browser without script: cookies, forms with their token, and no following of redirects."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site, served
from web.app import create_app


@dataclass(frozen=True)
class Browser:
    """Somebody at the pages."""

    http: httpx2.Client
    settings: Settings

    @classmethod
    @contextmanager
    def of(cls, site: Site) -> Iterator["Browser"]:
        """A new browser on a site that is served."""
        with httpx2.Client(
            base_url=site.http.base_url, timeout=PATIENCE_SECONDS, headers=_LIKE_A_BROWSER
        ) as http:
            yield cls(http, site.settings)

    @classmethod
    @contextmanager
    def serving(cls, settings: Settings) -> Iterator["Browser"]:
        """A new browser on a site of its own."""
        with (
            served(create_app(settings)) as url,
            httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS, headers=_LIKE_A_BROWSER) as http,
        ):
            yield cls(http, settings)

    def password(self, name: str) -> str:
        """The password of an account of the sample."""
        known = json.loads((self.settings.home / "accounts.json").read_text("utf-8"))
        said: str = known[name]["password"]
        return said

    def sign_in(self, name: str, **more: str) -> httpx2.Response:
        """Sign in with an account of the sample."""
        answer = self.send("/sign-in", name=name, password=self.password(name), **more)
        assert answer.status_code == 303, answer.text
        return answer

    def get(self, path: str) -> httpx2.Response:
        """Open a page."""
        return self.http.get(path)

    def csrf(self) -> str:
        """The token of this browser's forms; empty for nobody."""
        found = re.findall(r'name="csrf" value="([0-9a-f]+)"', self.get("/security").text)
        return found[0] if found else ""

    def send(self, path: str, **fields: str) -> httpx2.Response:
        """Send a form with the token of this browser, from our own page."""
        signed_in = bool(self.http.cookies) and "csrf" not in fields
        sent = {"csrf": self.csrf(), **fields} if signed_in else fields
        return self.http.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"})

    def submit(self, page: str, action: str, **fields: str) -> httpx2.Response:
        """Fill in the form of a page that goes to that address, and send it with what stands in it."""
        (form,) = re.findall(
            rf'<form[^>]* action="{re.escape(action)}"[^>]*>(.*?)</form>', self.get(page).text, re.S
        )
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        return self.http.post(action, data=hidden | fields, headers={"Sec-Fetch-Site": "same-origin"})


_LIKE_A_BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN"}
