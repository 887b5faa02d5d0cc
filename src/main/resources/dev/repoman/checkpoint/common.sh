# What every script of this folder begins with. $1: the repository, $2: the store, $3: the name of the checkpoint.
#
# The store is a bare repository of our own, which no agent can write. What reads or writes files of the repository uses the store's
# configuration, so nothing that the repository configures is run: no filter, no hook, no monitor.
set -eu
repository=$1 store=$2 name=$3
at=refs/checkpoint/$name
cd -- "$repository"
umask 077
stored() { git --git-dir="$store" --work-tree="$repository" "$@"; }
theirs() {
    git --work-tree="$repository" -c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.logAllRefUpdates=true \
        -c pack.packSizeLimit=0 "$@"
}
there() { theirs rev-parse -q --git-dir >/dev/null 2>&1; }
# of a file of git's own folder
place() { theirs rev-parse --path-format=absolute --git-path "$1"; }
# a file of the saved state
state() { stored cat-file blob "$at/state:$1"; }
kept() { stored cat-file -e "$at/state:$1" 2>/dev/null; }
# A linked worktree shares its history with others: only its own branch is its own.
refs() {
    if [ "$(theirs rev-parse --path-format=absolute --git-dir)" = "$(theirs rev-parse --path-format=absolute --git-common-dir)" ]; then
        theirs for-each-ref --format='%(objectname) %(refname)'
    else
        theirs for-each-ref --format='%(objectname) %(refname)' "$(theirs symbolic-ref -q HEAD || echo none)"
    fi
}
# The files as they are now. What the repository has although it is ignored is added by name.
# A file that cannot be read is named on stderr, and left out.
scan() {
    rm -f "$store"/*.lock
    ! there || theirs ls-files -z --cached --ignored --exclude-standard | stored update-index -z --add --remove --stdin
    stored add --all --ignore-errors -- . || [ $? = 1 ]
}
