# What restoring the checkpoint would change: a line for each branch and tag that moves, REF THEN NOW COMMITS (one of which may be `none`), then an empty line and
# the files, as `git diff --name-status -z` writes them, from then to now.
if there; then
    refs | sort >"$store/refs.now"
    stored for-each-ref --format='%(objectname) %(refname:lstrip=3)' "$at/refs/" | sort >"$store/list"
    comm -13 "$store/refs.now" "$store/list" | while read -r object ref; do
        now=$(theirs rev-parse -q --verify "$ref" || echo none)
        echo "$ref $object $now $(theirs rev-list --count "$object..$now" 2>/dev/null || echo 0)"
    done
    if kept HEAD; then
        head=$(state HEAD)
        now=$(theirs symbolic-ref -q HEAD || theirs rev-parse HEAD)
        [ "$head" = "$now" ] || echo "HEAD $head $now 0"
        if [ "${head#refs/}" != "$head" ] && ! stored rev-parse -q --verify "$at/$head" >/dev/null &&
            theirs rev-parse -q --verify "$head" >/dev/null; then
            echo "$head none $(theirs rev-parse "$head") $(theirs rev-list --count "$head")"
        fi
    fi
elif kept HEAD; then
    echo ".git there none 0"
fi
echo
scan
stored diff-index --cached -z --no-renames --name-status "$at/work^{tree}"
