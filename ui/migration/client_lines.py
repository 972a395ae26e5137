"""Puts statements about clients into blocks of code, with the comments that stood there."""

from collections.abc import Sequence

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ui.migration.edits import Edits
from ui.migration.groups import Group
from ui.migration.settings import Setting
from ui.migration.source import Source


class ClientLines:
    def __init__(self, source: Source, edits: Edits) -> None:
        self._source, self._edits = source, edits

    def put(self, group: Group, statements: list[str]) -> None:
        """In place of the group's last setting, or before what makes one of its own."""
        made = self._parsed(statements)
        setting = group.settings[-1]
        last = setting.line
        if len(last.body) > 1 or isinstance(last, cst.SimpleStatementSuite):
            self._put_among(setting, [small for each in made for small in each.body])
            return
        if group.before is not None:
            self._edits.put_before(group.before, made)
            self._edits.left_open(self._source.line(group.near), "client_apart")
        else:
            made[0] = made[0].with_changes(leading_lines=self._comments(group))
            self._edits.put_after(last, made)

    def _put_among(self, setting: Setting, smalls: Sequence[cst.BaseSmallStatement]) -> None:
        """On a line with other statements."""
        self._edits.keep(setting.small)

        def edit(updated: cst.BaseSmallStatement) -> cst.FlattenSentinel[cst.BaseSmallStatement]:
            last = smalls[-1].with_changes(semicolon=updated.semicolon)
            kept = [updated.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)]
            return cst.FlattenSentinel([*(kept if setting.shared else []), *smalls[:-1], last])

        self._edits.at(setting.small, edit)

    def put_behind(self, statement: cst.CSTNode, statements: list[str]) -> None:
        made = self._parsed(statements)
        if isinstance(self._source.parent(statement), cst.Module):
            made[0] = made[0].with_changes(leading_lines=[cst.EmptyLine(indent=False)])
        self._edits.put_after(statement, made)

    def declare(self, function: cst.FunctionDef, statement: str) -> None:
        """As the first statement of the function, behind what it says of itself."""
        made = self._parsed([statement])

        def edit(updated: cst.BaseSuite) -> cst.BaseSuite:
            if not isinstance(updated, cst.IndentedBlock):
                return updated
            body = list(updated.body)
            if any(self._source.text(each).strip() == statement for each in body[:2]):
                return updated
            place = 1 if body and function.get_docstring() is not None else 0
            return updated.with_changes(body=[*body[:place], *made, *body[place:]])

        self._edits.at(function.body, edit)

    def behind_imports(self, node: cst.CSTNode, uses: Sequence[cst.CSTNode]) -> cst.CSTNode:
        """The last statement of the block of `node` that only prepares, before any use."""
        line = self._source.parent(node)
        assert line is not None
        block = self._source.suites(line)[0]
        if not isinstance(block, cst.Module | cst.IndentedBlock):
            return line
        if not isinstance(block, cst.Module) and not isinstance(
            self._source.parent(block), cst.FunctionDef
        ):
            block = self._source.module  # `try: import openai`
        return self._last_preparing(block, line, uses)

    def _last_preparing(
        self, block: cst.Module | cst.IndentedBlock, line: cst.CSTNode, uses: Sequence[cst.CSTNode]
    ) -> cst.CSTNode:
        found = line
        for each in block.body:
            if any(each in self._source.above(use) for use in uses):
                break
            contains = each is line or each in self._source.above(line)
            if contains or (
                self._prepares(each) and self._source.place(each) > self._source.place(line)
            ):
                found = each
        return found

    def _prepares(self, statement: cst.CSTNode) -> bool:
        """An import, `load_dotenv()`, or a variable of the environment."""
        match statement:
            case cst.SimpleStatementLine(body=[cst.Import() | cst.ImportFrom(), *_]):
                return True
            case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call(func=func)), *_]):
                name = get_full_name_for_node(func) or ""
                return name.endswith("load_dotenv")
            case cst.SimpleStatementLine(body=[cst.Assign(targets=[target]), *_]):
                return "environ[" in self._source.text(target.target)
            case _:
                return False

    def _parsed(self, statements: list[str]) -> list[cst.SimpleStatementLine]:
        config = self._source.module.config_for_parsing
        made = [cst.parse_statement(each, config) for each in statements]
        return [each for each in made if isinstance(each, cst.SimpleStatementLine)]

    def _comments(self, group: Group) -> list[cst.EmptyLine]:
        """What stood above the settings and behind them, above the client from now on."""
        found: list[cst.EmptyLine] = []
        for place, each in enumerate(group.settings):
            line = each.line
            if not isinstance(line, cst.SimpleStatementLine) or each.shared or len(line.body) > 1:
                continue
            leading = [one for one in line.leading_lines if one.comment or place == 0]
            behind = line.trailing_whitespace.comment
            found += [*leading, *([cst.EmptyLine(comment=behind)] if behind else [])]
        return found

    def otherwise(self, branch: cst.If, statements: list[str]) -> None:
        """Give the last branch of an `if` an `else`."""
        block = cst.IndentedBlock(self._parsed(statements))
        self._edits.at(branch, lambda updated: updated.with_changes(orelse=cst.Else(block)))
