"""How far a round has come is told by what can be counted, and the first step that lacks something is on now."""

from dataclasses import replace

from audit.home.rules import RoundFacts, State, Step, standings

PLANNED = RoundFacts(
    boards=2, frames=0, sizes_fixed=False, drawn=False, units=0, reviews=0, signed=0, deviating_questions=0,
    observations=0, shared=0, replied=0, meetings=0, report_texts=0, areas_open=3, areas_followed=0,
)  # fmt: skip
DONE = RoundFacts(
    boards=2, frames=2, sizes_fixed=True, drawn=True, units=20, reviews=20, signed=20, deviating_questions=4,
    observations=3, shared=3, replied=3, meetings=1, report_texts=1, areas_open=0, areas_followed=3,
)  # fmt: skip


def states(facts: RoundFacts) -> dict[Step, State]:
    return {standing.step: standing.state for standing in standings(facts)}


def words(facts: RoundFacts, step: Step) -> str:
    return next(standing.words for standing in standings(facts) if standing.step is step)


def test_a_planned_round_waits_for_its_register() -> None:
    assert states(PLANNED)[Step.REGISTER] is State.NOW
    assert words(PLANNED, Step.REGISTER) == "0 av 2 ramar frysta"
    assert [state for step, state in states(PLANNED).items() if step is not Step.REGISTER] == [State.LATER] * 6


def test_the_steps_are_always_the_seven_of_the_year_in_order() -> None:
    assert [standing.step for standing in standings(PLANNED)] == list(Step)


def test_with_frames_the_sample_is_next_and_says_what_it_lacks() -> None:
    framed = replace(PLANNED, frames=2)
    assert states(framed)[Step.SAMPLE] is State.NOW
    assert words(framed, Step.SAMPLE) == "storlekar ska bestämmas"
    assert words(replace(framed, sizes_fixed=True), Step.SAMPLE) == "storlekarna är bestämda, fröet tas fram"


def test_a_review_is_done_only_when_every_file_is_signed() -> None:
    assert states(replace(DONE, signed=19))[Step.REVIEW] is State.NOW
    assert words(replace(DONE, signed=19), Step.REVIEW) == "19 av 20 akter signerade"


def test_an_unanswered_observation_keeps_the_talk_open() -> None:
    assert states(replace(DONE, replied=2))[Step.COMMUNICATION] is State.NOW


def test_an_area_that_is_not_judged_keeps_the_follow_up_open() -> None:
    assert states(replace(DONE, areas_open=1))[Step.FOLLOW_UP] is State.NOW
    assert words(replace(DONE, areas_open=1), Step.FOLLOW_UP) == "1 av 4 områden kvar att bedöma"


def test_a_round_without_earlier_areas_has_nothing_to_follow_up() -> None:
    assert words(replace(DONE, areas_followed=0), Step.FOLLOW_UP) == "inga områden från tidigare år"


def test_a_round_that_lacks_nothing_is_done_in_every_step() -> None:
    assert set(states(DONE).values()) == {State.DONE}


def test_the_report_is_done_when_its_text_is_written_and_tells_which_version_is_published() -> None:
    assert words(DONE, Step.REPORT) == "texten är bearbetad"
    assert words(replace(DONE, report_texts=0, published=2), Step.REPORT) == "version 2 är publicerad"
    assert states(replace(DONE, report_texts=0, published=2))[Step.REPORT] is State.DONE


def test_where_each_board_has_its_report_the_step_is_done_when_all_are_published() -> None:
    some, every = (replace(DONE, boards=2, frames=2, each=1, published_each=amount) for amount in (1, 2))
    assert words(some, Step.REPORT) == "1 av 2 rapporter publicerade"
    assert states(some)[Step.REPORT] is State.NOW
    assert states(every)[Step.REPORT] is State.DONE
