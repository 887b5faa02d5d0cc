# Writes what is not committed, of a checkpoint with the present state, to a bundle. $4: the file. Prints the commit that it is based on, or
# why there is no bundle, in one word.
tip=$(stored rev-parse -q --verify "$at/work^") || { echo none; exit 0; }
[ "$(stored rev-parse "$at/work^{tree}")" != "$(stored rev-parse "$tip^{tree}")" ] || { echo same; exit 0; }
stored update-ref refs/repoman/wip "$at/work"
stored bundle create -q "$4" refs/repoman/wip "^$tip"
stored update-ref -d refs/repoman/wip
echo "$tip"
