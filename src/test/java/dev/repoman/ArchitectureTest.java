package dev.repoman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
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
            .layer("hermes")
            .definedBy("dev.repoman.hermes..")
            .layer("backup")
            .definedBy("dev.repoman.backup..")
            .layer("apply")
            .definedBy("dev.repoman.apply..")
            .layer("cli")
            .definedBy("dev.repoman.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("apply")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("incus")
            .mayOnlyBeAccessedByLayers("apply", "cli")
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("backup", "hermes", "apply", "cli")
            .whereLayer("backup")
            .mayOnlyBeAccessedByLayers("apply", "cli")
            .whereLayer("hermes")
            .mayOnlyBeAccessedByLayers("apply", "cli")
            .whereLayer("llm")
            .mayOnlyBeAccessedByLayers("apply")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("incus", "host", "llm", "hermes", "backup", "apply", "cli")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("plan", "llm", "hermes", "apply", "cli")
            .whereLayer("migration")
            .mayOnlyBeAccessedByLayers("registry");

    @ArchTest
    static final ArchRule planUsesRecordsOfTheRegistryOnly = noClasses()
            .that()
            .resideInAPackage("dev.repoman.plan")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("RegistryStore");

    @ArchTest
    static final ArchRule purePackages = noClasses()
            .that()
            .resideInAnyPackage("dev.repoman.plan", "dev.repoman.project", "dev.repoman.registry.migration")
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
            .resideOutsideOfPackage("dev.repoman.cli")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyTheCommandLineReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage("dev.repoman.cli")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    @ArchTest
    static final ArchRule onlyTheHostStartsProcesses = noClasses()
            .that()
            .resideOutsideOfPackages("dev.repoman.host", "dev.repoman.backup")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class);

    /// Native images know no class by its name, and no proxy that was not told of.
    @ArchTest
    static final ArchRule noReflection = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Proxy.class, java.lang.reflect.Method.class, java.lang.reflect.Field.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class);

    /// Jackson's trees need no registration; binding to a class would. So no class is bound, and none has to be listed.
    @ArchTest
    static final ArchRule jacksonBindsNoClass = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Jackson binds a class",
                    (JavaCall<?> call) -> (call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                                    || call.getTargetOwner().isAssignableTo(ObjectReader.class))
                            && (call.getName().equals("readValue")
                                    || call.getName().equals("treeToValue")
                                    || call.getName().equals("convertValue")
                                    || call.getName().equals("valueToTree"))));

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
