package dev.repoman.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A native executable is built with all classes initialised on the machine that builds it. What a static
/// initialiser sees there stays in the program for good: so none may look at the host, and every resource is
/// read in one.
class NativeSafetyTest {
    private static final Bytecode PROGRAM = Bytecode.ofProgram();

    /// What differs from host to host, from user to user or from one moment to the next.
    private static final Pattern OF_THE_HOST = Pattern.compile(String.join(
            "|",
            "java\\.lang\\.System\\.(getenv|getProperty|getProperties|nanoTime|currentTimeMillis|console|identityHashCode)",
            "java\\.lang\\.(Integer|Long|Boolean)\\.get(Integer|Long|Boolean)",
            "java\\.lang\\.(Runtime|ProcessHandle|ProcessBuilder)\\..*",
            "java\\.lang\\.Thread\\.(<init>|start|startVirtualThread|currentThread|of.*)",
            "java\\.time\\.\\w+\\.now",
            "java\\.time\\.Clock\\..*",
            "java\\.time\\.ZoneId\\.systemDefault",
            "java\\.util\\.TimeZone\\..*",
            "java\\.util\\.Locale\\.getDefault",
            "java\\.nio\\.charset\\.Charset\\.defaultCharset",
            "java\\.(util|security)\\.(Random|SecureRandom|SplittableRandom)\\..*",
            "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
            "java\\.util\\.UUID\\.randomUUID",
            "java\\.nio\\.file\\.Files\\..*",
            "java\\.nio\\.file\\.Path\\.(toAbsolutePath|toRealPath|toFile)",
            "java\\.io\\.(File|FileInputStream|FileOutputStream|RandomAccessFile)\\..*",
            "java\\.nio\\.channels\\..*",
            "java\\.net\\..*",
            "org\\.eclipse\\.microprofile\\.config\\.ConfigProvider\\..*"));

    @Test
    void noStaticInitializerLooksAtTheHost() {
        List<String> found = new ArrayList<>();
        PROGRAM.duringInitialization()
                .forEach((method, called) -> called.stream()
                        .filter(target -> OF_THE_HOST.matcher(target).matches())
                        .forEach(target -> found.add(method + " calls " + target)));
        assertThat(found).isEmpty();
        assertThat(PROGRAM.duringInitialization())
                .as("initialisers were found at all")
                .hasSizeGreaterThan(50);
    }

    /// What a JVM and a static native executable do differently: each line has its reason in `docs/native.md`.
    private static final Pattern DIFFERS = Pattern.compile(String.join(
            "|",
            "java\\.nio\\.file\\.SecureDirectoryStream\\..*",
            "java\\.lang\\.foreign\\..*",
            "java\\.lang\\.System\\.(console|getProperty|getProperties|exit|load|loadLibrary)",
            "java\\.nio\\.charset\\.Charset\\.(forName|defaultCharset|availableCharsets|isSupported)",
            "java\\.net\\.(InetAddress|Inet4Address|Inet6Address|InetSocketAddress|NetworkInterface)\\..*",
            "java\\.nio\\.file\\.attribute\\.UserPrincipalLookupService\\..*",
            "java\\.nio\\.file\\.Files\\.(getOwner|setOwner)",
            "java\\.util\\.Locale\\.(getDefault|setDefault)",
            "java\\.(util\\.TimeZone|time\\.ZoneId)\\.(getDefault|systemDefault)",
            "java\\.time\\.(LocalDate|LocalTime|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now",
            "java\\.lang\\.reflect\\.(Proxy|Method|Constructor|Field)\\..*",
            "java\\.lang\\.Class\\.(forName|getDeclared.*|getMethods?|getFields?)",
            "java\\.io\\.(ObjectInputStream|ObjectOutputStream)\\..*",
            "java\\.util\\.ServiceLoader\\..*",
            "java\\.util\\.ResourceBundle\\..*"));

    /// `--version` asks which of the two it is.
    private static final String SAYS_WHICH = "dev.repoman.cli.Version.answered calls java.lang.System.getProperty";

    @Test
    void nothingIsUsedThatDiffersInAStaticExecutable() {
        List<String> found = new ArrayList<>();
        PROGRAM.calls()
                .forEach((method, called) -> called.stream()
                        .filter(target -> DIFFERS.matcher(target).matches())
                        .forEach(target -> found.add(method + " calls " + target)));
        assertThat(found).containsExactly(SAYS_WHICH);
    }

    /// A resource that is read later would have to be registered for the image, one by one. None is.
    @Test
    void everyResourceIsReadInAStaticInitializer() {
        Set<String> readers = new TreeSet<>();
        for (String method : List.of("getResource", "getResourceAsStream")) {
            readers.addAll(PROGRAM.callersOf("java.lang.Class." + method));
            readers.addAll(PROGRAM.callersOf("java.lang.ClassLoader." + method));
        }
        assertThat(readers).hasSizeGreaterThanOrEqualTo(4);
        readers.forEach(this::isCalledByInitializersAlone);
    }

    private void isCalledByInitializersAlone(String method) {
        if (method.endsWith(".<clinit>")) {
            return;
        }
        Set<String> callers = PROGRAM.callersOf(method);
        assertThat(callers).as("callers of " + method).isNotEmpty();
        callers.stream().filter(caller -> !caller.equals(method)).forEach(this::isCalledByInitializersAlone);
    }

    /// A class that Jackson binds is read by reflection, which a native executable has to be told of. These
    /// bind; the records that they name live in the packages below, or beside them.
    @Test
    void jacksonBindsInAFewPlaces() {
        Pattern binding = Pattern.compile("com\\.fasterxml\\..*\\.(readValue|readValues|treeToValue|convertValue"
                + "|valueToTree|readerFor|readerForUpdating|updateValue|forType|writeValue\\w*)");
        Set<String> found = new TreeSet<>();
        PROGRAM.calls()
                .forEach((method, called) -> called.stream()
                        .filter(target -> binding.matcher(target).matches())
                        .forEach(target -> found.add(method.replaceFirst("\\.\\w+$", ""))));
        assertThat(found)
                .containsExactly(
                        "dev.repoman.backup.SyncStateStore",
                        "dev.repoman.cli.view.Json",
                        "dev.repoman.incus.Rest",
                        "dev.repoman.llm.OllamaProbe");
    }

    @Test
    void everyRecordThatIsBoundIsRegistered() throws Exception {
        Set<Class<?>> bound = new LinkedHashSet<>();
        for (Class<?> root : Bound.roots()) {
            Bound.collect(root, bound);
        }
        assertThat(bound).hasSizeGreaterThan(50);
        bound.removeIf(type -> !type.isRecord());
        for (Class<?> type : bound) {
            Class<?> top = type;
            while (top.getEnclosingClass() != null && !top.isAnnotationPresent(RegisterForReflection.class)) {
                top = top.getEnclosingClass();
            }
            assertThat(top.isAnnotationPresent(RegisterForReflection.class))
                    .as(type.getName())
                    .isTrue();
        }
    }
}
