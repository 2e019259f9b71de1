# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages in other languages: wide and narrow signs, marks, forms as Japanese pages lay them out, and labels the user gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    NotAllowedError,
    NotTmsError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named, normalised, unmarked
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import pages
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import message
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    groups,
    navigator,
    tickets,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web

GERMAN = {"Systems": "Systeme", "Navigator": "Navigation", "General Settings": "Allgemein"}


@pytest.mark.parametrize(
    ("shown", "given"),
    [
        ("リモート予約：\u3000", "リモート予約"),
        ("※ リモート予約", "リモート予約"),
        ("リモート予約＊", "リモート予約"),
        ("【リモート予約】", "リモート予約"),
        ("■リモート予約", "リモート予約"),
        ("リモート予約▲▼", "リモート予約"),
        ("保\u3000存", "保存"),
        ("ﾘﾓｰﾄ予約", "リモート予約"),
        ("ﾃﾞﾌｫﾙﾄｸﾞﾙｰﾌﾟ", "デフォルトグループ"),
        ("ＴＭＳ　設定（１）", "TMS 設定(1)"),
        ("Name ▲", "Name"),
        ("[Edit]", "Edit"),
    ],
)
def test_a_label_is_the_same_in_all_its_forms(shown: str, given: str) -> None:
    assert normalised(shown) == normalised(given)


