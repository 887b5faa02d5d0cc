# Deletes checkpoints, given by name after the third argument; their objects go when git finds it worth its while.
shift 3
for each; do
    stored for-each-ref --format='delete %(refname)' "refs/checkpoint/$each/"
done | stored update-ref --stdin
stored gc --auto --quiet --prune=now
