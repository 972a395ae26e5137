"""A reply that has ended, with what is known of its tokens. Pure."""

from ui.explore.inside_parts import figures_html
from ui.explore.odds_html import legend_html, perplexity_text, text_html, tokens_html
from ui.reply import LiveReply
from ui.rows import note_html, notes_of
from ui.texts import Language, say
from ui.token_odds import perplexity, why_none


def shown_odds(
    reply: LiveReply, alternatives: int | None, language: Language, place: str = "odds"
) -> tuple[str, str]:
    """Figures, and the reply by tokens; as text, and why, where the server told nothing of them.

    alternatives: how many were asked for; `None`: no probabilities were asked for.
    place: what the names in the page begin with.
    """
    notes = notes_of(reply, language)
    if reply.tokens:
        found = perplexity(reply.tokens)
        said = perplexity_text(found, language) if found else ""
        shown = tokens_html(reply.tokens, place, language) + legend_html(language)
        return figures_html(reply, language, said), shown + "".join(notes)
    text = reply.text or reply.refusal
    shown = f'<div class="parley-tokens">{text_html(text)}</div>' if text else ""
    if text and alternatives is not None:
        notes.append(note_html(say(language, why_none(reply.notices, alternatives))))
    return figures_html(reply, language), shown + "".join(notes)
