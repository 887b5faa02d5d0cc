package dev.repoman.lab;

import static io.restassured.RestAssured.given;

import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The real Incus that this test runs beside (`lab/with-incus`), and its users.
///
/// Tests are root in the lab; the program under test runs as [#dev()], who may use the daemon, or [#guest()],
/// who may not. All state is the lab's own and ends with it: [#reset()] before each test makes it as new.
public final class Lab {
    /// Images that the lab offers, by alias; any other is what a test left behind.
    private static final Set<String> IMAGES = Set.of("tiny", "tiny-ubuntu", "debian", "cloud");

    private Lab() {}

    /// uid and gid 1000, a member of incus-admin.
    public static LabUser dev() {
        return new LabUser("dev");
    }

    /// uid and gid 1001, to whom the daemon's socket is forbidden.
    public static LabUser guest() {
        return new LabUser("guest");
    }

    public static LabUser root() {
        return new LabUser("root");
    }

    /// Dev's repositories on the host: the default `repos_root`.
    public static Path repos() {
        return home("dev").resolve("repos");
    }

    /// Requests to the daemon's HTTPS API as a trusted client: `Lab.daemon().get("/1.0/projects")`. Bodies
    /// are not checked for success: `.then().statusCode(200)`.
    public static RequestSpecification daemon() {
        var ssl = new SSLConfig().sslSocketFactory(LabTls.factory());
        return given().baseUri(variable("LAB_URL"))
                .config(RestAssuredConfig.config().sslConfig(ssl));
    }

    /// Makes the lab as new: no project but `default` with the lab's own images and default profile, and
    /// empty homes.
    public static void reset() {
        deleteProjects();
        freshHomes();
    }

    /// As `lab/quickstart` begins: the Incus project `repoman` with a root disk and a NIC in its default
    /// profile, and a profile `claude-share`.
    public static void bareSetup() {
        dev().sh("""
                set -e
                incus project create repoman -c features.images=false
                incus profile show default --project default | incus profile edit default --project repoman
                incus profile create claude-share --project repoman </dev/null
                incus profile device add claude-share local-bin disk source=$HOME/.local/bin path=$HOME/.local/bin \
                    shift=true --project repoman
                """).ok();
    }

    /// Deletes every project but `default`, with all that is in it, and what tests left in `default`.
    public static void deleteProjects() {
        names("/1.0/projects").stream()
                .filter(p -> !p.equals("default"))
                .forEach(p -> daemon().queryParam("force", "1")
                        .delete("/1.0/projects/" + p)
                        .then()
                        .statusCode(200));
        List<String> left = names("/1.0/instances");
        if (!left.isEmpty()) {
            root().run(with(List.of("incus", "delete", "--force"), left)).ok();
        }
        names("/1.0/profiles").stream()
                .filter(p -> !p.equals("default"))
                .forEach(p -> daemon().delete("/1.0/profiles/" + p).then().statusCode(200));
        List<String> images =
                daemon().get("/1.0/images/aliases?recursion=1").jsonPath().getList("metadata.name");
        images.stream()
                .filter(i -> !IMAGES.contains(i))
                .forEach(i -> root().run("incus", "image", "delete", i).ok());
    }

    /// Empties the homes of the ordinary users, but for `repos`, `.config` and `.local/bin`.
    public static void freshHomes() {
        for (var user : List.of(dev(), guest())) {
            root().env("LAB_STATE", variable("LAB_STATE"))
                    .run(script("home"), user.name())
                    .ok();
        }
    }

    /// A cluster of three beside the lab's own daemon, as new: it has no project but `default`. It is started where it
    /// is not up.
    ///
    /// @return the socket of node1, for `INCUS_SOCKET`
    public static Path cluster() {
        emptied(Cluster.SOCKET);
        return Cluster.SOCKET;
    }

    /// The machine `work`, as new; it is started where it is not up. dev has it as a remote of that name.
    ///
    /// @return its socket, for its root
    public static Path work() {
        machine("start", "work");
        Path socket = Path.of(machine("socket", "work"));
        emptied(socket);
        return socket;
    }

    /// This host and the machine `work`, as new, and a repository of dev with one commit: `repos/web`.
    ///
    /// @return the socket of the other machine
    public static Path twoMachines() {
        reset();
        bareSetup();
        Path socket = work();
        dev().sh("""
                set -e
                git config --global user.name Dev; git config --global user.email dev@example.org
                git config --global init.defaultBranch main
                mkdir -p repos/web && cd repos/web && git init -q && echo one >file && git add . && git commit -qm first
                """).ok();
        return socket;
    }

    private static void emptied(Path socket) {
        root().env("INCUS_SOCKET", socket.toString()).sh("""
                for p in $(incus project list -f csv -c n | sed 's/ .*//'); do
                    [ $p = default ] || incus query -X DELETE "/1.0/projects/$p?force=1"
                done""").ok();
    }

    /// Started once.
    private static final class Cluster {
        private static final Path SOCKET = start();

        private static Path start() {
            machine("cluster");
            return Path.of(machine("socket", "node1"));
        }
    }

    /// Further machines, by `lab/machine`: `machine("start", "work")`.
    ///
    /// @return what it printed
    public static String machine(String... arguments) {
        return root().env("LAB_STATE", variable("LAB_STATE"))
                .env("LAB_IMAGES", variable("LAB_IMAGES"))
                .run(with(List.of(script("machine")), List.of(arguments)))
                .ok()
                .out()
                .strip();
    }

    /// Whether this JVM runs inside a lab.
    public static boolean isHere() {
        return System.getenv("LAB_STATE") != null;
    }

    static boolean isRequired() {
        return "required".equals(System.getProperty("repoman.lab"));
    }

    static String whyNot() {
        String why = System.getenv("LAB_WHY_NOT");
        return why != null ? why : "this is not a lab: run it by ./mvnw verify, or below lab/with-incus";
    }

    static Path home(String user) {
        return user.equals("root") ? Path.of(variable("LAB_STATE"), "root") : Path.of("/home", user);
    }

    /// A script of the checkout's `lab` folder.
    static String script(String name) {
        return Path.of(variable("LAB_DIR"), name).toString();
    }

    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException(name + " is not set: " + whyNot());
        return value;
    }

    /// Last parts of the addresses in a list answer.
    private static List<String> names(String path) {
        List<String> found =
                daemon().get(path).then().statusCode(200).extract().jsonPath().getList("metadata");
        return found.stream()
                .map(address -> address.substring(address.lastIndexOf('/') + 1))
                .toList();
    }

    private static String[] with(List<String> command, List<String> more) {
        return java.util.stream.Stream.concat(command.stream(), more.stream()).toArray(String[]::new);
    }
}
