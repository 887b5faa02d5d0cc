# What the repository $1 has, a fork, that $4 has not: `none` without a commit, unless $4 has none either. Else a line SECONDS LANDED: the time of
# the newest commit of its branches, and `landed` if its files are those that `land --with-uncommitted` brought to $4, or `-`. Then a line
# for each commit of its HEAD, the newest first, or with $3 = all of any of its branches and tags: OBJECT SUBJECT. $2 is the store of the fork,
# or `-` if it has none. All of them are read-only here.
export GIT_NO_REPLACE_OBJECTS=1
parent=$4
of() { where=$1; shift; git -C "$where" -c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.commitGraph=false "$@"; }
# No file is read that did not change since it was saved. A file that is not in the store's index is new; the index may be of another time.
landed() {
    tip=$(stored rev-parse -q --verify refs/repoman/landed 2>/dev/null) || return
    only=$(of "$parent" rev-list --max-count=1 "$tip" --not --all 2>/dev/null) && [ -z "$only" ] || return
    gone() { theirs ls-files -z --deleted; }
    ! {
        theirs ls-files -z --cached --others --exclude-standard | sort -zu
        gone; gone
        stored ls-files -z; stored ls-files -z
    } | sort -z | uniq -zu | grep -qz '' && stored diff --quiet --no-ext-diff --ignore-submodules=dirty "$tip" -- 2>/dev/null
}
[ -d .git ] && [ ! -L .git ] || { echo none; exit 0; }
head=$(of . rev-parse -q --verify 'HEAD^{commit}') || ! of "$parent" rev-parse -q --verify HEAD >/dev/null || { echo none; exit 0; }
refs=
[ "$3" != all ] || refs=$(of . for-each-ref --format='%(objectname)')
newest=$(of . rev-list --max-count=1 --no-commit-header --format=%ct --branches $head)
echo "${newest:-0} $(landed && echo landed || echo -)"
[ -n "$head$refs" ] || exit 0
{
    printf '%s\n' $head $refs
    of "$parent" for-each-ref --format='^%(objectname)'
    of "$parent" rev-parse -q --verify HEAD | sed 's/^/^/'
} | of . rev-list --ignore-missing --stdin --no-commit-header --format='%H %s'
