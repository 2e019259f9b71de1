# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read back of a service user."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action
from ansible_collections.telepresence.tms.plugins.module_utils._resources import service_users
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages.users import UserPage

BEFORE = {"email": "jane@example.com", "groups": ["Users"]}


class Tms:
    web = None


def test_a_user_that_was_not_deleted_is_read_back_as_he_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else he would pass for changed."""
    page = UserPage(None, "EXAMPLE\\jane", BEFORE, {})
    monkeypatch.setattr(service_users.users, "opened", lambda *dummy: page)
    monkeypatch.setattr(service_users, "group_names", lambda dummy: ())
    resource = service_users.ServiceUsers()
    action = Action("user", "EXAMPLE\\jane", "delete", BEFORE, None)
    after = resource.read_back(Tms(), action).after
    assert after == BEFORE
    assert "TMS still lists the user" in str(resource.mismatch(action, after))
