import pytest

from alerts.answers import Answer, Fate
from alerts.poison import ENOUGH, Poison

TOO_LARGE = Answer(fate=Fate.LATER, reason="too large", cause="HTTP 413")


def test_a_message_that_is_refused_while_others_pass_is_the_reason_itself() -> None:
    poison = Poison()
    said = []
    for _ in range(ENOUGH):
        said.append(poison.refused(1, TOO_LARGE))
        poison.passed(2)
    assert said == [False] * (ENOUGH - 1) + [True]


def test_while_nothing_passes_it_may_be_the_service() -> None:
    poison = Poison()
    assert not any(poison.refused(1, TOO_LARGE) for _ in range(10))
    poison.passed(2)
    assert not poison.refused(1, TOO_LARGE)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(fate=Fate.LATER, cause="HTTP 500"),
        Answer(fate=Fate.LATER, cause="HTTP 429"),
        Answer(fate=Fate.LATER, cause="SMTP 451"),
        Answer(fate=Fate.LATER, cause="it did not answer in time"),
        Answer(fate=Fate.LATER, cause="HTTP 413", sure=False),
    ],
)
def test_a_service_in_trouble_is_never_the_fault_of_a_message(answer: Answer) -> None:
    poison = Poison()
    for _ in range(10):
        assert not poison.refused(1, answer)
        poison.passed(2)
