"""Code written for the openai package up to 0.28 → the same code for today's.

What it is sure of it changes, everything else it leaves as it is and tells of. Comments
and layout stay. Keys do not stay: they are read from the environment.
"""

import ast
import warnings

from ui.migration.calls import Use, edit_use, find_uses
from ui.migration.client_call import ClientCall
from ui.migration.client_making import ClientMaking
from ui.migration.clients import Clients
from ui.migration.edits import Edits
from ui.migration.error_reading import ErrorReading
from ui.migration.errors import Errors
from ui.migration.handing_on import HandingOn, tell
from ui.migration.imports import Imports
from ui.migration.inference import Inference
from ui.migration.leftovers import is_new, is_old, tell_of_leftovers
from ui.migration.reading import read
from ui.migration.results import Results
from ui.migration.secrets import Secrets
from ui.migration.settings import find_settings
from ui.migration.source import Source
from ui.migration.types import Migration, NotMigrated, TooDeep, Verdict


def migrate(code: str) -> Migration:
    """Look at `code` and change what can be changed. Changing the result again does nothing.

    Takes about 0.1 s for 100 lines. Raises `NotMigrated`: it is not Python 3, too long or
    nested too deeply. Of code from strangers use `ui.migration.apart`, which cannot crash.
    """
    module, notebook = read(code)
    try:
        source = Source(module)
        verdict = _verdict(source)
        if verdict:
            return Migration(code, verdict=verdict)
        edits = Edits()
        _edit(source, edits)
        after = notebook.put_back(edits.apply(source.module).code)
    except RecursionError:
        raise TooDeep from None
    if after == code:
        return Migration(code, (), edits.open_points, "untouched")
    _check(notebook.take_out(after) if notebook.is_used else after)
    return Migration(after, edits.changes, edits.open_points)


def _verdict(source: Source) -> Verdict | None:
    """`None` where there is something to do, or to tell."""
    if not source.openai_imports:
        return "no_openai"
    references = source.references
    old = [each for each in references if is_old(each)]
    if any(map(is_new, references)) and all(each.family == "setting" for each in old):
        return "already_new"  # it sets up the module's own client
    if not old and not source.imports_old_names:
        return "already_new"
    return None


def _edit(source: Source, edits: Edits) -> None:
    imports = Imports(source, edits)
    settings = find_settings(source, imports, edits)
    uses = find_uses(source, imports, edits)
    call = ClientCall(source, imports, edits)
    clients = Clients(source, settings, uses, call)
    _hide_keys(Secrets(source, imports, edits, clients.key_variable()), clients, uses)
    errors = Errors(source, imports, edits)
    errors.edit()
    errors.reorder()
    ErrorReading(source, errors, edits).edit()
    for use in uses:
        edit_use(source, use, clients.expression(use), imports, edits)
    ClientMaking(source, clients, call, edits).make()
    calls = {use.call: use.reference.name for use in uses if use.call}
    inference = Inference(source, calls)
    results = Results(source, inference, edits)
    results.edit()
    HandingOn(source, inference, results, edits).edit()
    tell(source, results.touched, edits)
    tell_of_leftovers(source, edits)
    imports.finish()


def _hide_keys(secrets: Secrets, clients: Clients, uses: list[Use]) -> None:
    for setting in clients.settings:
        if setting.name == "api_key":
            secrets.follow(setting.value)
    for use in uses:
        if "api_key" in use.arguments.settings:
            secrets.follow(use.arguments.settings["api_key"], clients.key_variable(use))
    secrets.scan()


def _check(code: str) -> None:
    """What was made is Python, or nobody gets to see it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except SyntaxError:
        raise NotMigrated("migration_failed") from None
