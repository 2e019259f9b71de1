#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: audit_report
short_description: Write the findings of audits as JSON, JUnit XML, CSV and an HTML page, and fail at a threshold
version_added: 0.1.0
description:
  - Writes what M(telepresence.tms.audit_info) found on any number of TMS servers into files, and fails after writing them if findings
    that nobody has accepted reach a threshold.
  - The HTML page is one file that needs no other and no network. The JUnit file makes each check a test, which CI services show.
  - A baseline holds accepted findings, each with a reason and a day on which that ends. An earlier report can be compared with.
  - It speaks to no TMS server. The same audits always make the same files; a file is replaced only if its content changes.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._unused_connection
  - telepresence.tms._attributes
attributes:
  check_mode:
    description: Can run in check mode and return the changed status prediction without modifying anything.
    support: full
    details:
      - In check mode no file is written; the findings are judged all the same, and the task fails if they reach the threshold.
  diff_mode:
    support: partial
    details:
      - The difference of the JSON report is shown, one line a finding. The other files are made of the same findings.
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
    details:
      - With O(compare_with) the path of O(dest.json), each run compares with the one before; the second one finds nothing new.
  platform:
    description: The module runs where Ansible runs, and needs no server.
    platforms: posix
    support: full
options:
  audits:
    description:
      - The results of M(telepresence.tms.audit_info), one a server, as they were registered. Each may have a further key C(host), the
        server's name in the inventory; without it, the server goes by its address.
    type: list
    elements: dict
    required: true
  unreachable:
    description:
      - Servers that could not be audited. They are shown in every format and make the task fail, since they may hide anything.
    type: list
    elements: dict
    default: []
    suboptions:
      host:
        description: Name of the server in the inventory.
        type: str
        required: true
      msg:
        description: Why it could not be audited.
        type: str
  dest:
    description:
      - The files to write; none is needed to judge. Directories that are missing are made.
    type: dict
    suboptions:
      json:
        description: Path of the JSON report, which holds everything and can be compared with later.
        type: path
      junit:
        description: Path of the JUnit XML report.
        type: path
      csv:
        description:
          - Path of the CSV report, UTF-8 with a byte order mark, as spreadsheets need it. A cell that would be taken for a formula begins
            with an apostrophe.
        type: path
      html:
        description: Path of the HTML page.
        type: path
  threshold:
    description:
      - The least severity that makes the task fail.
      - With V(never) nothing does, not even a server that could not be audited.
    type: str
    choices: [critical, high, medium, low, never]
    default: high
  baseline:
    description:
      - Path of a YAML or JSON file with the accepted findings, a list of dictionaries.
      - Each has C(id), the finding's id; C(object), the name or the id of the object, or a dictionary of C(type), C(id) and C(name);
        C(reason), why it is accepted; and C(expires), the last day on which it is, as V(2027-01-31). C(site) and C(host) narrow it down.
      - Accepted findings stay in the reports, marked with their reason. An entry that has expired, and one that matches nothing although
        it was looked for, cause a warning.
    type: path
  compare_with:
    description:
      - Path of an earlier JSON report, which may be that of O(dest.json). It is read before anything is written.
      - If there is no such file, as in the first run of a job, that is a warning and nothing is compared.
    type: path
seealso:
  - module: telepresence.tms.audit_info
