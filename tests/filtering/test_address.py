"""However an address is spelled, it is the same address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.filtering.address import LONGEST, WEB_SCHEMES, BadAddress, normal_host, parse


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("http://bet.example/", "bet.example"),
        ("HTTP://WWW.Bet.EXAMPLE/", "www.bet.example"),
        ("bet.example", "bet.example"),
        ("bet.example:443", "bet.example"),
        ("http://bet.example.:8080/x", "bet.example"),
        ("//bet.example/x", "bet.example"),
        ("http:bet.example", "bet.example"),
        ("http:///bet.example", "bet.example"),
        ("  http://bet.example/\n", "bet.example"),
        ("ht\ntp://bet.exa\tmple/", "bet.example"),
        ("http://b%65t.ex%61mple/", "bet.example"),
        ("http://bbc.co.uk@bet.example/", "bet.example"),
        ("http://bbc.co.uk:80@bet.example/", "bet.example"),
        ("http://a@b@bet.example/", "bet.example"),
        ("bbc.co.uk@bet.example", "bet.example"),
        ("http://bet.example\\@bbc.co.uk/", "bet.example"),
        ("http://bet.example#@bbc.co.uk/", "bet.example"),
        ("http://bet.example?@bbc.co.uk/", "bet.example"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://B\u00dcCHER.example/", "xn--bcher-kva.example"),
        ("http://bu\u0308cher.example/", "xn--bcher-kva.example"),
        ("http://b%C3%BCcher.example/", "xn--bcher-kva.example"),
        ("http://XN--BCHER-KVA.example/", "xn--bcher-kva.example"),
        ("http://faß.de/", "xn--fa-hia.de"),
        ("http://bet。example/", "bet.example"),
        ("http://ｂｅｔ．ｅｘａｍｐｌｅ/", "bet.example"),
        ("http://be\u00adt.exam\u200bple/", "bet.example"),
        ("http://my_site.example/", "my_site.example"),
        ("http://\u0392\u03a3.example/", "xn--nxa8a.example"),
        ("http://intranet/", "intranet"),
        ("ws://bet.example/socket", "bet.example"),
    ],
)
def test_a_host_has_one_spelling(written: str, host: str) -> None:
    assert parse(written).host == host


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("http://192.168.1.1/", "192.168.1.1"),
        ("http://3232235777/", "192.168.1.1"),
        ("http://0xC0A80101/", "192.168.1.1"),
        ("http://0300.0250.01.01/", "192.168.1.1"),
        ("http://0xc0.168.1.1/", "192.168.1.1"),
        ("http://192.168.257/", "192.168.1.1"),
        ("http://192.168.1.1./", "192.168.1.1"),
        ("http://%31%32%37.1/", "127.0.0.1"),
        ("http://1.2.3.0x/", "1.2.3.0"),
        ("1.2.3", "1.2.0.3"),
        ("::", "::"),
        ("http://１２７.0.0.1/", "127.0.0.1"),
        ("http://[::1]:8080/", "::1"),
        ("http://[2001:DB8:0:0::1]/", "2001:db8::1"),
        ("http://[::ffff:192.168.1.1]/", "192.168.1.1"),
        ("http://[::ffff:c0a8:101]/", "192.168.1.1"),
        ("http://[64:ff9b::192.168.1.1]/", "192.168.1.1"),
        ("http://[fe80::1%25eth0]/", "fe80::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_an_ip_address_has_one_spelling(written: str, host: str) -> None:
    address = parse(written)
    assert (address.host, address.is_ip) == (host, True)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://bet.example", "http://bet.example/"),
        ("http://bet.example:80/", "http://bet.example/"),
        ("bet.example:443", "https://bet.example/"),
        ("https://bet.example:8443/a?b=c", "https://bet.example:8443/a"),
        ("http://bet.example/a//b/./c/../d/", "http://bet.example/a/b/d/"),
        ("http://bet.example/%7euser/%2e%2e/x", "http://bet.example/x"),
        ("http://bet.example/../../x", "http://bet.example/x"),
        ("http://bet.example/a\\b", "http://bet.example/a/b"),
        ("http://bet.example/ä b", "http://bet.example/%C3%A4%20b"),
        ("http://bet.example/%c3%a4", "http://bet.example/%C3%A4"),
        ("http://[::1]:81/", "http://[::1]:81/"),
    ],
)
def test_a_path_has_one_spelling(written: str, url: str) -> None:
    assert parse(written).url == url


@pytest.mark.parametrize(
    "nonsense",
    [
        "", " ", "\0", "http://", "https:///", "nonsense", "not a url", "http://a b/", "http://a..b/", "http://.a/",
        "http://bet.example:x/", "http://bet.example:0/", "http://bet.example:65536/", "http://[::1/", "http://[x]/",
        "http://1.2.3.4.5/", "http://256.1.1.1/", "http://09.1.1.1/", "http://4294967296/",
        "http://bet%00.example/", "http://bet%2f.example/", "http://%ff.example/", "http://bet%2565.example/",
        "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "mailto:leo@oakfield.example",
        "javascript:alert(1)", "data:text/html,x", "gopher://bet.example/", "file:///etc/passwd", "@", "/", "?",
        "http://@/", "http://\ud800.example/", "http://caf\ufffd.example/", "x" * (LONGEST + 1), ":80", "http://:80/", "http://[1.2.3.4]/",
    ],
)  # fmt: skip
def test_what_no_browser_would_open_is_refused_in_plain_words(nonsense: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse(nonsense)
    assert str(caught.value).endswith(".")
    assert str(caught.value).isprintable()


@given(st.text(max_size=80) | st.builds("http://{}/{}".format, st.text(max_size=40), st.text(max_size=40)))
def test_nothing_that_anybody_types_breaks_it(written: str) -> None:
    try:
        address = parse(written)
    except BadAddress:
        return
    assert address.host == address.host.lower()
    assert address.path.startswith("/")
    assert address.scheme in WEB_SCHEMES
    assert parse(address.url).url == address.url


@given(st.from_regex(r"(https?://)?[a-zA-Z0-9.%@:\[\]\\/?#_-]{1,40}", fullmatch=True))
def test_the_normal_form_stays_as_it_is(written: str) -> None:
    try:
        address = parse(written)
    except BadAddress:
        return
    again = parse(f"{address.url}?{address.query}" if address.query else address.url)
    assert again == address
    if not address.is_ip:
        assert normal_host(address.host) == address.host
