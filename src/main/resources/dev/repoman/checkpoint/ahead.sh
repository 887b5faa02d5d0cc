# What the repository $1 has, a fork, that $2 has not: `none` without a commit, unless $2 has none either; else a line for each commit of its HEAD, the newest first,
# or with $3 = all of any of its branches and tags: OBJECT SUBJECT. Both are read-only here.
set -eu
export GIT_NO_REPLACE_OBJECTS=1
of() { repository=$1; shift; git -C "$repository" -c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.commitGraph=false "$@"; }
[ -d "$1/.git" ] && [ ! -L "$1/.git" ] || { echo none; exit 0; }
head=$(of "$1" rev-parse -q --verify 'HEAD^{commit}') || ! of "$2" rev-parse -q --verify HEAD >/dev/null || { echo none; exit 0; }
refs=
[ "$3" != all ] || refs=$(of "$1" for-each-ref --format='%(objectname)')
[ -n "$head$refs" ] || exit 0
{
    printf '%s\n' $head $refs
    of "$2" for-each-ref --format='^%(objectname)'
    of "$2" rev-parse -q --verify HEAD | sed 's/^/^/'
} | of "$1" rev-list --ignore-missing --stdin --no-commit-header --format='%H %s'
