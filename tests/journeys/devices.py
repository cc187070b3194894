"""Devices behind the proxy, each with an address, a browser and cookies of its own, without a screen to look at."""

import http.client
import ssl
import time
from base64 import b64encode
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.web.hostile.reading import Page

BUSY = 429


@dataclass
class Device:
    """`address` is its own on the loopback network; `trusts` the authority of the sites that it opens."""

    proxy_port: int
    trusts: ssl.SSLContext
    address: str
    agent: str
    credential: str = ""
    """Name and password that its browser sends to the proxy; "" for none."""
    cookies: dict[str, str] = field(default_factory=dict)
    _open: dict[str, http.client.HTTPSConnection] = field(default_factory=dict)

    def get(self, url: str) -> tuple[int, str]:
        """Status and text of a page; a redirect is followed."""
        return self._ask("GET", url)

    def answer(self, url: str, **given: str) -> tuple[str, str]:
        """Fill in the form of a page as a person does; where that led, and the text there. Raises `AssertionError`."""
        status, text = self.get(url)
        assert status == http.client.OK, (url, status, text[-2000:])
        form = next(each for each in Page(text).forms if each.method == "post" and _has(each.inputs, given))
        kept = {each.name: each.value for each in form.inputs if each.kind == "hidden"}
        while True:
            status, text = self._ask("POST", urljoin(url, form.action or url), kept | given)
            if status != BUSY:  # many write at this moment; the page says so, and to press again
                break
            time.sleep(0.5)
        assert status == http.client.OK, (url, status, text[-2000:])
        assert self.at != url, text[-3000:]
        return self.at, text

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _ask(self, method: str, url: str, given: dict[str, str] | None = None) -> tuple[int, str]:
        for _ in range(5):
            parts = urlsplit(url)
            headers = {"User-Agent": self.agent, "Accept-Language": "en-GB"}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if given is not None:
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": url}
                headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
            connection = self._connected(parts.netloc)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request(method, path, urlencode(given).encode() if given is not None else None, headers)
            reply = connection.getresponse()
            text = reply.read().decode("utf-8", "replace")
            for line in reply.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            self.at = url
            if reply.status not in (301, 302, 303):
                return reply.status, text
            url, method, given = urljoin(url, reply.headers["Location"]), "GET", None
        raise AssertionError(f"{url} leads round and round")

    def _connected(self, place: str) -> http.client.HTTPSConnection:
        """Through the proxy to a site, with TLS inside, from this device's own address."""
        if place not in self._open:
            to = urlsplit(f"//{place}")
            made = http.client.HTTPSConnection(
                "127.0.0.1", self.proxy_port, timeout=60, source_address=(self.address, 0), context=self.trusts
            )
            headers = {"User-Agent": self.agent}
            if self.credential:
                headers["Proxy-Authorization"] = f"Basic {b64encode(self.credential.encode()).decode()}"
            made.set_tunnel(to.hostname or "", to.port or 443, headers)
            self._open[place] = made
        return self._open[place]


def _has(inputs: list, given: dict[str, str]) -> bool:
    return set(given) <= {each.name for each in inputs}
