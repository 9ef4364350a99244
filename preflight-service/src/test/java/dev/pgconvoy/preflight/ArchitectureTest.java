package dev.pgconvoy.preflight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.pgconvoy.preflight", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_model_is_pure = noClasses()
            .that()
            .resideInAPackage("..preflight.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..", "org.apache.kafka..", "io..", "jakarta..");

    @ArchTest
    static final ArchRule checks_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage(
                    "..preflight.examination..",
                    "..preflight.check..",
                    "dev.pgconvoy.preflight.azure..",
                    "..preflight.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io..", "jakarta..", "org.eclipse..", "com.azure..");

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("..preflight.model..")
            .layer("examination")
            .definedBy("..preflight.examination..")
            .layer("check")
            .definedBy("..preflight.check..")
            .layer("estimate")
            .definedBy("..preflight.estimate..")
            .layer("azure")
            .definedBy("dev.pgconvoy.preflight.azure..")
            .layer("application")
            .definedBy("..preflight.application..")
            .layer("infrastructure")
            .definedBy("..preflight.infrastructure..")
            .layer("messaging")
            .definedBy("..preflight.messaging..")
            .whereLayer("messaging")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("infrastructure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("application")
            .mayOnlyBeAccessedByLayers("infrastructure", "messaging")
            .whereLayer("examination")
            .mayOnlyBeAccessedByLayers("check", "azure", "estimate", "application", "infrastructure")
            .whereLayer("estimate")
            .mayOnlyBeAccessedByLayers("application", "infrastructure")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("azure", "application", "infrastructure")
            .whereLayer("azure")
            .mayOnlyBeAccessedByLayers("application", "infrastructure");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("dev.pgconvoy.preflight.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_field_injection = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule one_clock = noClasses().should().callMethod(Instant.class, "now");

    @ArchTest
    static void no_room_holds_more_than_25_classes(JavaClasses classes) {
        var rooms = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().endsWith(".preflight.check")) // the list of checks
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(rooms)
                .isNotEmpty()
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(25));
    }
}
