# fish completion of repoman; made by: repoman completion fish
function __repoman_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    set -l current (commandline -ct)
    set -l plain (string unescape -- $current 2>/dev/null)
    or set plain $current
    set -l lines (command $program __complete fish -- $words "$plain" 2>/dev/null </dev/null)
    set -l before (string match -r -- '^--[^=]*=' $plain)
    set -l path (string replace -r -- '^--[^=]*=' '' $plain)
    switch "$lines[1]"
        case :files
            printf "%s\n" "$before"(__fish_complete_path $path)
        case :folders
            printf '%s\n' "$before"(__fish_complete_directories $path '')
        case '*'
            set -e lines[1]
            printf '%s\n' $lines
    end
end
complete -c repoman -k -f -a '(__repoman_complete)'
