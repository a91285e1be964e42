# Sourced by ./vatsalya and scripts/*: makes .tools and .venv from the locks, in under a second when nothing changed.
#   set_up        what a server needs (requirements.lock)
#   set_up bulk   and what whole registers need (requirements-bulk.lock)
#   set_up dev    and what the tests need (requirements-dev.lock)

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# With UV_PYTHON set, uv would change the machine's own Python; a foreign PYTHONPATH or VIRTUAL_ENV misleads it too.
unset UV_PYTHON VIRTUAL_ENV PYTHONHOME PYTHONPATH
# Compiled modules are kept: without them every process compiles Django anew, and a start takes twice as long.
unset PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_PYTHON_DOWNLOADS=never

say() { printf '%s\n' "$@" >&2; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    say "Python 3.11 or newer is needed. Cure: apt install python3 python3-venv" \
        "पायथन 3.11 या नया चाहिए। उपाय: apt install python3 python3-venv"
    return 1
}

need_venv_module() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing python3-venv …"
        DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 \
            && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >&2
        "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    fi
    say "Python has no module for environments. Cure (as root): apt install python3-venv" \
        "पायथन का venv अंश नहीं है। उपाय (root से): apt install python3-venv"
    return 1
}

make_tools() {
    "$ROOT/.tools/bin/uv" --version >/dev/null 2>&1 && cmp -s "$ROOT/tools.lock" "$ROOT/.tools/made-from" && return
    local python
    python=$(find_python) && need_venv_module "$python" || return
    rm -rf "$ROOT/.tools"
    "$python" -m venv "$ROOT/.tools" \
        && "$ROOT/.tools/bin/python" -m pip install -q --require-hashes -r "$ROOT/tools.lock" >&2 \
        && cp "$ROOT/tools.lock" "$ROOT/.tools/made-from"
}

make_venv() {
    "$ROOT/.venv/bin/python" -c '' 2>/dev/null && return
    rm -rf "$ROOT/.venv"
    local python
    python=$(find_python) && "$ROOT/.tools/bin/uv" venv -q --no-project --python "$python" "$ROOT/.venv" >&2
}

# Each list holds everything of those before it, at the same versions.
LOCKS="requirements.lock requirements-bulk.lock requirements-dev.lock"

# True when this list is installed, or a longer one, and neither has changed since.
is_installed() {
    local lock enough=
    cmp -s "$ROOT/$1" "$ROOT/.venv/made-from-$1" || return
    for lock in $LOCKS; do
        [ "$lock" = "$1" ] && enough=yes
        [ "$enough" ] && cmp -s "$ROOT/$lock" "$ROOT/.venv/made-from" && return
    done
    return 1
}

# So that every program of the environment finds the portal's package.
point_to_source() {
    local folder
    for folder in "$ROOT"/.venv/lib/python3.*/site-packages; do
        [ -f "$folder/vatsalya.pth" ] || echo ../../../../src >"$folder/vatsalya.pth" || return
    done
}

remember_locks() {
    local lock
    for lock in $LOCKS; do cp "$ROOT/$lock" "$ROOT/.venv/made-from-$lock" || return; done
}

install_lock() {
    if "$ROOT/.venv/bin/python" -c '' 2>/dev/null && is_installed "$1"; then return; fi
    make_tools && make_venv || return
    say "Installing what $1 names …"
    rm -f "$ROOT/.venv/made-from"
    # always with -p: without it uv may choose another interpreter and delete what is not in the lock
    "$ROOT/.tools/bin/uv" pip sync -q -p "$ROOT/.venv/bin/python" --require-hashes "$ROOT/$1" >&2 \
        && remember_locks \
        && cp "$ROOT/$1" "$ROOT/.venv/made-from"
}

set_up() {
    local lock=requirements.lock
    [ -n "${1:-}" ] && lock=requirements-$1.lock
    # one at a time: two starts at once must not install into one another
    exec 9>"$ROOT/.setup.lock" || { say "Cannot write into $ROOT. यहाँ लिख नहीं सकते: $ROOT"; return 1; }
    flock 9
    install_lock "$lock" && point_to_source && "$ROOT/.venv/bin/python" "$ROOT/scripts/compile_messages.py"
    local done=$?
    exec 9>&-
    [ $done = 0 ] || say "Setting up did not finish; the line above says why." "तैयारी पूरी नहीं हुई; कारण ऊपर की पंक्ति में है।"
    return $done
}
