"""Rate limits out of the headers that servers are known to send."""

import pytest

from ui.rate_limits import MOST, RateLimit, rate_limits, seconds_until

NOW = 1_800_000_000.0  # 2027-01-15T08:00:00Z
REQUESTS, TOKENS = RateLimit("requests"), RateLimit("tokens")
SERVERS: dict[str, tuple[dict[str, str], list[RateLimit]]] = {
    "openai": (
        {
            "x-ratelimit-limit-requests": "5000",
            "x-ratelimit-remaining-requests": "4999",
            "x-ratelimit-reset-requests": "12ms",
            "x-ratelimit-limit-tokens": "4000000",
            "x-ratelimit-remaining-tokens": "3999964",
            "x-ratelimit-reset-tokens": "6m0s",
            "x-ratelimit-limit-project-tokens": "9",
        },
        [
            RateLimit("requests", "5000", "4999", "12ms"),
            RateLimit("tokens", "4000000", "3999964", "6m0s"),
            RateLimit("project tokens", "9"),
        ],
    ),
    "azure": (
        {
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-remaining-requests": "499",
            "x-ratelimit-reset-requests": "7",
            "x-ratelimit-renewalperiod-requests": "10",
        },
        [RateLimit("requests", "500", "499", "7"), TOKENS],
    ),
    "anthropic": (
        {
            "anthropic-ratelimit-requests-limit": "50",
            "anthropic-ratelimit-requests-remaining": "49",
            "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:30Z",
            "anthropic-ratelimit-input-tokens-remaining": "1000",
        },
        [
            RateLimit("requests", "50", "49", "2027-01-15T08:00:30Z"),
            TOKENS,
            RateLimit("input tokens", left="1000"),
        ],
    ),
    "mistral": (
        {
            "x-ratelimit-limit-req-minute": "60",
            "ratelimitbysize-limit": "500000",
            "ratelimitbysize-remaining": "499",
        },
        [REQUESTS, RateLimit("tokens", "500000", "499"), RateLimit("requests minute", "60")],
    ),
    "fields without a name": (
        {
            "ratelimit-limit": "100, 100;w=60",
            "ratelimit-remaining": "99",
            "x-ratelimit-reset": "60",
        },
        [REQUESTS, TOKENS, RateLimit("", "100", "99", "60")],
    ),
    "structured": (
        {"ratelimit": '"burst";r=50;t=30', "ratelimit-policy": '"burst";q=100;w=60'},
        [REQUESTS, TOKENS, RateLimit("burst", "100", "50", "30")],
    ),
    "one header for all": (
        {"ratelimit": "limit=100, remaining=50, reset=5"},
        [REQUESTS, TOKENS, RateLimit("", "100", "50", "5")],
    ),
    "none": ({"content-type": "text/event-stream", "retry-after": "3"}, [REQUESTS, TOKENS]),
}


@pytest.mark.parametrize("server", SERVERS)
def test_requests_and_tokens_come_first_told_or_not(server: str) -> None:
    headers, limits = SERVERS[server]

    assert rate_limits(headers) == limits


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("12ms", 0.012),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("7", 7.0),
        ("0.5", 0.5),
        ("1800000042", 42.0),
        ("1800000042000", 42.0),
        ("2027-01-15T08:00:30Z", 30.0),
        ("2027-01-15T08:00:30", 30.0),
        ("2020-01-01T00:00:00Z", 0.0),
        ("soon", None),
        ("-1", None),
        ("12 parsecs", None),
        ("", None),
        ("9" * 400, None),
        ("٣s", None),
    ],
)
def test_a_reset_is_read_however_it_is_written(reset: str, seconds: float | None) -> None:
    found = seconds_until(reset, NOW)

    assert found == seconds if seconds is None else found == pytest.approx(seconds)


def test_a_hostile_server_makes_neither_many_rows_nor_long_ones() -> None:
    headers = {f"x-ratelimit-limit-{number}-{'x' * 99}": "9" * 500 for number in range(100)}

    found = rate_limits(headers)

    assert len(found) == MOST
    assert all(len(limit.name) <= 40 and len(limit.limit) <= 40 for limit in found)
