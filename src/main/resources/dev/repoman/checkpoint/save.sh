# Saves the repository, which is read-only here, as a checkpoint. One of that name is replaced.
if [ ! -e "$store/ready" ]; then
    git init -q --bare --template= --object-format="$(theirs rev-parse --show-object-format 2>/dev/null || echo sha1)" -- "$store"
    for setting in gc.autoDetach=false gc.bigPackThreshold=64m core.logAllRefUpdates=false core.autocrlf=false \
        core.untrackedCache=false core.looseCompression=1 advice.addEmbeddedRepo=false; do
        stored config "${setting%%=*}" "${setting#*=}"
    done
    mkdir -p "$store/info"
    echo '* -text -eol -filter -ident -working-tree-encoding' >"$store/info/attributes"
    : >"$store/ready"
fi
: >"$store/refs.now"

# the history, and what is staged
if there; then
    refs >"$store/refs.now"
    stored for-each-ref --format='%(objectname)' | sort -u |
        theirs cat-file --batch-check='%(objectname)' | sed -n '/ missing$/d; s/^/^/p' >"$store/list"
    { theirs rev-parse -q --verify HEAD || :; } >>"$store/list"
    sed 's/ .*//' "$store/refs.now" | cat - "$store/list" |
        theirs pack-objects --revs --indexed-objects --missing=allow-promisor --thin --stdout -q >"$store/incoming"
    stored index-pack --stdin --fix-thin <"$store/incoming" >/dev/null
    rm -f "$store/incoming"
    [ ! -f "$(place shallow)" ] || cat "$(place shallow)" >"$store/shallow"
    [ ! -f "$(place info/exclude)" ] || cat "$(place info/exclude)" >"$store/info/exclude"
fi

scan
files=$(stored write-tree)

# modes, which git does not keep, and the state of git's own folder
blob() { printf '100644 blob %s\t%s\n' "$(stored hash-object -w --no-filters -- "$2")" "$1"; }
tree() { printf '040000 tree %s\t%s\n' "$2" "$1"; }
listed() { find . -path ./.git -prune -o \( -type f -o -type d \) "$@"; }
{
    tree modes "$(listed -printf '%m\n' | sort -u | while read -r mode; do
        listed -perm "$mode" -print0 >"$store/list"
        blob "$mode" "$store/list"
    done | stored mktree)"
    if there; then
        [ ! -f .git ] || blob git-file .git
        theirs symbolic-ref -q HEAD >"$store/list" || theirs rev-parse HEAD >"$store/list"
        blob HEAD "$store/list"
        for file in index config MERGE_HEAD MERGE_MODE MERGE_MSG CHERRY_PICK_HEAD REVERT_HEAD; do
            [ ! -f "$(place "$file")" ] || blob "$file" "$(place "$file")"
        done
        # each stage for itself: in a merge, a file has several versions
        rm -f "$store/staged"
        theirs ls-files -z --stage | sed -z 's/^\([0-7]* [0-9a-f]*\) \(.\)\t/\1 0\t\2\//' |
            GIT_INDEX_FILE="$store/staged" git --git-dir="$store" update-index -z --index-info
        tree staged "$(GIT_INDEX_FILE="$store/staged" git --git-dir="$store" write-tree --missing-ok)"
    fi
} | stored mktree --missing >"$store/state"
GIT_AUTHOR_NAME=repoman GIT_AUTHOR_EMAIL=repoman GIT_COMMITTER_NAME=repoman GIT_COMMITTER_EMAIL=repoman
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
head=
! there || head=$(theirs rev-parse -q --verify 'HEAD^{commit}' || :)
work=$(stored commit-tree ${head:+-p "$head"} -m "$name of $repository" "$files")
stored for-each-ref --format='delete %(refname)' "$at/" | stored update-ref --stdin
{
    while read -r object ref; do
        echo "create $at/$ref $object"
    done <"$store/refs.now"
    echo "create $at/state $(cat "$store/state")"
    echo "create $at/work $work"
} | stored update-ref --stdin
stored pack-refs --all
