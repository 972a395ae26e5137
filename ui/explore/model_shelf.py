"""The rows of all models, made once for all pages and again when something has changed."""

from backends.catalog_rows import CatalogRow
from backends.learned import Habits
from backends.probe import Probeable
from ui.asking import Asking
from ui.explore.model_rows import ModelRow, model_row


class ModelShelf:
    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._made_of: object = None
        self._rows: tuple[ModelRow, ...] = ()

    def rows(self) -> tuple[ModelRow, ...]:
        """Servers in the order given, their models by name."""
        known = self._asking.catalog.known
        learned = {name: self._learned(name) for name in self._asking.backends}
        # What is learned is changed in place, so a picture of it is compared.
        made_of = (known, self._asking.probes.changes, repr(learned))
        if made_of != self._made_of:
            self._rows = tuple(self._row(facts, learned[facts.server]) for facts in known)
            self._made_of = made_of
        return self._rows

    def row(self, name: str) -> ModelRow | None:
        """name: `backend:model`."""
        return next((row for row in self.rows() if row.name == name), None)

    def _row(self, facts: CatalogRow, learned: dict[str, Habits]) -> ModelRow:
        server = self._asking.backends[facts.server].server
        probe = self._asking.probes.of(server, facts.model)
        return model_row(facts, probe, learned.get(facts.model))

    def _learned(self, server: str) -> dict[str, Habits]:
        backend = self._asking.backends[server]
        return dict(backend.learned()) if isinstance(backend, Probeable) else {}
