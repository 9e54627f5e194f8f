"""The channel selection matrix and the channels by stage, row by row, in the shipped handbook."""

from datetime import timedelta

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.channels import Channel, ChannelPolicy, stage

CHANNELS = load(SHIPPED).channels
NOW, HOUR, MINUTE = timedelta(), timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("row", "best_for", "least", "most", "cost", "complexity"),
    [
        ("email", ("complex issues", "documentation trail"), 4 * HOUR, 24 * HOUR, 2, "low"),
        ("chat", ("quick questions", "browsing support"), NOW, 2 * MINUTE, 3, "medium"),
        ("phone", ("urgent issues", "complex explanations"), NOW, NOW, 4, "high"),
        ("self_service", ("common questions", "how-tos"), NOW, NOW, 1, "medium"),
        ("in_app", ("contextual help", "onboarding"), NOW, 5 * MINUTE, 2, "medium"),
        ("social", ("public issues", "brand monitoring"), NOW, HOUR, 2, "medium"),
        ("forum", ("peer support", "feature discussion"), 4 * HOUR, 24 * HOUR, 1, "low"),
        ("bot", ("deflection", "routing", "common questions"), NOW, NOW, 1, "high"),
    ],
)
def test_channel_selection_matrix(row, best_for, least, most, cost, complexity):
    channel = CHANNELS.matrix[row]
    assert (channel.best_for, channel.answer_from, channel.answer_within) == (best_for, least, most)
    assert (channel.cost, channel.complexity) == (cost, complexity)


@pytest.mark.parametrize(
    ("tickets", "name", "offers"),
    [
        (0, "startup", {"email", "self_service", "in_app"}),
        (999, "startup", {"email", "self_service", "in_app"}),
        (1_000, "growth", {"email", "self_service", "in_app", "chat", "phone", "bot"}),
        (10_000, "scale", {"email", "self_service", "in_app", "chat", "phone", "bot", "social", "forum"}),
    ],
)
def test_channel_architecture_by_company_stage(tickets, name, offers):
    found = stage(tickets, CHANNELS)
    assert found.value == name
    assert set(CHANNELS.stages[name].channels) == offers
    assert CHANNELS.stages[name].people in found.because


def test_a_stage_names_its_channels_as_people_do():
    assert stage(5, CHANNELS).because == (
        "5 tickets a month are 0 or more: Email, Knowledge base, In-app; one to three agents, everyone does everything"
    )


def test_a_handbook_without_stages_names_none():
    assert stage(5, ChannelPolicy()) is None


def test_a_mail_weighs_one_a_chat_two_and_a_call_four():
    assert [CHANNELS.weight(name) for name in ("email", "chat", "phone")] == [1, 2, 4]
    assert CHANNELS.weight("carrier pigeon") == 1


def test_a_ticket_that_weighs_nothing_is_refused():
    with pytest.raises(ValueError, match="a weight of at least 1, found 0"):
        Channel("Fax", (), NOW, 1, "low", weight=0)
