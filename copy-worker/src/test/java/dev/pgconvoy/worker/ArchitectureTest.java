package dev.pgconvoy.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.pgconvoy.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_parts_depend_in_one_direction =
            slices().matching("dev.pgconvoy.worker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule conductors_and_copiers_speak_by_topics_only = noClasses()
            .that()
            .resideInAPackage("..copier..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conductor..");

    @ArchTest
    static final ArchRule only_the_clock_reads_the_clock =
            noClasses().that().doNotHaveSimpleName("Clock").should().callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule no_field_injection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
