# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style of the page: two palettes, and rules that use nothing but them.

This module util is PRIVATE to the collection; it can change at any time.

Each pair of text and ground in TEXT_ON has a contrast of at least 4.5 in both palettes; a test computes it.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT = {
    "page": "#f7f7f5",
    "sheet": "#ffffff",
    "text": "#1c2024",
    "quiet": "#596069",
    "line": "#dcdfe3",
    "track": "#e4e7eb",
    "link": "#0a5299",
    "critical": "#a3123a",
    "high": "#a34a00",
    "medium": "#7a6000",
    "low": "#46637f",
    "passed": "#1a6b3a",
    "failed": "#a3123a",
    "failed-sheet": "#fcecef",
    "passed-sheet": "#e9f5ed",
    "used": "#4877a8",
}
DARK = {
    "page": "#131619",
    "sheet": "#1b1f24",
    "text": "#e5e8eb",
    "quiet": "#a0a9b2",
    "line": "#333a42",
    "track": "#323a43",
    "link": "#85bbf5",
    "critical": "#ff8fa3",
    "high": "#ffac66",
    "medium": "#e2cb5c",
    "low": "#9fc0df",
    "passed": "#72d499",
    "failed": "#ff8fa3",
    "failed-sheet": "#35191f",
    "passed-sheet": "#16301f",
    "used": "#6f9fce",
}
#: Which colour is used for text on which grounds.
TEXT_ON: Mapping[str, tuple[str, ...]] = {
    "text": ("page", "sheet", "failed-sheet", "passed-sheet"),
    "quiet": ("page", "sheet"),
    "link": ("page", "sheet"),
    "critical": ("page", "sheet"),
    "high": ("page", "sheet"),
    "medium": ("page", "sheet"),
    "low": ("page", "sheet"),
    "passed": ("page", "passed-sheet"),
    "failed": ("page", "sheet", "failed-sheet"),
}


def _declared(palette: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in palette.items())


_PALETTES = f"""
:root{{color-scheme:light;{_declared(LIGHT)}}}
@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{_declared(DARK)}}}}}
:root[data-theme=light]{{color-scheme:light;{_declared(LIGHT)}}}
:root[data-theme=dark]{{color-scheme:dark;{_declared(DARK)}}}
"""

