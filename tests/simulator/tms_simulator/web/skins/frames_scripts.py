# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of the skin `frames`."""

from __future__ import annotations

#: In every document that can be posted.
PAGES = """
function __doPostBack(eventTarget, eventArgument) {
  var theForm = document.forms['aspnetForm'];
  theForm.__EVENTTARGET.value = eventTarget;
  theForm.__EVENTARGUMENT.value = eventArgument;
  theForm.submit();
}
var adminRoot = '/tms/administration/';
function openWindow(page, key, id) {
  window.open(adminRoot + page + '.aspx?' + key + '=' + id, 'w' + id, 'width=800,height=600,scrollbars=yes,resizable=yes');
}
function editUser(id) {
  var url = adminRoot + "user.aspx?userId=" + id;
  url += "&rnd=" + Math.random();
  var w = window.open(url, "user", "width=640,height=480,resizable=yes");
  w.focus();
}
function addOptionKey() {
  var done = window.showModalDialog('addoptionkey.aspx?t=' + new Date().getTime(), window, 'dialogWidth:420px;dialogHeight:180px');
  if (done) { location.href = location.href; }
}
function openInfo(title) { window.open('/tms/info.aspx?title=' + escape(title), 'info'); }
function togglePane(img) { var body = img.parentNode.nextSibling; body.style.display = body.style.display == 'none' ? '' : 'none'; }
function setAll(box) {
  var all = box.form.elements;
  for (var i = 0; i < all.length; i++) { if (all[i].type == 'checkbox') all[i].checked = box.checked; }
}
function showMenu(cell) { cell.lastChild.style.visibility = 'visible'; }
"""

MENU_FRAME = """
function go(page) { parent.frames["content"].location.href = page; }
function Menu_HoverStatic(item) { document.getElementById(item.id + 'Items').style.display = 'block'; }
function Menu_HoverDynamic(item) { var below = document.getElementById(item.id + 'Items'); if (below) below.style.display = 'block'; }
"""

#: In a window that closes itself.
CLOSED = """
window.returnValue = true;
if (window.opener) { window.opener.location.href = window.opener.location.href; }
window.close();
"""

#: What ScriptManager writes.
PARTIAL = """
Sys.WebForms.PageRequestManager._initialize('{manager}', document.getElementById('aspnetForm'));
Sys.WebForms.PageRequestManager.getInstance()._updateControls(['tctl00$uxFeedbackPanel','tctl00$uxContentPanel'], [], [], 90);
"""
