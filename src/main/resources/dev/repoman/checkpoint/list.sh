# A line for each checkpoint, the oldest first: NAME SECONDS BYTES. The bytes are those that it keeps beyond the last commit of its
# branch and the checkpoints before it; 0 unless $3 is `sizes`, since counting them takes long.
before=
stored for-each-ref --sort=creatordate --format='%(refname:lstrip=2) %(creatordate:unix)' 'refs/checkpoint/*/work' |
    while read -r work seconds; do
        it=refs/checkpoint/${work%/work}
        bytes=0
        [ "$name" != sizes ] || bytes=$(stored rev-list --objects --disk-usage "$it/work" "$it/state" "^$it/work^@" $before)
        before="$before ^$it/work ^$it/state"
        echo "${work%/work} $seconds $bytes"
    done
