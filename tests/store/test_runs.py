import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import event, text

from store.database import Database, open_database
from store.errors import MovedOn, NotFound, NotKept
from store.runs import Runs
from store.types import LONGEST_TITLE, ReplyStatus, Run
from tests.store.making import growing, lane, lanes, reply, turn, whole_run
from tests.store.processes import line_of, start
from ui.reply import Status


def latest(run: Run) -> tuple[str, str]:
    """Text and status of the last reply of the second lane."""
    last = run.lanes[1].turns[-1].replies[-1]
    return last.text, last.status


def test_a_run_comes_back_as_it_was_given(runs: Runs) -> None:
    given = whole_run("Blue — 蓝 — 🟦")

    run = runs.begin("ann", given.lanes, given.title, given.created_at)

    assert runs.open("ann", run.id) == run
    assert run.lanes == given.lanes
    assert (run.title, run.created_at, run.owner) == (given.title, given.created_at, "ann")
    assert run.id != given.id


def test_the_states_of_a_reply_are_those_of_the_page() -> None:
    assert get_args(ReplyStatus) == get_args(Status)


def test_a_growing_run_is_kept_as_far_as_it_came(runs: Runs) -> None:
    run = runs.begin("ann", growing("", "waiting"))

    for words in ("1", "1 2", "1 2 3"):
        run = runs.grow(replace(run, lanes=growing(words)))

    assert runs.open("ann", run.id) == run
    assert latest(run) == ("1 2 3", "writing")


def test_only_what_changed_is_written(database: Database, runs: Runs) -> None:
    statements: list[str] = []
    run = runs.begin("ann", growing("1"))
    with database.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    run = runs.grow(replace(run, lanes=growing("1 2")))

    written = [statement.split()[:2] for statement in statements if "SELECT" not in statement]
    assert written[-2:] == [["UPDATE", "runs"], ["UPDATE", "replies"]]
    assert written[:-2] in ([["BEGIN", "IMMEDIATE"]], [])
    statements.clear()
    assert runs.grow(replace(run, lanes=growing("1 2"))) == run
    assert statements == []


def test_turns_lanes_and_repeats_that_come_later_are_kept(runs: Runs) -> None:
    run = runs.begin("ann", (lane("1"),))
    first = lane("1", "a:one", turn(), turn("And?", 1, "a:one", reply("x"), reply("y")))

    run = runs.grow(replace(run, lanes=(lane("2", "b:two", turn("And?", 1, "b:two")), first)))

    assert runs.open("ann", run.id) == run
    assert [each.key for each in run.lanes] == ["2", "1"]


def test_a_lane_that_is_removed_and_a_turn_that_is_retried_are_replaced(runs: Runs) -> None:
    run = runs.begin("ann", lanes("a:one", "b:two"))

    retried = lane("2", "c:three", turn(model="c:three"))
    run = runs.grow(replace(run, lanes=(retried,)))

    assert runs.open("ann", run.id) == run
    assert runs.list("ann")[0].models == ("c:three",)


def test_replies_whose_writer_is_gone_are_marked_incomplete(database: Database) -> None:
    now = [0.0]
    runs = Runs(database, clock=lambda: now[0])
    run = runs.begin("ann", growing("1 2"))

    assert latest(runs.open("ann", run.id)) == ("1 2", "writing")
    assert latest(Runs(database).open("ann", run.id)) == ("1 2", "incomplete")
    now[0] = 31.0
    assert latest(runs.open("ann", run.id)) == ("1 2", "incomplete")


def test_a_silent_model_keeps_its_run_alive_as_long_as_it_is_grown(database: Database) -> None:
    now = [0.0]
    runs = Runs(database, clock=lambda: now[0])
    run = runs.begin("ann", growing("", "waiting"))

    for now[0] in (20.0, 40.0, 60.0):
        run = runs.grow(run)

    assert latest(runs.open("ann", run.id)) == ("", "waiting")


def test_a_run_that_was_opened_again_goes_on(database: Database) -> None:
    run = Runs(database).begin("ann", growing("1 2"))
    runs = Runs(database)
    opened = runs.open("ann", run.id)
    more = turn("And?", 1, "b:two")

    second = replace(opened.lanes[1], turns=(*opened.lanes[1].turns, more))
    runs.grow(replace(opened, lanes=(opened.lanes[0], second)))

    kept = Runs(database).open("ann", run.id)
    assert [each.replies[0].status for each in kept.lanes[1].turns] == ["incomplete", "done"]


def test_of_two_pages_that_go_on_with_one_run_neither_loses_a_turn(runs: Runs) -> None:
    begun = runs.begin("ann", (lane("1"),))
    one, other = runs.open("ann", begun.id), runs.open("ann", begun.id)
    by_one = (lane("1", "a:one", turn(), turn("One.", 1)),)
    by_other = (lane("1", "a:one", turn(), turn("Other.", 1)),)

    runs.grow(replace(one, lanes=by_one))
    with pytest.raises(MovedOn):
        runs.grow(replace(other, lanes=by_other))
    runs.begin("ann", by_other, other.title)

    kept = [runs.open("ann", run.id).lanes for run in runs.list("ann")]
    assert by_one in kept and by_other in kept


