# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a booking client is told that may not open the page which its wish needs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import LabelError, NotAllowedError
from ansible_collections.telepresence.tms.plugins.module_utils._resources import booking_check

ERRORS = [
    NotAllowedError("open the Navigator", said="HTTP 403", remedy="use an account in the TMS group Site Administrator"),
    LabelError("open a page", label="Navigator", where="the menu"),
]


class Client:
    """A TMS as an account sees it that may book, and may not open the Navigator."""

    me = "TMS\\calendar"
    systems = (SimpleNamespace(id=1, name="Oslo"),)

    def __init__(self, error):
        self.error = error

    @property
    def folders(self):
        raise self.error


@pytest.mark.parametrize("error", ERRORS, ids=["refused", "no menu entry"])
def test_a_client_without_the_navigator_names_systems_otherwise(error):
    params = {"systems": [{"folder": "Europe"}], "within_hours": 24, "minutes": 30}
    with pytest.raises(NotAllowedError) as caught:
        booking_check.check(Client(error), params)
    assert "account 'TMS\\calendar'" in str(caught.value)
    assert error.said in str(caught.value)
    assert str(caught.value).endswith(
        "; name these systems by pattern, name or id, as a booking client need not open the Navigator."
    )