_RULES = """
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--text);
  font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif}
[hidden],.on-paper{display:none!important}
.defined{position:absolute}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-100vw;background:var(--sheet);padding:.5rem 1rem;z-index:1}
.skip:focus{left:1rem;top:1rem}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
header{padding-top:clamp(1.25rem,4vw,2.75rem)}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;flex-wrap:wrap}
h1{font-size:1.0625rem;font-weight:650;margin:0;letter-spacing:.005em}
h1 span{font-weight:400}
h2{font-size:1.375rem;line-height:1.25;font-weight:650;letter-spacing:-.012em;margin:0 0 .35rem}
h3{font-size:1.0625rem;line-height:1.35;font-weight:650;margin:0}
p{margin:0 0 .75rem;max-width:72ch}
code{font:.875em ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.quiet{color:var(--quiet)}
button,input{font:inherit;color:inherit}
button{background:var(--sheet);border:1px solid var(--line);border-radius:6px;padding:.3rem .75rem;cursor:pointer;font-size:.9375rem}
button:hover{border-color:var(--quiet)}
.mark{width:.8em;height:.8em;flex:none;fill:currentColor;vertical-align:-.04em;margin-right:.42em}
.severity{white-space:nowrap;font-weight:600}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.verdict{margin:1.1rem 0 0;padding:1rem 1.25rem;border-radius:8px;border-left:5px solid var(--passed);background:var(--passed-sheet)}
.verdict.failed{border-color:var(--failed);background:var(--failed-sheet)}
.verdict strong{display:block;font-size:clamp(1.5rem,4vw,2rem);line-height:1.2;letter-spacing:-.018em;color:var(--passed)}
.verdict.failed strong{color:var(--failed)}
.verdict p{margin:.2rem 0 0;max-width:none}
.verdict ul{margin:.5rem 0 0;padding-left:1.1rem}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.25rem,1fr));gap:0;margin:1.25rem 0 0;padding:0;
  border-top:1px solid var(--line);border-bottom:1px solid var(--line);list-style:none}
.numbers li{padding:.8rem 1rem .75rem 0;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.numbers b{font-size:2.125rem;line-height:1.15;font-weight:600;letter-spacing:-.025em;font-variant-numeric:tabular-nums;color:var(--text)}
.numbers .none b{color:var(--quiet);font-weight:400}
.numbers span{font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem 0 0;padding:0;list-style:none;font-size:.9375rem}
section{margin:clamp(2.25rem,5vw,3.25rem) 0 0}
.group{background:var(--sheet);border:1px solid var(--line);border-radius:8px;margin:.9rem 0 0;padding:1rem 1.25rem .5rem}
.title{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem .9rem}
.title code{color:var(--quiet);margin-left:auto}
.group dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin:.6rem 0 .5rem;max-width:84ch}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
.do{font-weight:600}
details{margin:.25rem 0 .5rem}
summary{cursor:pointer;color:var(--link);padding:.25rem 0;width:fit-content}
.new{font-size:.75rem;font-weight:650;border:1px solid currentColor;border-radius:4px;padding:0 .35em;margin-left:.5em;color:var(--link)}
.scroll{overflow-x:auto;margin:.5rem 0 .5rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:0 0 .35rem;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{font-size:.8125rem;font-weight:500;color:var(--quiet);white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:0}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
.findings tbody th{min-width:9rem;max-width:28rem}
.zero{color:var(--quiet)}
.chart{min-width:9rem;width:26%}
.bar{display:block;margin:.25rem 0;border-radius:3px;overflow:hidden}
.bar .critical{fill:var(--critical)}.bar .high{fill:var(--high)}.bar .medium{fill:var(--medium)}.bar .low{fill:var(--low)}
.bar .track{fill:var(--track)}.bar .used{fill:var(--used)}.bar .full{fill:var(--high)}
.bar .tick{stroke:var(--page);stroke-width:2;vector-effect:non-scaling-stroke}
.search{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin:.5rem 0}
.search input[type=search]{flex:1 1 16rem;max-width:26rem;padding:.45rem .75rem;border:1px solid var(--quiet);border-radius:6px;
  background:var(--sheet)}
.search label{display:inline-flex;align-items:center;gap:.45rem}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{padding-top:3rem;padding-bottom:2.5rem;font-size:.875rem;color:var(--quiet)}
@media (max-width:44rem){
  .numbers{grid-template-columns:repeat(4,1fr)}
  .numbers b{font-size:1.625rem}
  .group{padding:.85rem 1rem .25rem}
  .group dl{grid-template-columns:1fr}
  dt{margin-top:.25rem;font-size:.8125rem}
  .title code{margin-left:0;width:100%}
  .numbers li{padding-right:.25rem}
  .numbers .mark{margin-right:.25em}
  .numbers span{font-size:.8125rem}
  .wide{min-width:46rem}
  .findings thead{display:none}
  .findings tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
  .findings tbody tr:last-child{border-bottom:0}
  .findings th,.findings td{display:grid;grid-template-columns:6.5rem 1fr;gap:.5rem;border:0;padding:.1rem 0;overflow-wrap:anywhere}
  .findings tbody th{display:block;font-weight:600;max-width:none}
  .findings td::before{content:attr(data-label);color:var(--quiet);font-size:.8125rem}
}
"""

_PRINT = f"""
@media print{{
  @page{{margin:14mm 12mm}}
  :root,:root[data-theme]{{color-scheme:light;{_declared(LIGHT)}--page:#ffffff}}
  html{{font-size:9.5pt}}
  header,main,footer{{max-width:none;padding:0}}
  .on-paper:not([hidden]){{display:table-row!important}}
  nav,.skip,#theme,.on-screen,.search input,.search button,.search label{{display:none!important}}
  section{{margin-top:7mm}}
  h2,h3,.title,caption{{break-after:avoid}}
  tr,.verdict,.group dl{{break-inside:avoid}}
  thead{{display:table-header-group}}
  .scroll{{overflow:visible}}
  table{{font-size:.9rem}}
  .bar,.verdict{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
  details::details-content{{content-visibility:visible;height:auto}}
  summary{{list-style:none;color:var(--quiet)}}
  a{{color:inherit;text-decoration:none}}
}}
"""

STYLE = _PALETTES + _RULES + _PRINT