@pytest.mark.parametrize(
    ("one", "other"), [("○", "●"), ("Save all", "Saveall"), ("설정 저장", "설정저장"), ("Room 1", "Room1")]
)
def test_what_a_person_tells_apart(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_names_are_kept_as_people_gave_them() -> None:
    assert len({named(each) for each in ("会議室①", "会議室1", "会議室１", "会 議 室1", "【会議室1】")}) == 5
    assert named(unmarked("■会議室１")) == named("会議室１") != named("会議室1")


ABREAST = """<table><caption>【予約】</caption>
<tr><th>名前：</th><th><font color=red>※</font>リモート予約：</th></tr><tr><td>会議室 1</td><td>はい</td></tr>
<tr><th>種類：</th><th>ゾーン：</th></tr><tr><td>C40</td><td>(GMT+09:00) 東京</td></tr>
<tr><th>連絡先：</th></tr><tr><td>山田</td></tr></table>"""


def test_headings_with_their_values_below_them(read: Callable[[str], Document]) -> None:
    found = [(field.pane, normalised(field.label), field.value) for field in read(ABREAST).fields]
    assert found == [
        ("【予約】", label, value)
        for label, value in (
            ("名前", "会議室 1"),
            ("リモート予約", "はい"),
            ("種類", "C40"),
            ("ゾーン", "(GMT+09:00) 東京"),
            ("連絡先", "山田"),
        )
    ]


def test_headings_with_controls_below_them(read: Callable[[str], Document]) -> None:
    document = read(
        "<table><tr><th>Name:</th><th>Zone:</th></tr><tr><td><input name=n></td><td><input name=z></td></tr>"
        "<tr><th>Kind:</th></tr><tr><td><input name=k></td></tr></table>"
    )
    assert {
        label: [field.control.get("name") for field in document.fields_labelled([label]) if field.control is not None]
        for label in ("Name", "Zone", "Kind")
    } == {"Name": ["n"], "Zone": ["z"], "Kind": ["k"]}


def test_a_table_of_settings_under_headers_is_read_by_its_rows(read: Callable[[str], Document]) -> None:
    document = read(
        "<table><tr><th>Setting</th><th>Value</th></tr><tr><td>Remote Bookings</td><td>Yes</td></tr></table>"
    )
    assert [field.value for field in document.fields_labelled(["Remote Bookings"])] == ["Yes"]


@pytest.mark.parametrize("line", ["名前：会議室", "<p>名前：会議室</p>", "<div><b>名前：</b>会議室</div>"])
def test_a_wide_colon_parts_label_and_value(read: Callable[[str], Document], line: str) -> None:
    assert [field.value for field in read(line).fields_labelled(["名前"])] == ["会議室"]


# -- what every page says


@pytest.mark.parametrize("footer", ["S/N: 84000001 (tms)", "S/N：84000001（tms）"])
def test_serial_number_in_wide_signs(site: Any, web_of: Callable[..., Web], footer: str) -> None:
    site.pages["/"] = f"<a href='/tms/?p=nav'>Navigator</a><div>{footer}</div>"
    assert web_of(site).serial == "84000001"


def test_serial_number_under_another_label(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/"] = "<a href='/tms/?p=nav'>Navigation</a><div>Seriennummer: 84000001 (tms)</div>"
    with pytest.raises(NotTmsError):
        assert web_of(site).start
    taught = web_of(site, labels={**GERMAN, "S/N": "Seriennummer"})
    assert (taught.serial, taught.start.url) == ("84000001", "https://tms.example.com/tms/")


def test_a_page_with_the_menu_and_a_password_is_no_login_page(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/"] = "<a href='/tms/?p=nav'>Navigator</a><a href='/tms/?p=user'>Me</a>"
    site.pages["/?p=user"] = "<a href='/tms/?p=nav'>Navigator</a><form><input type=password name=webex></form>"
    web = web_of(site)
    assert web.foreign(web.open("https://tms.example.com/tms/?p=user"), "look") is None


def test_refusal_in_words_that_the_user_gave(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = "<h1>アクセスが拒否されました。</h1><p>このページを表示する権限がありません。</p>"
    with pytest.raises(LabelError):
        general_settings.read(web_of(site))
    with pytest.raises(NotAllowedError, match="アクセスが拒否されました"):
        general_settings.read(web_of(site, labels={"Access Denied": "アクセスが拒否されました"}))


def test_a_missing_label_is_named_as_the_option_knows_it(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=sys"] = site.pages["/"]
    with pytest.raises(LabelError) as told:
        navigator.folders_of(web_of(site, labels={"Navigator": "Navigation"}), [])
    assert "no label 'Navigation' (Navigator) was found" in str(told.value)
    assert "labels: {'Navigator': ...}" in str(told.value)


def test_a_message_without_blanks_is_passed_on(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages |= {"/?a": "<p>設定</p>", "/?b": "<p>設定</p><p>戻る</p><p>設定を保存しました。</p>"}
    web = web_of(site)
    before, after = (web.open(f"https://tms.example.com/tms/?{each}") for each in "ab")
    assert message(after, (before,)) == "設定を保存しました。"


# -- keys and figures

KEYS = """<h2>【ライセンスとオプションキー】</h2><table><tr><th>キー</th><th>説明</th><th>有効期限</th></tr>
<tr><td>7E51EC25-AA-00000001</td><td>Exchange 連携オプション</td><td>2027年1月31日</td></tr></table>
<p>Exchange 連携ライセンスの合計：<b>50</b></p><p>利用可能な Exchange 連携ライセンス：<b>20</b></p>
<p>TMSリリースキー：<span>12345678-90-ABCDEFAB</span></p>"""
JAPANESE = {
    "Licenses and Option Keys": "ライセンスとオプションキー",
    "Description": "説明",
    "Expires": "有効期限",
    "TMS Release Key": "TMSリリースキー",
    "Exchange Integration": "Exchange 連携",
    "Total": "合計",
    "Available": "利用可能",
}


def test_kinds_of_keys_and_figures_by_labels(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = KEYS
    settings = general_settings.read(web_of(site, labels=JAPANESE))
    assert [(key.kind, key.expires) for key in settings.keys] == [("exchange_integration", "2027年1月31日")]
    assert [(figure.product, figure.role, figure.value) for figure in settings.figures] == [
        ("Exchange Integration", "total", 50),
        ("Exchange Integration", "free", 20),
    ]


TICKETS = "<table><tr><th>Nr.</th><th>Ticket</th></tr><tr><td>1</td><td>Lizenzlimit erreicht</td></tr></table>"


@pytest.mark.parametrize(
    ("labels", "about"),
    [({"Yes": "Ja"}, None), ({"Yes": "Ja", "License": "Lizenz"}, True), ({"Severity": "Level"}, False)],
)
def test_tickets_about_licences(site: Any, web_of: Callable[..., Web], labels: Any, about: bool | None) -> None:
    site.pages["/?p=tickets"] = TICKETS
    assert [ticket.about_licences for ticket in tickets.read(web_of(site, labels=labels))] == [about]


# -- lists


@pytest.mark.parametrize(
    ("following", "labels"),
    [("<a href='/tms/?q=2'>次へ＞＞</a>", {"Next": "次へ"}), ("<a href='/tms/?q=2'>２</a>", {})],
)
def test_a_list_is_paged_by_wide_signs(site: Any, web_of: Callable[..., Web], following: str, labels: Any) -> None:
    site.pages |= {"/?q=1": f"<p>one</p>{following}", "/?q=2": "<p>two</p><a href='/tms/?q=1'>1</a>"}
    web = web_of(site, labels=labels)
    found = list(pages(web, web.open("https://tms.example.com/tms/?q=1")))
    assert [page.documents[0].text.split()[0] for page in found] == ["one", "two"]
    assert [trigger.kind for trigger in site.triggers] == ["pager"]


def test_a_choice_of_rows_may_say_what_it_counts(site: Any, web_of: Callable[..., Web]) -> None:
    def answer(fields: Any) -> str:
        rows = 50 if fields and dict(fields)["n"] == "b" else 2
        lines = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in range(rows))
        options = "<option value=a selected>2件</option><option value=b>50件</option>"
        call = "javascript:setTimeout('__doPostBack(\\'n\\',\\'\\')', 0)"
        return (
            f"<form action='/tms/?q'><select name=n onchange=\"{call}\">{options}</select>"
            f"<table><tr><th>番号</th><th>名前</th></tr>{lines}</table></form>"
        )

    site.pages["/?q"] = answer
    web = web_of(site)
    assert len(list(pages(web, web.open("https://tms.example.com/tms/?q")))) == 2


def test_links_that_announce_a_change_are_no_folders(site: Any, web_of: Callable[..., Web]) -> None:
    tools = (
        "System hinzufügen",
        "Löschen",
        "Neuer Ordner",
        "Ajouter",
        "Удалить",
        "システムの追加",
        "削除",
        "삭제",
        "添加系统",
    )
    names = ("New York", "Neubau", "新規事業部", "移動会議室", "Новосибирск", "Nouvelle-Calédonie")
    site.pages["/?p=nav"] = "".join(f"<a href='/tms/?do={each}'>{each}</a>" for each in (*tools, *names))
    for each in (*tools, *names):
        site.pages[f"/?do={each}"] = f"<p>{each}</p>"
    navigator.folders_of(web_of(site, System(1, "Lobby")), [])
    opened = {address.partition("do=")[2] for dummy, address, dummy2 in site.asked if "do=" in address}
    assert opened == set(names)


def test_boxes_of_groups_whose_names_differ_in_width_alone(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?q"] = (
        "<form><label><input type=checkbox name=a checked>予約１</label><label><input type=checkbox name=b>予約1：</label>"
        "<label><input type=checkbox name=c>予約１＊</label></form>"
    )
    web = web_of(site)
    found = groups.group_boxes(web.open("https://tms.example.com/tms/?q"), ["予約1", "予約１"])
    assert {name: box.control.get("name") for name, box in found.items()} == {"予約１": "a", "予約1": "b"}
