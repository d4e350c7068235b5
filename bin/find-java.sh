# Sourced by the other programs here: find_java PROGRAM sets java_home to the first Java 17 or newer that has bin/PROGRAM.

java_home_fits() {
    [ -x "$1/bin/$2" ] || return 1
    major=0
    # The release file is read rather than `java -version` run: that would cost a start of the JVM each time.
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            if [ "$key" = JAVA_VERSION ]; then
                value=${value#\"}
                major=${value%%[!0-9]*}
                break
            fi
        done <"$1/release"
    else
        major=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    fi
    [ "${major:-0}" -ge 17 ] && java_home=$1
}

java_home_on_path() {
    program=$(command -v java) || return 1
    program=$(readlink -f "$program" 2>/dev/null) || return 1
    java_home_fits "${program%/bin/java}" "$1"
}

find_java() {
    java_home=
    [ -n "${JAVA_HOME:-}" ] && java_home_fits "$JAVA_HOME" "$1" && return 0
    java_home_on_path "$1" && return 0
    if [ -x /usr/libexec/java_home ]; then
        candidate=$(/usr/libexec/java_home -v 17+ 2>/dev/null) && java_home_fits "$candidate" "$1" && return 0
    fi
    for candidate in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*; do
        java_home_fits "$candidate" "$1" && return 0
    done
    echo "runbook needs a JDK of version 17 or newer with bin/$1; none in JAVA_HOME, PATH, /usr/lib/jvm." >&2
    echo "Install one (Debian: apt-get install openjdk-17-jdk-headless; macOS: brew install openjdk@17) or set JAVA_HOME." >&2
    return 1
}
