# Makes the repository what it was at the checkpoint. $4: the checkpoint of its present state, taken just before: where a file has
# changed since, this fails, and overwrites nothing. What was there is in that checkpoint.
present=refs/checkpoint/$4

stored read-tree -m -u "$present/work^{tree}" "$at/work^{tree}"
# a file that is ignored again, because .gitignore is back, was never meant
stored diff-tree -r -z --name-only --diff-filter=D "$present/work" "$at/work" |
    stored check-ignore -z --stdin >"$store/list" || :
[ ! -s "$store/list" ] || GIT_LITERAL_PATHSPECS=1 git --git-dir="$store" --work-tree="$repository" restore \
    --source="$present/work" --worktree --pathspec-from-file="$store/list" --pathspec-file-nul
# without setuid and its like
stored ls-tree --name-only "$at/state:modes" | while read -r mode; do
    state "modes/$mode" | xargs -0r sh -c 'find "$@" -maxdepth 0 ! -type l ! -perm "$0" -exec chmod "$0" {} +' \
        "$(printf %s "$mode" | tail -c 3)" 2>/dev/null || :
done
kept HEAD || exit 0

if ! there; then
    [ ! -e .git ] && [ ! -L .git ] || mv .git .git-of-before
    if kept git-file; then
        state git-file >.git
        there || { echo "the git folder that .git names is missing" >&2; exit 1; }
    else
        git init -q --template= --object-format="$(stored rev-parse --show-object-format)" .
        ! kept config || state config >.git/config
    fi
    [ ! -e .git-of-before ] && [ ! -L .git-of-before ] || mv .git-of-before "$(theirs rev-parse --git-dir)/$4"
fi
{
    stored for-each-ref --format='%(objectname)' "$at/refs/"
    stored rev-parse -q --verify "$at/work^" || :
    stored ls-tree -r "$at/state:staged" | sed -n 's/^[0-7]* blob \([0-9a-f]*\).*/\1/p'
} >"$store/list"
if theirs cat-file --batch-check <"$store/list" | grep -q ' missing$'; then
    stored for-each-ref --format='%(objectname)' "$at/" | stored pack-objects --revs --stdout -q >"$store/outgoing"
    theirs index-pack --stdin <"$store/outgoing" >/dev/null
    rm -f "$store/outgoing"
fi

# every branch and tag, but for those on which another worktree stands; new ones stay
head=$(state HEAD)
others=$(theirs worktree list --porcelain | sed -n 's/^branch //p' | grep -vxF "$(theirs symbolic-ref -q HEAD)" | tr '\n' ' ')
case $head in
    refs/*) theirs symbolic-ref HEAD "$head" ;;
    *) theirs update-ref --no-deref HEAD "$head" ;;
esac
{
    [ "${head#refs/}" = "$head" ] || stored rev-parse -q --verify "$at/$head" >/dev/null || echo "delete $head"
    stored for-each-ref --format='%(refname:lstrip=3) %(objectname)' "$at/refs/" | while read -r ref object; do
        case " $others" in
            *" $ref "*) ;;
            *) echo "update $ref $object" ;;
        esac
    done
} | theirs update-ref --stdin
for file in index MERGE_HEAD MERGE_MODE MERGE_MSG CHERRY_PICK_HEAD REVERT_HEAD; do
    if kept "$file"; then
        state "$file" >"$(place "$file").new"
        mv "$(place "$file").new" "$(place "$file")"
    else
        rm -f "$(place "$file")"
    fi
done
