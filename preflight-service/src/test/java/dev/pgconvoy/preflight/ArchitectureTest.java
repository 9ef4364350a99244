package dev.pgconvoy.preflight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
            .resideInAnyPackage("..preflight.check..", "dev.pgconvoy.preflight.azure..", "..preflight.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io..", "jakarta..", "org.eclipse..", "com.azure..");

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("..preflight.model..")
            .layer("check")
            .definedBy("..preflight.check..")
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
}
