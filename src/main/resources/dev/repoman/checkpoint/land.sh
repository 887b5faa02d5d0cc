# Brings the last commit of a fork to a branch. $1: the repository that it is a fork of; $2 and $3: the store of the fork, and the checkpoint
# with its present state; $4: the branch; $5: the message of a commit with what is not committed there, or empty for none. Prints why it
# does nothing, in one word.
git check-ref-format "refs/heads/$4" || { echo invalid; exit 0; }
tip=$(stored rev-parse -q --verify "$at/work^") || { echo none; exit 0; }
if [ -n "$5" ] && [ "$(stored rev-parse "$at/work^{tree}")" != "$(stored rev-parse "$tip^{tree}")" ]; then
    export GIT_AUTHOR_NAME=repoman GIT_AUTHOR_EMAIL=repoman GIT_COMMITTER_NAME=repoman GIT_COMMITTER_EMAIL=repoman
    tip=$(stored commit-tree -p "$tip" -m "$5" "$at/work^{tree}")
fi
before=$(theirs rev-parse -q --verify "refs/heads/$4" || :)
[ -z "$before" ] || stored merge-base --is-ancestor "$before" "$tip" 2>/dev/null || { echo diverged; exit 0; }
# from our own store, so that nothing which the fork configures takes part
stored update-ref refs/land/tip "$tip"
theirs -c transfer.fsckObjects=true -c protocol.allow=never -c protocol.file.allow=always fetch -q --no-tags --no-write-fetch-head \
    --no-recurse-submodules --no-auto-maintenance --refmap= "$store" "refs/land/tip:refs/heads/$4"
stored update-ref -d refs/land/tip
# ahead.sh compares the files with it
[ -z "$5" ] || stored update-ref refs/repoman/landed "$tip"
