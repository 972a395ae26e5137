"""A call's arguments written anew, with the comments and the layout between them."""

from collections.abc import Sequence

import libcst as cst

from ui.migration.arguments import FILE_NAME, Arguments
from ui.migration.edits import Edits
from ui.migration.imports import Imports
from ui.migration.rebuilding import dotted, either, keyword
from ui.migration.source import Source


def new_arguments(
    source: Source, call: cst.Call, arguments: Arguments, imports: Imports, edits: Edits
) -> None:
    """Edit `call` and tell of each argument that is another now."""
    if not _is_new(call, arguments):
        edits.at(call, lambda updated: _rewritten(updated, arguments))
    _tell(source, call, arguments, edits)
    for place, name in arguments.names.items():
        if name == "timeout":
            _timeout(source, call.args[place].value, imports, edits)
    _file_name(call, arguments, edits)
    if arguments.either:
        place, other = arguments.either
        edits.at(
            call.args[place].value,
            lambda updated: either(updated, edits.apply(other), False),
        )


def _tell(source: Source, call: cst.Call, arguments: Arguments, edits: Edits) -> None:
    for place, each in enumerate(call.args):
        line, old, new = source.line(each), _name(each), arguments.names.get(place, "")
        if place in arguments.body:
            edits.changed(line, "argument_body", name=old)
        elif old in arguments.dropped:
            edits.changed(line, "argument_dropped", name=old)
        elif old and new and new != old:
            edits.changed(line, "argument", before=old, after=new)


def _is_new(call: cst.Call, arguments: Arguments) -> bool:
    return all(
        arguments.names.get(place, None) == _name(each) for place, each in enumerate(call.args)
    )


def _name(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword else ""


def _rewritten(updated: cst.Call, arguments: Arguments) -> cst.Call:
    body = arguments.body
    made: list[cst.Arg] = []
    whitespace = updated.whitespace_before_args
    for place, each in enumerate(updated.args):
        if place in arguments.names:
            made.append(_renamed(each, arguments.names[place]))
        elif body and place == body[0]:
            made.append(_in_body(each, [updated.args[at] for at in body]))
        elif made:
            made[-1] = made[-1].with_changes(comma=_merged(made[-1].comma, each.comma))
        else:
            whitespace = _with_comments(whitespace, each.comma)
    return updated.with_changes(args=_ended(made, updated.args), whitespace_before_args=whitespace)


def _renamed(argument: cst.Arg, name: str) -> cst.Arg:
    if not name:
        return argument
    if argument.keyword:
        return argument.with_changes(keyword=argument.keyword.with_changes(value=name))
    return keyword(name, argument.value).with_changes(comma=argument.comma)


def _in_body(first: cst.Arg, every: Sequence[cst.Arg]) -> cst.Arg:
    """`extra_body={"top_k": 40}`, in the place of the first of them"""
    pairs = [cst.DictElement(cst.SimpleString(f'"{_name(each)}"'), each.value) for each in every]
    return keyword("extra_body", cst.Dict(pairs)).with_changes(comma=first.comma)


def _ended(made: list[cst.Arg], before: Sequence[cst.Arg]) -> list[cst.Arg]:
    """The last one ends as the last one did, with a comma or without."""
    if made:
        last = before[-1]
        made[-1] = made[-1].with_changes(
            comma=_last_comma(made[-1].comma, last.comma),
            whitespace_after_arg=last.whitespace_after_arg,
        )
    return made


Comma = cst.Comma | cst.MaybeSentinel


def _last_comma(own: Comma, last: Comma) -> Comma:
    if not isinstance(own, cst.Comma) or not _comments(own):
        return last
    before, after = (
        own.whitespace_after,
        last.whitespace_after if isinstance(last, cst.Comma) else None,
    )
    if isinstance(before, cst.ParenthesizedWhitespace) and isinstance(
        after, cst.ParenthesizedWhitespace
    ):
        return own.with_changes(whitespace_after=before.with_changes(last_line=after.last_line))
    return own


def _merged(kept: Comma, dropped: Comma) -> Comma:
    """The comma between two that stay, with the comments that stood behind what goes."""
    if not isinstance(kept, cst.Comma):
        return dropped
    return kept.with_changes(whitespace_after=_with_comments(kept.whitespace_after, dropped))


def _with_comments(
    whitespace: cst.BaseParenthesizableWhitespace, comma: Comma
) -> cst.BaseParenthesizableWhitespace:
    """The comments behind `comma`, on lines of their own at the end of `whitespace`."""
    if not isinstance(whitespace, cst.ParenthesizedWhitespace):
        return whitespace
    indent = whitespace.last_line
    lines = [cst.EmptyLine(True, indent, each) for each in _comments(comma)]
    return whitespace.with_changes(empty_lines=[*whitespace.empty_lines, *lines])


def _comments(comma: Comma) -> list[cst.Comment]:
    after = comma.whitespace_after if isinstance(comma, cst.Comma) else None
    if not isinstance(after, cst.ParenthesizedWhitespace):
        return []
    every = [after.first_line.comment, *(each.comment for each in after.empty_lines)]
    return [each for each in every if each]


def _timeout(source: Source, value: cst.BaseExpression, imports: Imports, edits: Edits) -> None:
    """`(connect, read)` had to be a pair; today a `Timeout` says it."""
    if isinstance(value, cst.Tuple) and len(value.elements) == 2:
        connect, read = (source.text(each.value) for each in value.elements)
        made = dotted(f"{imports.require('Timeout', value)}({read}, connect={connect})")
        edits.at(value, lambda _: made)


def _file_name(call: cst.Call, arguments: Arguments, edits: Edits) -> None:
    """A file under another name is a pair today."""
    named = next((each.value for each in call.args if _name(each) == FILE_NAME), None)
    place = next((at for at, name in arguments.names.items() if name == "file"), None)
    if named is None or place is None:
        return
    around = ([cst.LeftParen()], [cst.RightParen()])

    def edit(updated: cst.BaseExpression) -> cst.Tuple:
        pair = [cst.Element(edits.apply(named)), cst.Element(updated)]
        return cst.Tuple(pair, lpar=around[0], rpar=around[1])

    edits.at(call.args[place].value, edit)
