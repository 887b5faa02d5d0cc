# Copies the folder $1 into the empty folder $2, so that both share every block until one of them changes. Prints `no` where the file
# system cannot; then $2 is as it was. A file that cannot be read is named on stderr, and left out.
one=$(find "$1" -type f -readable -size +0 -print -quit)
if [ -n "$one" ]; then
    cp -P --reflink=always -- "$one" "$2/.repoman-trial" 2>/dev/null || { rm -f "$2/.repoman-trial"; echo no; exit 0; }
    rm -f "$2/.repoman-trial"
fi
# A git of this host that works there meanwhile, such as a gc in the background, moves objects from where they were not copied yet to
# where they were not copied any more.
history() { find "$1/.git" -type d -printf '%p %T@\n' 2>/dev/null; }
for try in 1 2 3 4 5 6 7 8; do
    before=$(history "$1")
    errors=$(cp -a --reflink=always -- "$1/." "$2" 2>&1 >/dev/null) || :
    if [ "$before" = "$(history "$1")" ] && ! printf '%s\n' "$errors" | grep -q ': No such file or directory$'; then
        [ -n "$errors" ] || exit 0
        printf '%s\n' "$errors" | sed 's/^cp: /error: /' >&2
        ! printf '%s\n' "$errors" | grep -qv ': Permission denied$'
        exit
    fi
    chmod -R u+rwX "$2"
    find "$2" -mindepth 1 -delete
    sleep 1
done
echo "a program of this host changes it all the time; run the same command again when it has ended" >&2
exit 1