"""

EXAMPLES = r"""
- name: Report on every TMS server at once
  hosts: tms
  gather_facts: false
  connection: local
  vars:
    ansible_python_interpreter: "{{ ansible_playbook_python }}"
  tasks:
    - name: Audit the server
      telepresence.tms.audit_info:
        url: "https://{{ inventory_hostname }}"
        username: EXAMPLE\tmsadmin
        password: "{{ tms_password }}"
        sites: "{{ tms_sites }}"
      register: audit
      ignore_errors: true

    - name: Keep the result of each server under its inventory name
      ansible.builtin.set_fact:
        tms_audit: "{{ audit | combine({'host': inventory_hostname}) }}"
      when: audit.findings is defined

    - name: Write the report, and fail if there is a finding of severity high or worse
      telepresence.tms.audit_report:
        audits: "{{ results }}"
        unreachable: >-
          {{ dict(ansible_play_hosts_all | difference(results | map(attribute='host')) | product(['no result of the audit']))
             | dict2items(key_name='host', value_name='msg') }}
        dest:
          json: reports/tms.json
          junit: reports/tms.xml
          csv: reports/tms.csv
          html: reports/tms.html
        threshold: high
        baseline: accepted.yml
        compare_with: reports/last.json
      run_once: true
      vars:
        results: "{{ ansible_play_hosts_all | map('extract', hostvars) | selectattr('tms_audit', 'defined')
          | map(attribute='tms_audit') }}"

- name: Report on one server
  hosts: tms.example.com
  gather_facts: false
  connection: local
  tasks:
    - name: Write the page alone, whatever was found
      telepresence.tms.audit_report:
        audits: "{{ [audit] }}"
        dest:
          html: tms.html
        threshold: never
"""

RETURN = r"""
files:
  description: By format, the path of the file and whether its content changed, or would in check mode.
  returned: when the report could be made
  type: dict
  sample: {"html": {"path": "/srv/reports/tms.html", "changed": true}}
passed:
  description: Whether the audit passed.
  returned: when the report could be made
  type: bool
verdict:
  description: Why the audit passed or did not, in one sentence.
  returned: when the report could be made
  type: str
  sample: 2 critical and 3 high findings reach the threshold 'high'
summary:
  description: Number of findings that nobody has accepted, by severity.
  returned: when the report could be made
  type: dict
  sample: {"critical": 2, "high": 3, "medium": 0, "low": 7}
accepted:
  description: Number of findings that O(baseline) accepts, by severity.
  returned: when the report could be made
  type: dict
  sample: {"critical": 0, "high": 1, "medium": 0, "low": 0}
not_audited:
  description: The servers that could not be audited.
  returned: when the report could be made
  type: list
  elements: str
baseline:
  description: What is wrong with O(baseline), one sentence each.
  returned: when the report could be made
  type: dict
  contains:
    expired:
      description: Entries that accept nothing any more although the finding is still there.
      type: list
      elements: str
      returned: always
    stale:
      description: Entries that match no finding. Entries whose server or check was left out are not among them.
      type: list
      elements: str
      returned: always
comparison:
  description: What differs from O(compare_with), null without it. A finding is the same by id, host, site and object.
  returned: when the report could be made
  type: dict
  contains:
    time:
      description: Time of the earlier report.
      type: str
      returned: always
    new:
      description: Findings that the earlier report lacks, each with id, severity, host, site and object.
      type: list
      elements: dict
      returned: always
    gone:
      description: Findings of the earlier report that are no more.
      type: list
      elements: dict
      returned: always
    unseen:
      description: Findings of the earlier report on servers, or by checks, that were left out this time.
      type: list
      elements: dict
      returned: always
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import LocalModule
from ansible_collections.telepresence.tms.plugins.module_utils._report.make import make
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import THRESHOLDS

OPTIONS = dict(
    audits=dict(type="list", elements="dict", required=True),
    unreachable=dict(
        type="list",
        elements="dict",
        default=[],
        options=dict(host=dict(type="str", required=True), msg=dict(type="str")),
    ),
    dest=dict(
        type="dict",
        options=dict(json=dict(type="path"), junit=dict(type="path"), csv=dict(type="path"), html=dict(type="path")),
    ),
    threshold=dict(type="str", choices=list(THRESHOLDS), default="high"),
    baseline=dict(type="path"),
    compare_with=dict(type="path"),
)


def main() -> None:
    LocalModule(OPTIONS).perform(make)


if __name__ == "__main__":
    main()
