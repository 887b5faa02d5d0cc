#compdef repoman
# zsh completion of repoman; made by: repoman completion zsh
_repoman() {
    local line program=${(Q)words[1]}
    local -a lines pairs
    lines=("${(@f)$("${program/#\~\//$HOME/}" __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
    case ${lines[1]} in
        :files | :folders)
            [[ $PREFIX != --*=* ]] || compset -P '*='
            if [[ ${lines[1]} == :files ]]; then _files; else _files -/; fi
            return ;;
    esac
    for line in "${(@)lines[2,-1]}"; do
        # VALUE:WHAT IT IS, as _describe wants it
        pairs+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe -V -t repoman repoman pairs
}
# as a file of $fpath, this is the function's body
if [[ ${funcstack[1]} == _repoman ]]; then
    _repoman "$@"
else
    compdef _repoman repoman
fi
