# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels that announce a change, in the seven languages of the web UI.

This module util is PRIVATE to the collection; it can change at any time.

What TMS writes on its buttons in other languages than English was not seen: these are the words that user interfaces of the
language have for it (guess). Folders and systems are shown under names that people gave them: "New York" is one, "New Folder"
is none.
"""

from __future__ import annotations

import re

#: English: a label that begins with one of these words changes something.
_ENGLISH = frozenset(
    (
        *(
            "add",
            "apply",
            "approve",
            "assign",
            "book",
            "clear",
            "create",
            "delete",
            "disable",
            "enable",
            "end",
            "import",
        ),
        *(
            "insert",
            "move",
            "new",
            "ok",
            "purge",
            "reboot",
            "reject",
            "remove",
            "rename",
            "replace",
            "reset",
            "restart",
        ),
        *("restore", "run", "save", "send", "set", "submit", "synchronize", "update", "upload"),
    )
)

#: What such a word is about, where a name may begin with it, too.
_OBJECTS = frozenset(
    (
        *(
            "all",
            "booking",
            "bookings",
            "conference",
            "conferences",
            "endpoint",
            "endpoints",
            "entry",
            "folder",
            "folders",
        ),
        *("group", "groups", "here", "item", "items", "key", "keys", "permission", "permissions", "row", "selected"),
        *("setting", "settings", "system", "systems", "template", "ticket", "tickets", "this", "to", "user", "users"),
    )
)

#: German, French and Russian: verbs that no name has in it, wherever they stand.
_VERBS = frozenset(
    (
        *(
            "aktivieren",
            "anlegen",
            "anwenden",
            "deaktivieren",
            "entfernen",
            "ersetzen",
            "erstellen",
            "genehmigen",
            "ablehnen",
        ),
        *(
            "hinzufügen",
            "importieren",
            "löschen",
            "senden",
            "speichern",
            "umbenennen",
            "verschieben",
            "wiederherstellen",
        ),
        *("zurücksetzen", "übernehmen", "aktualisieren", "buchen", "synchronisieren", "zuweisen"),
        *("activer", "ajouter", "appliquer", "approuver", "créer", "déplacer", "désactiver", "enregistrer", "envoyer"),
        *("importer", "rejeter", "remplacer", "renommer", "redémarrer", "restaurer", "réinitialiser", "supprimer"),
        *("synchroniser", "attribuer"),
        *("включить", "восстановить", "добавить", "заменить", "импортировать", "обновить", "отключить", "отклонить"),
        *("отправить", "переименовать", "переместить", "применить", "сбросить", "создать", "сохранить", "удалить"),
        *("утвердить", "назначить", "синхронизировать", "перезапустить"),
    )
)

#: The same languages: words for new, which begin a name, too; and what they are about.
_NEW = frozenset({"neu", "neue", "neuer", "neues", "neuen", "nouveau", "nouvel", "nouvelle", "новый", "новая", "новое"})
_NEW_OBJECTS = frozenset(
    (
        *("benutzer", "gruppe", "gruppen", "konferenz", "ordner", "system", "systeme", "vorlage"),
        *("conférence", "dossier", "groupe", "modèle", "système", "utilisateur"),
        *("группа", "папка", "пользователь", "система", "шаблон", "конференция"),
    )
)

#: Chinese, Japanese and Korean, which part no words or few.
_SIGNS = (
    "删除|添加|新建|保存|创建|重命名|移动|导入|重置|应用|批准|拒绝|启用|禁用|发送|替换|还原|重启|更新|同步|移除"
    "|削除|追加|新規|作成|変更|移動|インポート|リセット|適用|承認|拒否|有効|無効|送信|置換|復元|再起動|登録|除外|解除|同期"
    "|삭제|추가|새로|저장|만들기|이동|가져오기|초기화|재설정|적용|승인|거부|보내기|바꾸기|복원|다시 시작|업데이트|등록|제거|동기화"
)
_SIGN_OBJECTS = (
    "系统|文件夹|组|用户|模板|全部|所选"
    "|システム|フォルダ|グループ|ユーザ|テンプレート|すべて|選択"
    "|시스템|폴더|그룹|사용자|템플릿|모두|선택"
)
_ANYWHERE = re.compile(_SIGNS)
#: The word alone, or behind what it is about.
_LAST = re.compile(rf"(?:{_SIGNS})(?:する|하기)?|.*(?:[のを을를 ]|{_SIGN_OBJECTS})(?:{_SIGNS})(?:する|하기)?")
#: Before what it is about; a group or a user may be called so, too: "登録ユーザー" are those who are registered.
_FIRST = re.compile(rf"(?:{_SIGNS}).*(?:{_SIGN_OBJECTS}).*")


def announces_writing(label: str, *, may_be_name: bool, in_row: bool = False) -> bool:
    """Whether a label, normalised, says that something changes.

    may_be_name: it may be the name of a folder or a system; in_row: it stands in the row of what may be called so.
    """
    first, dummy, rest = label.partition(" ")
    words = re.findall(r"[^\W\d_]+", label)
    if first in _ENGLISH:
        return not may_be_name or not rest or not _OBJECTS.isdisjoint(rest.split(" "))
    if not _VERBS.isdisjoint(words):
        return True
    if not _NEW.isdisjoint(words):
        return not may_be_name or len(words) == 1 or not _NEW_OBJECTS.isdisjoint(words)
    if not may_be_name:
        return _ANYWHERE.search(label) is not None
    return _LAST.fullmatch(label) is not None or (not in_row and _FIRST.fullmatch(label) is not None)


def is_writing_word(label: str) -> bool:
    """Whether a label begins with a word that changes something, in a name or not; "New York" and its like apart."""
    first = label.partition(" ")[0]
    return (first in _ENGLISH and first != "new") or announces_writing(label, may_be_name=True)