def test_the_list_shows_the_newest_first_page_by_page(runs: Runs) -> None:
    for number in range(7):
        runs.begin("ann", lanes(), f"run {number}", created_at=1000.0 + number // 2)

    pages: list[list[str]] = []
    before = None
    while page := runs.list("ann", limit=3, before=before):
        pages.append([run.title for run in page])
        before = page[-1].place

    assert [len(page) for page in pages] == [3, 3, 1]
    titles = [title for page in pages for title in page]
    assert len(set(titles)) == 7
    assert titles[0] == "run 6" and set(titles[-2:]) == {"run 0", "run 1"}


def test_the_list_says_what_a_run_is_without_opening_it(runs: Runs) -> None:
    late = lane("2", "b:two", turn("And?", 1))
    run = runs.begin("ann", (late, lane("1", "a:one", turn(), turn("And?", 1))))

    (summary,) = runs.list("ann")

    assert (summary.id, summary.created_at) == (run.id, run.created_at)
    assert summary.models == ("b:two", "a:one")
    assert summary.turns == 2
    assert abs(summary.created_at - time.time()) < 3600


@pytest.mark.parametrize("limit", [-1, 0, 1])
def test_the_list_is_never_empty_or_endless_by_its_limit(runs: Runs, limit: int) -> None:
    runs.begin("ann", lanes())
    runs.begin("ann", lanes())

    assert len(runs.list("ann", limit=limit)) == 1


def test_a_run_is_titled_by_the_first_words_of_its_first_message(runs: Runs) -> None:
    long = lane("1", "a:one", turn("  Why is\nthe sky " + "so very " * 40))

    title = runs.begin("ann", (long,)).title

    assert title.startswith("Why is the sky so very")
    assert title.endswith("…") and len(title) <= LONGEST_TITLE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("New name", "New name"),
        ("  two\nlines\t", "two lines"),
        (" \n ", "Which colour?"),
        ("名" * 500, "名" * (LONGEST_TITLE - 1) + "…"),
        ("half \ud800 and \0", "half \ufffd and \ufffd"),
    ],
)
def test_a_run_can_be_renamed(runs: Runs, given: str, kept: str) -> None:
    run = runs.begin("ann", lanes())

    assert runs.rename("ann", run.id, given) == kept

    assert runs.list("ann")[0].title == kept


def test_a_name_given_while_a_run_grows_stays(runs: Runs) -> None:
    run = runs.begin("ann", growing("1"))
    runs.rename("ann", run.id, "By hand")

    runs.grow(replace(run, lanes=growing("1 2", "done")))

    assert runs.list("ann")[0].title == "By hand"


