# Completes runbook in bash: eval "$(runbook completion bash)"

_runbook() {
    local line=${COMP_LINE:0:COMP_POINT} verb options word reply
    local -a words
    # Split the line only at blanks: bash also splits at colons and equals signs, which patterns of pairs contain.
    read -ra words <<<"$line"
    if [[ $line == *[[:blank:]] ]]; then words+=(''); fi
    word=${words[${#words[@]} - 1]}
    verb=${words[1]}
    COMPREPLY=()
    if ((${#words[@]} <= 2)); then
        COMPREPLY=($(compgen -W '@verbs@ --help --version' -- "$word"))
        return
    fi
    case $verb in
        @options@
        *) return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
        return
    fi
    while IFS= read -r reply; do
        if [[ -n $reply ]]; then COMPREPLY+=("$reply"); fi
    done < <("${words[0]/#\~\//$HOME/}" __complete -- "${words[@]:1}" 2>/dev/null)
    if ((${#COMPREPLY[@]} == 0)); then
        compopt -o filenames 2>/dev/null
        while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen -f -- "$word")
        return
    fi
    # bash replaces only the part after the last colon or equals sign.
    if [[ $word == *[:=]* && $COMP_WORDBREAKS == *:* ]]; then
        local before=${word%"${word##*[:=]}"} i
        for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]=${COMPREPLY[i]#"$before"}; done
    fi
}

complete -o nosort -F _runbook runbook 2>/dev/null || complete -F _runbook runbook
