"""What other packages take from the environment, settled before they are imported.

Gradio reads dozens of GRADIO_ variables, some of which would open files, make a public
link or send statistics; what Parley does is decided by Parley's own settings alone.
"""

import os

# Where uploads are kept, and the path under which a proxy serves the page.
KEPT = frozenset({"GRADIO_TEMP_DIR", "GRADIO_ROOT_PATH"})
NO_CALLS_HOME = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
# Else uvicorn takes the word of any program on this machine for where a visitor comes from;
# whom to believe is said by PARLEY_TRUSTED_PROXIES.
NO_HEARSAY = {"FORWARDED_ALLOW_IPS": ""}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def settle() -> None:
    for name in list(os.environ):
        if name.upper().startswith("GRADIO_") and name.upper() not in KEPT:
            del os.environ[name]
    os.environ.update(NO_CALLS_HOME | NO_HEARSAY)
    no_proxy_for(*LOOPBACK)


def no_proxy_for(*hosts: str) -> None:
    """Reach `hosts` directly, whatever proxy is set: it would look for them elsewhere."""
    for name in ("NO_PROXY", "no_proxy"):
        given = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
        if "*" not in given:
            os.environ[name] = ",".join(dict.fromkeys((*given, *hosts)))


settle()