def test_a_deleted_run_leaves_no_row_and_is_not_begun_again_by_growing(
    database: Database, runs: Runs
) -> None:
    run = runs.begin("ann", growing("1"))

    runs.delete("ann", run.id)

    with pytest.raises(NotFound):
        runs.grow(replace(run, lanes=growing("1 2")))
    with database.reading() as connection:
        for table in ("runs", "lanes", "turns", "replies"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


STRANGE_IDS = ["", "x", "../parley.db", "' OR 1=1 --", "\ud800", "\0", "a" * 100_000, "0" * 32]


@pytest.mark.parametrize("act", ["open", "rename", "delete", "grow"])
def test_the_run_of_another_is_not_found_and_stays_as_it_is(runs: Runs, act: str) -> None:
    run = runs.begin("ann", growing("canary"))
    acts: dict[str, Callable[[], object]] = {
        "open": lambda: runs.open("bob", run.id),
        "rename": lambda: runs.rename("bob", run.id, "mine"),
        "delete": lambda: runs.delete("bob", run.id),
        "grow": lambda: runs.grow(replace(run, owner="bob", lanes=growing("mine"))),
    }

    with pytest.raises(NotFound) as raised:
        acts[act]()

    assert "canary" not in str(raised.value)
    assert runs.list("bob") == ()
    assert runs.open("ann", run.id) == run


@pytest.mark.parametrize("run_id", STRANGE_IDS)
def test_an_id_that_names_no_run_is_not_found(runs: Runs, run_id: str) -> None:
    runs.begin("ann", lanes())

    for act in (runs.open, runs.delete):
        with pytest.raises(NotFound):
            act("ann", run_id)
    assert len(runs.list("ann", before=(float("inf"), run_id))) == 1


@pytest.mark.parametrize("owner", ["", " ", "a\ud800", "a\0", "a\nb"])
def test_an_owner_that_could_be_mistaken_for_another_is_refused(runs: Runs, owner: str) -> None:
    for act in (lambda: runs.begin(owner, lanes()), lambda: runs.list(owner)):
        with pytest.raises(ValueError, match="owner"):
            act()


def test_what_no_file_can_hold_is_replaced_and_the_rest_is_kept(runs: Runs) -> None:
    strange = whole_run("a \ud83d b \0 c \ud83d\ude00")

    run = runs.begin("ann", strange.lanes)

    kept = runs.open("ann", run.id).lanes[0].turns[0]
    assert kept.message == kept.replies[0].text == "a \ufffd b \ufffd c 😀"


def test_a_parameter_that_is_named_like_a_secret_is_not_kept(
    runs: Runs, tmp_path: Path, database: Database
) -> None:
    parameters = {"api_key": "sk-canary", "extra": {"Authorization": "sk-canary"}, "max_tokens": 5}

    run = runs.begin("ann", (replace(lane(), parameters=parameters),))

    hidden = {"api_key": "[hidden]", "extra": {"Authorization": "[hidden]"}, "max_tokens": 5}
    assert runs.open("ann", run.id).lanes[0].parameters == hidden
    database.close()
    assert all(b"sk-canary" not in path.read_bytes() for path in tmp_path.iterdir())


def test_parameters_that_are_no_json_do_not_keep_a_run_from_being_kept(runs: Runs) -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    parameters = {"deep": deep, "nan": float("nan"), "object": object, "big": 10**400}

    run = runs.begin("ann", (replace(lane(), parameters=parameters),))

    kept = runs.open("ann", run.id).lanes[0].parameters
    assert kept["nan"] is None and kept["big"] == 10**400


def test_two_lanes_of_one_key_are_refused_since_one_would_be_lost(runs: Runs) -> None:
    with pytest.raises(ValueError, match="key"):
        runs.begin("ann", (lane("1"), lane("1")))


@pytest.mark.parametrize("words", ["no json", "{}", '{"status": "flying"}', "[]"])
def test_a_row_that_makes_no_sense_is_told_and_the_other_runs_can_be_opened(
    database: Database, runs: Runs, words: str
) -> None:
    good, bad = runs.begin("ann", lanes()), runs.begin("ann", lanes())
    with database.writing() as connection:
        change = text("UPDATE replies SET details = :words WHERE run_id = :id")
        connection.execute(change, {"words": words, "id": bad.id})

    with pytest.raises(NotKept) as raised:
        runs.open("ann", bad.id)

    assert raised.value.reason == "damaged"
    assert runs.open("ann", good.id) == good


def test_after_a_kill_everything_grown_is_there_and_the_turn_is_incomplete(
    place: Path | str,
) -> None:
    with start("grow", str(place)) as process:
        told = [line_of(process) for _ in range(30)]
        os.kill(process.pid, signal.SIGKILL)
    run_id, count = told[-1].split()

    database = open_database(place)
    kept, status = latest(Runs(database).open("ann", run_id))

    assert database.problem is database.moved_aside is None
    assert status == "incomplete"
    assert kept.startswith(" ".join(map(str, range(int(count)))))
    assert Runs(database).open("ann", run_id).lanes[0].turns[0].replies[0].status == "done"
    database.close()


def test_two_processes_can_begin_a_database_and_write_at_once(place: Path | str) -> None:
    processes = [start("begin", str(place), "25") for _ in range(2)]

    codes = [process.wait() for process in processes]

    for process in processes:
        with suppress(BrokenPipeError):
            process.communicate()
    database = open_database(place)
    kept = Runs(database).list("ann")
    assert codes == [0, 0]
    assert len(kept) == 50
    assert {latest(Runs(database).open("ann", run.id)) for run in kept} == {("1 2 3", "done")}
    database.close()


def test_fifty_threads_can_write_and_read_at_once(runs: Runs) -> None:
    def work(number: int) -> bool:
        run = runs.begin(f"owner {number % 5}", growing(""))
        for count in range(4):
            run = runs.grow(replace(run, lanes=growing(str(number) * count)))
            assert runs.list(run.owner)
        return runs.open(run.owner, run.id) == run

    with ThreadPoolExecutor(50) as threads:
        done = list(threads.map(work, range(50)))

    assert all(done)
    assert sum(len(runs.list(f"owner {number}")) for number in range(5)) == 50


def test_a_run_can_be_listed_and_opened_at_any_moment_of_its_growth(runs: Runs) -> None:
    begun = runs.begin("ann", growing(""))
    seen: list[str] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            assert runs.list("ann")[0].models == ("a:one", "b:two")
            seen.append(latest(runs.open("ann", begun.id))[0])

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        run = begun
        for count in range(60):
            run = runs.grow(replace(run, lanes=growing("x" * count)))
        over.set()
        reading.result()

    assert [len(words) for words in seen] == sorted(len(words) for words in seen)
