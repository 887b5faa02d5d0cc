package dev.repoman.project;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/// Every error says what to do: the constructors want a hint, and these classes alone make an error without
/// one.
@AnalyzeClasses(packages = "dev.repoman", importOptions = ImportOption.DoNotIncludeTests.class)
class HintTest {
    /// What a user decided at a question needs no advice.
    private static final Set<String> ASK_A_QUESTION = Set.of("ChangeRunner", "ConfigEditCommand");

    @ArchTest
    static final ArchRule everyErrorSaysWhatToDo = methods()
            .that()
            .areDeclaredIn(RepomanException.class)
            .and()
            .haveName("withoutHint")
            .should()
            .onlyBeCalled()
            .byClassesThat(DescribedPredicate.describe(
                    "are one of " + ASK_A_QUESTION, (JavaClass type) -> ASK_A_QUESTION.contains(type.getSimpleName())));
}
