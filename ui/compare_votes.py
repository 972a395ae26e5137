"""Blind mode and votes on the page: hide, vote, show the names."""

import asyncio
from typing import Any

import gradio as gr

from store.errors import AlreadyVoted, NotFound, NotKept, StoreError
from store.votes import Votes
from ui.blind import can_vote, choices, latest_turn, reveal, vote_order
from ui.compare_session import CompareSession
from ui.compare_view import CompareView, Shown, sent
from ui.events import QUIET
from ui.faults import fault_text
from ui.owners import owner_of
from ui.run_records import lanes_of
from ui.texts import Language, language_of, say


class VotePanel:
    """Handlers of the switch and of the bar. What does not fit changes nothing."""

    def __init__(self, votes: Votes, view: CompareView) -> None:
        self._votes, self._view = votes, view

    async def turn(
        self, request: gr.Request, event: gr.EventData, session: CompareSession
    ) -> Shown:
        """Turn blind mode on or off; off shows the names that are hidden."""
        language = language_of(request)
        on = session.blind = sent(event).get("on") is True
        if session.hidden and not on:
            return self._revealed(session, language)
        sentence = ""
        if on and not session.hidden:
            if len(session.lanes) < 2:
                sentence = say(language, "blind_needs_two")
            elif session.begun:
                sentence = say(language, "blind_later")
        return self._view.heads(session, language) | self._view.told(sentence)

    async def press(
        self, request: gr.Request, event: gr.EventData, session: CompareSession
    ) -> Shown:
        """Vote, or show the names without a vote."""
        language, asked = language_of(request), sent(event)
        match asked.get("action"):
            case "names" if session.hidden:
                return self._revealed(session, language)
            case "vote":
                choice = str(asked.get("choice"))
                return await self._vote(owner_of(request), session, choice, language)
            case _:
                return {}

    async def _vote(
        self, owner: str, session: CompareSession, choice: str, language: Language
    ) -> Shown:
        """A vote is kept with the comparison as it is on the disk, so that comes first."""
        keeper, turn, order = session.keeper, latest_turn(session), vote_order(session)
        if keeper is None or not can_vote(session) or choice not in choices(session):
            return {}
        await keeper.keep_now(owner, lanes_of(session, language))
        if keeper.run is None or keeper.problem:
            return self._refused(keeper.problem or NotFound(), language)
        try:
            await asyncio.to_thread(
                self._votes.cast, owner, keeper.run.id, turn, order, choice, blind=True
            )
        except AlreadyVoted as error:
            return self._revealed(session, language) | self._refused(error, language)
        except StoreError as error:
            return self._refused(error, language)
        if session.keeper is not keeper:  # a new comparison was begun meanwhile
            return {}
        return self._revealed(session, language, choice if latest_turn(session) == turn else "")

    def _revealed(self, session: CompareSession, language: Language, winner: str = "") -> Shown:
        reveal(session, winner)
        return self._view.everything(session, language) | self._view.told()

    def _refused(self, error: StoreError, language: Language) -> Shown:
        match error:
            case AlreadyVoted():
                sentence = say(language, "vote_twice")
            case NotFound():
                sentence = say(language, "vote_gone")
            case NotKept():
                reason = fault_text(language, error)
                sentence = say(language, "vote_not_kept", reason=reason)
            case _:
                sentence = say(language, "vote_unfit")
        return self._view.told(sentence)

    def wire(self, session: gr.State, heads: gr.HTML, shown: list[Any]) -> Any:
        """shown: outputs of `everything` and what is told. Gives the vote, to go on from."""
        pressed: Any = heads  # its events are those that its script names
        pressed.blind(self.turn, session, shown, trigger_mode="multiple", **QUIET)
        return pressed.vote(self.press, session, shown, **QUIET)
