"""Every answer keeps the page to itself, also those that refuse."""

import pytest

from guard.headers import HEADERS
from tests.attacks.asking import ask
from tests.attacks.registry import attack
from tests.running import AppProcess

pytestmark = attack("A065")


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/config", {}),
        ("GET", "/absent", {}),
        ("GET", "/theme.css", {}),
        ("GET", "/monitoring", {}),
        ("GET", "/", {"Host": "evil.example"}),
        ("POST", "/login", {"Origin": "https://evil.example"}),
        ("POST", "/gradio_api/queue/join", {"Content-Length": "99999999999"}),
        ("GET", "/gradio_api/file=/etc/passwd", {}),
        ("GET", "/", {"Accept-Encoding": "br"}),
    ],
)
def test_every_answer_has_them(
    home: AppProcess, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = ask(home, method, path, headers)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_elsewhere_and_nobody_frame_the_page(
    home: AppProcess,
) -> None:
    policy = ask(home, "GET", "/").headers["content-security-policy"].split("; ")

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "object-src 'none'" in policy
    assert not [part for part in policy if "http" in part or "*" in part]


def test_camera_microphone_and_place_are_not_for_the_page(home: AppProcess) -> None:
    features = ask(home, "GET", "/").headers["permissions-policy"]

    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in features
