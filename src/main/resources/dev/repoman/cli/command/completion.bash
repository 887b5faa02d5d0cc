# bash completion of repoman; made by: repoman completion bash
_repoman() {
    local line=${COMP_LINE:0:COMP_POINT} rest word i out value
    local -a words=() lines=()
    # bash cuts words at = and : as well; what stands together on the line is one word of repoman's
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$rest
        if ((${#words[@]})) && [[ $rest == "$line" ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        line=${rest#"$word"}
    done
    # what bash will put a candidate in the place of
    [[ $word != [=:]* ]] || word=${word##*[=:]}
    out=$("${words[0]/#\~\//$HOME/}" __complete --replaces="$word" bash -- "${words[@]:1}" 2>/dev/null </dev/null) || return 0
    mapfile -t lines <<<"$out"
    case ${lines[0]-} in
        :files) compopt -o default; return 0 ;;
        :folders) compopt -o dirnames; return 0 ;;
    esac
    for value in "${lines[@]:1}"; do
        value=${value%%$'\t'*}
        # inside quotes a value stands as it is
        [[ $word == [\"\']* ]] || printf -v value %q "$value"
        COMPREPLY+=("$value")
    done
}
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    complete -o nosort -F _repoman repoman
else
    complete -F _repoman repoman
fi
