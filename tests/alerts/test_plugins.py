"""Services that are loaded alone are what Apprise makes of their addresses."""

from typing import Any

import pytest

from alerts import plugins

ADDRESSES = [
    "discord://123456789012345678/abcdefghijklmnop",
    "gotify://gotify.example/Abcdefghijklmno",
    "gotifys://gotify.example/Abcdefghijklmno",
    "json://me:pass@hook.example:8080/a/b?method=PUT&+X-Key=v",
    "jsons://hook.example/",
    "mailto://me:pass@mail.example?to=a@b.example,c@d.example&cc=e@f.example",
    "mailtos://me:pass@gmail.com",
    "matrix://me:pass@matrix.example/#room",
    "matrixs://me:pass@matrix.example/!room",
    "mmost://mattermost.example/abcdefghijklmnopqrstuvwxyz",
    "mmosts://mattermost.example/abcdefghijklmnopqrstuvwxyz/?channel=news",
    "ntfy://topic",
    "ntfys://ntfy.example/topic?priority=high",
    "pover://userkeyuserkeyuserkeyuserkey0@tokentokentokentokentokentok0",
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#news",
    "tgram://123456789:abcdefg_hijklmnop/12315544/",
]
REFUSED = [
    "discord://",
    "json://",
    "mailto://",
    "slack://T1JJ3T3L2",
    "tgram://x",
    "json://hook.example/\nx",
    "json:/hook.example",
    "json",
    "",
]
STUMBLED = ["tgram://123456789:abcdefg_hijklmnopx//me:pass@host.example?", "glib://?"]


@pytest.mark.parametrize("address", [*ADDRESSES, *(f" {one.upper()}" for one in ADDRESSES[3:5])])
def test_a_service_loaded_alone_is_the_same(address: str) -> None:
    alone: Any = plugins.plugin_of(address)
    found = plugins.everything().Apprise.instantiate(address, asset=plugins.asset())
    assert alone is not None
    assert type(alone) is type(found)
    assert alone.url(privacy=False) == found.url(privacy=False)
    assert len(alone) == len(found)
    assert alone.tags == found.tags


@pytest.mark.parametrize("address", REFUSED)
def test_what_apprise_refuses_is_refused(address: str) -> None:
    assert plugins.everything().Apprise.instantiate(address, asset=plugins.asset()) is None
    assert plugins.plugin_of(address) is None


@pytest.mark.parametrize("address", STUMBLED)
def test_what_a_service_stumbles_over_is_refused_too(address: str) -> None:
    with pytest.raises(TypeError):
        plugins.everything().Apprise.instantiate(address, asset=plugins.asset())
    assert plugins.plugin_of(address) is None


def test_each_is_the_service_of_its_schema_and_is_tried_here() -> None:
    schemas = {address.partition("://")[0] for address in ADDRESSES}
    assert schemas == set(plugins.ALONE)


def test_other_services_are_found_by_apprise() -> None:
    plugin = plugins.plugin_of("rocket://me:pass@rocket.example/#news")
    assert type(plugin).__name__ == "NotifyRocketChat"
