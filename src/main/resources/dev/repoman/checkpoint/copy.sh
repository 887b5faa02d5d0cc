# Copies the folder $1 to $2/copy, where $2 is an empty folder, so that both share every block until one of them changes. Prints `no` where
# the file system cannot; then $2 is as it was. A file that cannot be read is named on stderr, and left out.
copy=$2/copy
# A subvolume of btrfs takes one step, however large it is. What is a subvolume of its own in it would be missing.
if [ "$(stat -c %i -- "$1")" = 256 ] && [ "$(stat -f -c %T -- "$1")" = btrfs ] && command -v btrfs >/dev/null &&
    btrfs subvolume snapshot "$1" "$copy" >/dev/null 2>&1; then
    [ -n "$(find "$copy" -mindepth 1 -type d -inum 2 -print -quit)" ] || exit 0
    rm -rf "$copy"
fi
one=$(find "$1" -type f -readable -size +0 -print -quit)
if [ -n "$one" ]; then
    cp -P --reflink=always -- "$one" "$2/trial" 2>/dev/null || { rm -f "$2/trial"; echo no; exit 0; }
    rm -f "$2/trial"
fi
# A git of this host that works there meanwhile, such as a gc in the background, moves objects from where they were not copied yet to
# where they were not copied any more.
history() { find "$1/.git" -type d -printf '%p %T@\n' 2>/dev/null; }
for try in 1 2 3 4 5 6 7 8; do
    before=$(history "$1")
    mkdir "$copy"
    errors=$(cp -a --reflink=always -- "$1/." "$copy" 2>&1 >/dev/null) || :
    if [ "$before" = "$(history "$1")" ] && ! printf '%s\n' "$errors" | grep -q ': No such file or directory$'; then
        [ -n "$errors" ] || exit 0
        printf '%s\n' "$errors" | sed 's/^cp: /error: /' >&2
        ! printf '%s\n' "$errors" | grep -qv ': Permission denied$'
        exit
    fi
    chmod -R u+rwX "$copy"
    rm -rf "$copy"
    sleep 1
done
echo "a program of this host changes it all the time; run the same command again when it has ended" >&2
exit 1
