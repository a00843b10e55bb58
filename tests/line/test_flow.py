"""The flow by itself: no table, no clock. What may be heard, how deep it is, and that nothing but proof changes a word."""

from hypothesis import given
from hypothesis import strategies as st

from haven.line import flow
from haven.line.flow import Heard, News, Say, Where
from haven.line.words import AFTER_PROOF, WORDS

KEYS = st.one_of(
    st.sampled_from(["", "0", "1", "2", "3", "9", "*", "#", "12345678", "402817", "١٢٣٤٥٦", "1" * 32]),
    st.text("0123456789*#", max_size=9),
)
# Single keys, and the ways that lead to a proof, so that most calls come to one.
CHUNKS = st.one_of(
    KEYS.map(lambda key: [key]),
    st.sampled_from(
        [["1", "1", "12345678", "402817"], ["2", "12345678", "402817"], ["12345678", "402817"], ["1"], ["2"]]
    ),
)
CALLS = st.tuples(
    st.sampled_from([[], ["1", "1", "12345678", "402817"], ["2", "1", "12345678", "402817"]]),
    st.lists(CHUNKS, max_size=8),
).map(lambda parts: [*parts[0], *(key for chunk in parts[1] for key in chunk)])
NEWS = News(True, False, "2026-11-09")


def play(keys, answers):
    """Everything that a call says, with what follows a proof given in turn."""
    turn, said = flow.begin(), []
    for pressed, answer in zip(keys, answers, strict=True):
        said += turn.words
        if turn.act == flow.PROVE:
            raise AssertionError("a proof is answered before anything else is heard")
        turn = flow.heard(turn.where, Heard(pressed))
        if turn.act == flow.PROVE:
            turn = flow.proven(turn.where, *answer[:1], duress=answer[1])
    return said + list(turn.words)


@given(CALLS)
def test_without_proof_no_word_is_one_of_the_news(keys):
    said = play(keys, [(None, False)] * len(keys))
    assert not {say.code for say in said} & set(AFTER_PROOF) and not any(say.day for say in said)


@given(CALLS)
def test_wrong_and_under_duress_sound_alike_to_the_end(keys):
    assert play(keys, [(None, False)] * len(keys)) == play(keys, [(None, True)] * len(keys))


@given(st.lists(CHUNKS, max_size=8))
def test_after_danger_the_right_pin_opens_nothing(chunks):
    """The first PIN is the one for danger, and what follows is the right one."""
    keys = [key for chunk in chunks for key in chunk]
    where = Where(state=flow.PIN, card="12345678")
    turn = flow.proven(flow.heard(where, Heard("771930")).where, NEWS, duress=True)
    for pressed in keys:
        if turn.where.state == flow.OVER:
            break
        turn = flow.heard(turn.where, Heard(pressed))
        if turn.act == flow.PROVE:
            turn = flow.proven(turn.where, NEWS)
        assert not {say.code for say in turn.words} & set(AFTER_PROOF)


@given(CALLS)
def test_every_call_ends_and_every_word_is_in_the_list(keys):
    """However somebody keys, no call goes on for ever: silence and wrong keys lead to a person."""
    turn, steps = flow.begin(), 0
    for pressed in [*keys, *[""] * 40]:
        if turn.where.state == flow.OVER:
            break
        turn = flow.heard(turn.where, Heard(pressed))
        if turn.act == flow.PROVE:
            turn = flow.proven(turn.where, None)
        steps += 1
        assert all(say.code in WORDS for say in turn.words) and (turn.keys > 0) == (turn.where.state != flow.OVER)
    assert turn.where.state == flow.OVER and steps < 60


def test_a_machine_and_a_call_that_is_over_hear_nothing():
    assert flow.begin(machine=True).words == () and flow.begin(machine=True).keys == 0
    for state in flow.KEYS:
        for what in (Heard(machine=True), Heard(hung_up=True), Heard("1", machine=True)):
            assert flow.heard(Where(state=state), what).words == ()


def test_a_right_pin_after_danger_in_the_same_call():
    where = flow.proven(Where(state=flow.PIN, card="12345678"), None, duress=True).where
    for pressed in ("2", "12345678", "402817"):
        turn = flow.heard(where, Heard(pressed))
        where = turn.where
    assert turn.act == flow.PROVE
    assert [say.code for say in flow.proven(where, NEWS).words] == ["no_update", "after"]


def test_two_choices_that_are_none_lead_to_a_person():
    turn = flow.heard(flow.begin().where, Heard(""))
    assert turn.words == (Say("again"), Say("greeting"))
    turn = flow.heard(turn.where, Heard("7"))
    assert turn.act == flow.PERSON and turn.where.state == flow.OVER
    assert flow.heard(flow.begin().where, Heard("0")).act == flow.PERSON


def test_what_is_told_is_the_list_and_nothing_else():
    where = Where(state=flow.PIN, card="12345678")
    told = flow.proven(where, NEWS).words
    assert [say.code for say in told] == ["in_force", "not_given", "hearing", "after"] and told[2].day == "2026-11-09"
    assert [s.code for s in flow.proven(where, News(False, False)).words][:3] == [
        "not_in_force",
        "not_given",
        "no_hearing",
    ]


def test_where_a_call_stands_can_be_put_away_and_taken_out():
    where = Where(flow.AFTER, "cy", "12345678", 1, 2, True)
    assert Where.load(where.dump()) == where
