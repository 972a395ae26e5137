"""Which names are Parley's, and how a `Host` is read."""

import pytest

from guard.hosts import Hosts, host_of


@pytest.mark.parametrize(
    ("text", "name", "port"),
    [
        ("chat.example.com", "chat.example.com", None),
        ("Chat.Example.COM.:443", "chat.example.com", 443),
        ("127.0.0.1:7860", "127.0.0.1", 7860),
        ("[::1]:7860", "::1", 7860),
        ("[2001:DB8::1]", "2001:db8::1", None),
        ("my_box:1", "my_box", 1),
        *(
            (odd, "", None)
            for odd in (
                *("", ":80", "a b", "a@b", "a,b", "a/b", "a:b", "a:-1", "a:80:80", "::1"),
                *("[::1", "[::1]x", "[127.0.0.1]", "[x]", "é.example", "a:１", "a" * 301),
            )
        ),
    ],
)
def test_a_host_is_a_name_and_a_port_or_nothing(text: str, name: str, port: int | None) -> None:
    assert host_of(text) == (name, port)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("chat.example.com", True),
        ("x.chat.example.com", False),
        ("a.below.example", True),
        ("a.b.below.example", True),
        ("below.example", False),
        ("evilbelow.example", False),
        ("", False),
    ],
)
def test_a_name_is_named_itself_or_by_what_it_is_below(name: str, named: bool) -> None:
    assert Hosts(["Chat.example.com", "*.below.example"]).names(name) is named


def test_without_names_every_name_will_do_but_none_is_named() -> None:
    hosts = Hosts(None)

    assert hosts.allow("anything.example")
    assert not hosts.names("anything.example")


def test_a_link_that_is_made_later_is_added() -> None:
    hosts = Hosts([], "127.0.0.1", addresses=False)
    assert not hosts.allow("abc.gradio.live")

    hosts.add("abc.gradio.live")

    assert hosts.allow("abc.gradio.live")


def test_what_it_listens_on_will_do_without_being_named() -> None:
    hosts = Hosts([], "box.local", addresses=False)

    assert hosts.allow("box.local") and not hosts.names("box.local")
    assert not hosts.allow("192.0.2.1")
    assert Hosts(["x.example"], "0.0.0.0").allow("192.0.2.1")
