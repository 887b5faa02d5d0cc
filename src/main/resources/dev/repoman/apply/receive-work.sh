# Takes uncommitted work, a bundle on stdin, into the repository where this is started. $1: the commit that it is based on. Prints why it
# does nothing, in one word. What is uncommitted here is replaced only if it is what was sent before.
command -v git >/dev/null || { echo "the image has no git"; exit 1; }
dir=$(git rev-parse --absolute-git-dir) || exit
bundle=$dir/repoman.wip
trap 'rm -f "$bundle" "$bundle.index"' EXIT
cat >"$bundle"
git rev-parse -q --verify "$1^{commit}" >/dev/null || { echo absent; exit 0; }
[ "$(git rev-parse -q --verify HEAD)" = "$1" ] || { echo elsewhere; exit 0; }
cp "$dir/index" "$bundle.index"
now=$(GIT_INDEX_FILE=$bundle.index git add -A && GIT_INDEX_FILE=$bundle.index git write-tree) || exit
[ "$now" = "$(git rev-parse "$1^{tree}")" ] || [ "$now" = "$(git rev-parse -q --verify 'refs/repoman/wip^{tree}')" ] || { echo dirty; exit 0; }
git diff-index --cached --quiet "$1" || { echo dirty; exit 0; }
git fetch -q "$bundle" +refs/repoman/wip:refs/repoman/wip || exit
cp "$bundle.index" "$dir/index"
git read-tree -m -u "$now" refs/repoman/wip
code=$?
git reset -q
exit $code
