# Sourced by quickstart and bench: $lab is set. Builds the program unless it is there and newer than its sources.
say() { echo "lab: $*" >&2; }
build() {
    [ -z "${LAB_DIST:-}" ] || return 0       # the caller's own build
    local repo=$lab/.. made=$lab/../target/quarkus-app/quarkus-run.jar
    [ ! -x "$repo/target/repoman-runner" ] || made=$repo/target/repoman-runner
    if [ ! -e "$repo/target/repoman" ] || [ ! -e "$made" ] ||
        [ -n "$(find "$repo/src/main" "$repo/pom.xml" -newer "$made" -print -quit)" ]; then
        say "building"
        (cd "$repo" && ./mvnw -q -ntp package -DskipTests </dev/null >&2)
    fi
}
need_root() { [ "$(id -u)" = 0 ] || { say "needs root, for its own namespaces: sudo $0"; exit 1; }; }
as_dev() { "$lab/as" dev "$@"; }
# The Incus project and profiles that repoman works in, on a bare daemon.
bare_setup() {       # RUN: the function that runs one shell line as dev
    $1 "incus project create repoman -c features.images=false"
    $1 "incus profile show default --project default | incus profile edit default --project repoman"
    $1 "incus profile create claude-share --project repoman </dev/null"
    $1 "incus profile device add claude-share local-bin disk source=/home/dev/.local/bin path=/home/dev/.local/bin readonly=true shift=true --project repoman"
}
