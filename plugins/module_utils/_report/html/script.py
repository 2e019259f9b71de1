# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script of the page: the theme, the search, and printing all that is folded. The page is whole without it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

SCRIPT = r"""
'use strict';
(() => {
  const root = document.documentElement;
  const byId = id => document.getElementById(id);

  const themes = ['automatic', 'light', 'dark'];
  const toggle = byId('theme');
  let theme = 'automatic';
  const show = () => {
    if (theme === 'automatic') { delete root.dataset.theme; } else { root.dataset.theme = theme; }
    byId('theme-name').textContent = theme;
  };
  // A browser may forbid a local file to remember anything.
  try { theme = themes.find(each => each === localStorage.getItem('tms-audit-theme')) || theme; } catch { /* not remembered */ }
  toggle.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    try { localStorage.setItem('tms-audit-theme', theme); } catch { /* not remembered */ }
    show();
  });
  show();
  toggle.hidden = false;

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach(each => { each.open = true; });
  });
  addEventListener('afterprint', () => { folded.forEach(each => { each.open = false; }); });

  // A link into a folded list opens it.
  const unfold = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.querySelector('details');
    if (fold) { fold.open = true; }
  };
  addEventListener('hashchange', unfold);
  unfold();

  const body = byId('systems-rows');
  if (!body) { return; }
  // Accents are put aside, so that Osterreich finds Österreich.
  const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const rows = [...body.rows].map(row => ({ row, text: plain(row.textContent), found: row.dataset.found === 'yes' }));
  const few = 100;
  const query = byId('query'), only = byId('only'), count = byId('count'), all = byId('all');
  const number = value => value.toLocaleString('en');
  let whole = false;
  const search = () => {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    const asked = words.length || only.checked;
    let matching = 0;
    for (const { row, text, found } of rows) {
      const match = (found || !only.checked) && words.every(word => text.includes(word));
      matching += match;
      row.hidden = !match;
      // On paper there is no button for the rest.
      row.classList.toggle('on-paper', match && !whole && matching > few);
    }
    const shown = whole ? matching : Math.min(matching, few);
    const part = document.createElement('span');
    part.className = 'on-screen';
    part.textContent = shown < matching ? `, the first ${shown} are shown` : '';
    count.replaceChildren(asked ? `${number(matching)} of ${number(rows.length)} systems match` : `${number(rows.length)} systems`, part);
    all.hidden = shown === matching;
  };
  let waiting;
  query.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  query.addEventListener('keydown', event => { if (event.key === 'Escape') { query.value = ''; search(); } });
  only.addEventListener('change', search);
  all.addEventListener('click', () => { whole = true; search(); query.focus(); });
  byId('search').hidden = false;
  search();
})();
"""
