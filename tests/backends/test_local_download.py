"""What pip writes, turned into a reason that a person can use."""

from pathlib import Path

import pytest

from backends.local_download import explain


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (
            "WARNING: Retrying (Retry(total=0, connect=None, read=None))"
            " after connection broken by 'NewConnectionError('<…>: Failed to establish a new"
            " connection: [Errno 111] Connection refused')': /simple/x/\n"
            "ERROR: No matching distribution found for x==1",
            "the package index could not be reached",
        ),
        (
            "WARNING: Retrying (…) after connection broken by 'SSLError(SSLCertVerificationError(1,"
            " '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))': /simple/x/\n"
            "ERROR: No matching distribution found for x==1",
            "the certificate of the package index was not accepted",
        ),
        (
            "WARNING: Retrying (…) after connection broken by 'ProxyError('Cannot connect to proxy."
            "', NewConnectionError('<…>: [Errno 111] Connection refused'))': /simple/x/",
            "the proxy did not let the download through",
        ),
        (
            "WARNING: 401 Error, Credentials not correct for http://127.0.0.1/simple/x/\n"
            "ERROR: No matching distribution found for x==1",
            "the package index asks for a login",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left",
            "the disk that holds models is full",
        ),
        ("ERROR: No matching distribution found for x==1", "the package index does not have"),
        ("Segmentation fault", "pip could not download it (exit status 2)"),
    ],
)
def test_the_cause_is_named_and_not_its_consequence(log: str, reason: str) -> None:
    assert explain(log, 2, Path("models")).startswith(reason)
