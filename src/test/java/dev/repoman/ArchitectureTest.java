package dev.repoman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine;

/// The house rules of `docs/architecture.md`.
@AnalyzeClasses(packages = "dev.repoman", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("project")
            .definedBy("dev.repoman.project..")
            .layer("file")
            .definedBy("dev.repoman.file..")
            .layer("toml")
            .definedBy("dev.repoman.toml..")
            .layer("migration")
            .definedBy("dev.repoman.registry.migration..")
            .layer("registry")
            .definedBy("dev.repoman.registry")
            .layer("plan")
            .definedBy("dev.repoman.plan..")
            .layer("incus")
            .definedBy("dev.repoman.incus..")
            .layer("host")
            .definedBy("dev.repoman.host..")
            .layer("llm")
            .definedBy("dev.repoman.llm..")
            .layer("checkpoint")
            .definedBy("dev.repoman.checkpoint..")
            .layer("hermes")
            .definedBy("dev.repoman.hermes..")
            .layer("backup")
            .definedBy("dev.repoman.backup..")
            .layer("apply")
            .definedBy("dev.repoman.apply..")
            .layer("usecase")
            .definedBy("dev.repoman.usecase..")
            .layer("cli")
            .definedBy("dev.repoman.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("usecase")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("apply")
            .mayOnlyBeAccessedByLayers("usecase", "cli")
            .whereLayer("incus")
            .mayOnlyBeAccessedByLayers("apply", "usecase", "cli")
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("backup", "checkpoint", "hermes", "apply", "usecase", "cli")
            .whereLayer("backup")
            .mayOnlyBeAccessedByLayers("apply", "usecase", "cli")
            .whereLayer("checkpoint")
            .mayOnlyBeAccessedByLayers("apply", "usecase")
            .whereLayer("hermes")
            .mayOnlyBeAccessedByLayers("apply", "usecase", "cli")
            .whereLayer("llm")
            .mayOnlyBeAccessedByLayers("apply", "usecase")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers(
                    "incus", "host", "llm", "hermes", "backup", "checkpoint", "apply", "usecase", "cli")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("plan", "llm", "hermes", "apply", "usecase", "cli")
            .whereLayer("migration")
            .mayOnlyBeAccessedByLayers("registry");

    /// Each package counts for itself, so a room may use the hall that it opens from, and not the reverse.
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("(dev.repoman..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule planUsesRecordsOfTheRegistryOnly = noClasses()
            .that()
            .resideInAPackage("dev.repoman.plan..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("RegistryStore");

    @ArchTest
    static final ArchRule purePackages = noClasses()
            .that()
            .resideInAnyPackage("dev.repoman.plan..", "dev.repoman.project", "dev.repoman.registry.migration")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Files.class, Clock.class, ProcessBuilder.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .accessClassesThat()
            .belongToAnyOf(System.class);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage("dev.repoman.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyTheCommandLineReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage("dev.repoman.cli..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    /// Each of these starts programs that have no business in a tree which an agent writes: the user's own
    /// editor and terminal, git before there is a container, this program once more. All else goes by a jail,
    /// whose processes the runner starts.
    @ArchTest
    static final ArchRule onlyAFewStartProcesses = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.repoman.host.jail.Runner")
            .and()
            .doNotHaveFullyQualifiedName("dev.repoman.host.Processes")
            .and()
            .doNotHaveFullyQualifiedName("dev.repoman.host.Guardian")
            .and()
            .doNotHaveFullyQualifiedName("dev.repoman.host.RemoteProxy")
            .and()
            .doNotHaveFullyQualifiedName("dev.repoman.host.TerminalSize")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class);

    /// What is done to a tree that an agent writes is done in a jail. These packages and classes handle such
    /// trees, and so open no file by themselves; the few that may look at a tree's own folder from outside,
    /// or work before any container has it, are named with what they do.
    @ArchTest
    static final ArchRule nothingOpensAFileInATree = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.repoman.backup",
                    "dev.repoman.checkpoint",
                    "dev.repoman.hermes",
                    "dev.repoman.host",
                    "dev.repoman.apply",
                    "dev.repoman.usecase..")
            .and(DescribedPredicate.not(named(
                    // state of our own
                    "backup.SyncStateStore",
                    "apply.ProjectLocks",
                    // the folder itself, its entries at most: never what is below
                    "host.FolderProbe",
                    "host.PathWalk",
                    "hermes.HermesProbe",
                    "hermes.HermesEffector",
                    // what repoman has made itself, and no container has yet, or any more
                    "host.RepositoryEffector",
                    "host.Trees",
                    "hermes.Staging",
                    // the host's own data, programs, mounts and users
                    "hermes.HostData",
                    "hermes.Recipe",
                    "host.AgentProbe",
                    "host.PortProbe",
                    "host.RemoteProxy",
                    "host.Programs",
                    "host.RootProbe",
                    "host.UserProbe",
                    "host.OwnProgram",
                    "host.BundleFile",
                    "host.ProxyService",
                    // files of the user's session
                    "host.Archive",
                    "host.CallerSettings",
                    "host.Editor",
                    "host.IncusClient",
                    "host.TraceFile")))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Files.class,
                    java.io.FileInputStream.class,
                    java.io.FileOutputStream.class,
                    java.io.RandomAccessFile.class,
                    java.nio.channels.FileChannel.class);

    private static DescribedPredicate<JavaClass> named(String... classes) {
        return DescribedPredicate.describe(
                "one of " + String.join(", ", classes),
                (JavaClass type) -> java.util.Arrays.stream(classes)
                        .map(name -> "dev.repoman." + name)
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
    }

    /// A static executable has no `openat` by the JDK: code that relies on it fails there, and only there.
    @ArchTest
    static final ArchRule nothingReliesOnSecureDirectories =
            noClasses().should().dependOnClassesThat().areAssignableTo(java.nio.file.SecureDirectoryStream.class);

    /// Without a jail works only who keeps the containers frozen, and who looks at the backup root from
    /// outside.
    @ArchTest
    static final ArchRule onlyTwoWorkWithoutAJail = noClasses()
            .that()
            .resideOutsideOfPackage("dev.repoman.host.jail")
            .and(DescribedPredicate.not(named("apply.TreeKeeper", "backup.BackupRoot")))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.repoman.host.jail.Bare");

    /// Native images know no class by its name, and no proxy that was not told of.
    @ArchTest
    static final ArchRule noReflection = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Proxy.class, java.lang.reflect.Method.class, java.lang.reflect.Field.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class);

    /// What JSON is bound to are records of their own, never a plan or a fact, so that nothing slips out.
    @ArchTest
    static final ArchRule documentsAreRecordsOfTheirOwn = noClasses()
            .that()
            .resideInAnyPackage("dev.repoman.cli.json", "dev.repoman.incus.api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.repoman.plan..", "dev.repoman.project..", "dev.repoman.registry..");

    @ArchTest
    static final ArchRule commandsCarryNoScope = noClasses()
            .that()
            .areAnnotatedWith(CommandLine.Command.class)
            .should()
            .beAnnotatedWith(jakarta.enterprise.context.Dependent.class)
            .orShould()
            .beAnnotatedWith(jakarta.enterprise.context.ApplicationScoped.class);

    @ArchTest
    static final ArchRule commandsAreNamedSo = classes()
            .that()
            .areAnnotatedWith(CommandLine.Command.class)
            .should()
            .haveSimpleNameEndingWith("Command")
            .orShould()
            .haveSimpleName("Root");
}
