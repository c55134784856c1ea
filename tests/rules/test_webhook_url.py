"""Where a webhook may go: to the open internet by https, and nowhere inside."""

import pytest

from rules.webhook_url import MAX_LENGTH, WebhookUrlError, check


@pytest.mark.parametrize(
    "url",
    [
        "https://hospital.example/hook",
        "https://hospital.example:8443/hook?from=lipei",
        "https://[2606:4700::1111]/",
        "https://8.8.8.8/hook",
    ],
)
def test_a_public_https_address_may_be_registered(url: str) -> None:
    check(url, inside=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://hospital.example/hook",
        "ftp://hospital.example/",
        "hospital.example/hook",
        "https://",
        "https://user:password@hospital.example/",
        "https://hospital.example/#part",
        "https://hospital.example/a b",
        "https://hospital.example/\n",
        "https://hospital.example:99999/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://0.0.0.0/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://hospital.example/\x7f",
        "https://:pw@hospital.example/",
        "https://@hospital.example/",
        "https://240.0.0.1/",
        "https://[2001:0:1:2::3]/",
        "https://[ff0e::1]/",
        "https://hospital.example/" + "x" * MAX_LENGTH,
    ],
)
def test_what_is_open_or_leads_inside_is_refused(url: str) -> None:
    with pytest.raises(WebhookUrlError):
        check(url, inside=False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "http://hospital.internal/"])
def test_a_demonstration_may_stay_inside(url: str) -> None:
    check(url, inside=True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://127.0.0.1/", "ftp://127.0.0.1/ is no URL of a web server: name one such as"),
        ("http:///hook", "is no URL of a web server"),
        ("https://hospital.example:x/", "https://hospital.example:x/ is no URL: Port could not be cast"),
        ("https://user@hospital.example/", "neither a name, nor a password, nor a #fragment"),
        ("https://hospital.example/" + "x" * MAX_LENGTH, "at most 500 characters and no blanks"),
    ],
)
def test_a_demonstration_too_names_a_url_of_a_web_server(url: str, says: str) -> None:
    with pytest.raises(WebhookUrlError) as refused:
        check(url, inside=True)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://hospital.example/hook", "is not encrypted: name its https:// address"),
        ("https://10.1.2.3/", "10.1.2.3 is no public address: name the server as the internet reaches it"),
    ],
)
def test_what_is_refused_is_told_with_what_to_name_instead(url: str, says: str) -> None:
    with pytest.raises(WebhookUrlError) as refused:
        check(url, inside=False)

    assert says in str(refused.value)


def test_a_url_of_just_the_most_characters_is_taken() -> None:
    start = "https://hospital.example/"

    check(start + "x" * (MAX_LENGTH - len(start)), inside=False)
    with pytest.raises(WebhookUrlError):
        check(start + "x" * (MAX_LENGTH - len(start) + 1), inside=False)
