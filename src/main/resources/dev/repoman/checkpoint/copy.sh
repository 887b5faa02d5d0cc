# Copies the folder $1 into the empty folder $2, so that both share every block until one of them changes. Prints `no` where the file
# system cannot; then $2 is as it was. A file that cannot be read is named on stderr, and left out.
one=$(find "$1" -type f -readable -size +0 -print -quit)
if [ -n "$one" ]; then
    cp -P --reflink=always -- "$one" "$2/.repoman-trial" 2>/dev/null || { rm -f "$2/.repoman-trial"; echo no; exit 0; }
    rm -f "$2/.repoman-trial"
fi
errors=$(cp -a --reflink=always -- "$1/." "$2" 2>&1 >/dev/null) && exit 0
printf '%s\n' "$errors" | sed 's/^cp: /error: /' >&2
! printf '%s\n' "$errors" | grep -qv ': Permission denied$'
