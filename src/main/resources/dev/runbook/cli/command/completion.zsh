#compdef runbook
# Completes runbook in zsh: eval "$(runbook completion zsh)", below compinit

_runbook() {
    local options word=${words[CURRENT]}
    local -a replies
    if ((CURRENT == 2)); then
        replies=(@verbs@ --help --version)
        compadd -- $replies
        return
    fi
    case ${words[2]} in
        @options@
        *) return 1 ;;
    esac
    if [[ $word == -* ]]; then
        compadd -- ${(s: :)options}
        return
    fi
    replies=(${(f)"$(${(Q)words[1]} __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)"})
    if (($#replies)); then
        compadd -U -V runbook -- $replies
    else
        _files
    fi
}

compdef _runbook runbook
