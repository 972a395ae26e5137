"""The rates of a model by the name that a person chose or typed."""

from decimal import Decimal

from backends.catalog import Catalog
from guard.admission import Admission
from tests.ui.scripted import Listening
from ui.asking import Asking
from ui.model_rates import rates_of

OPENAI = "https://api.openai.com/v1"


def asking(*backends: Listening) -> Asking:
    named = {backend.server.name: backend for backend in backends}
    return Asking(named, Catalog(named), Admission())


def test_a_model_that_no_list_has_is_priced_by_its_name() -> None:
    found = rates_of(asking(Listening("openai", "openai", OPENAI)), "openai:gpt-4o-mini")

    assert found and found.priced_as == "gpt-4o-mini"
    assert found.input and found.output and found.input < found.output


def test_the_only_server_need_not_be_named() -> None:
    found = rates_of(asking(Listening("openai", "openai", OPENAI)), " gpt-4o-mini ")

    assert found and found.priced_as == "gpt-4o-mini"


def test_a_deployment_costs_what_the_model_behind_it_does() -> None:
    azure = Listening(
        "azure", "azure", "https://mine.openai.azure.com", models=(("mine", "gpt-4o-mini"),)
    )

    found = rates_of(asking(azure), "azure:mine")

    assert found and found.priced_as == "gpt-4o-mini"


def test_what_runs_on_this_machine_is_free() -> None:
    found = rates_of(asking(Listening("local", "local")), "local:any")

    assert found and (found.input, found.output) == (Decimal(0), Decimal(0))


def test_what_is_not_known_has_no_rates() -> None:
    both = asking(Listening("openai", "openai", OPENAI), Listening("own"))

    for name in ("own:anything", "openai:no-such-model", "elsewhere:gpt-4o-mini", "gpt-4o", ""):
        assert rates_of(both, name) is None
