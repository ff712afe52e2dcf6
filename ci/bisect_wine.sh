#!/bin/sh
# For `git bisect run` in a Wine source tree: does this commit answer as well as a good one did?
#
#     ci/bisect_wine.sh [--fixed] GOOD PATTERN...
#
#   GOOD      a run of a commit that is good, a path or a name: see docs/gate.md
#   PATTERN   the cases to look at, as `./wincancel run -k` takes them
#   --fixed   looks for the commit that repaired something, so GOOD is newer and what is worse is "old"
#
# Run it in the top directory of a tree that has been configured; it calls `make` there. From the environment:
#
#   REPEAT      how often each case runs; one bad answer is enough (default 3: a flake leads a bisection astray)
#   WINCANCEL   the entry script, if it is not the one beside this
#
# Exit codes: 0 as good as GOOD, 1 worse (with --fixed: exchanged) · 125 skip: it was not built, or no run came of it ·
# 255 stop: wrong usage, or interrupted.

set -u
here=$(cd -P "$(dirname "$(readlink -f "$0")")/.." && pwd) || exit 255
wincancel=${WINCANCEL:-$here/wincancel}

stop() {
    printf 'bisect_wine: %s\n' "$1" >&2
    exit 255
}

as_good=0 worse=1
if [ "${1-}" = --fixed ]; then
    as_good=1 worse=0
    shift
fi
[ $# -ge 2 ] || stop "usage: bisect_wine.sh [--fixed] GOOD PATTERN..."
[ -x "$wincancel" ] || stop "there is no $wincancel"
[ -e Makefile ] || stop "no Makefile here: configure this tree first"
good=$1
shift
# A path is meant from here; a name is looked up by the gate among the runs kept in the project's out directory.
[ -e "$good" ] || good=$here/out/runs/$good.jsonl
[ -e "$good" ] || stop "there is no run $good"

out=$(mktemp -d) || stop "no temporary directory"
trap 'rm -rf "$out"' EXIT
trap 'exit 255' HUP INT TERM

make -j"$(nproc)" >"$out/make.log" 2>&1 || {
    tail -n 3 "$out/make.log" >&2
    exit 125
}

count=$#
while [ "$count" -gt 0 ]; do # each PATTERN becomes -k PATTERN
    set -- "$@" -k "$1"
    shift
    count=$((count - 1))
done
"$wincancel" run -t "wine:$PWD" --no-gate --repeat "${REPEAT:-3}" --out "$out" "$@" >"$out/run.log"
case $? in
0) ;;
2) stop "wincancel run took this for wrong usage" ;;
*) exit 125 ;;
esac

"$wincancel" gate --since "$good" "$out"/runs/*.jsonl --out "$out"
case $? in
0) exit $as_good ;;
1) exit $worse ;;
*) stop "wincancel gate could not compare with $good" ;;
esac
