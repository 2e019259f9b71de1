#!/bin/sh
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Make the virtual environment $1 with the first Python that is new enough and can make one.
# PYTHON=/path/to/python chooses another.
set -eu
target=$1

# A name that is there but does not run (a shim without its Python) is passed over.
fits() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.10 python3.14}; do
    if fits "$python"; then
        echo "Making $target with $("$python" -c 'import sys; print(sys.executable, sys.version.split()[0])')"
        rm -rf "$target"
        exec "$python" -m venv "$target"
    fi
done

echo "No Python >= 3.10 with the modules venv and ensurepip was found (on Debian: apt install python3-venv)." >&2
echo "Name one: make setup PYTHON=/path/to/python3" >&2
exit 1
