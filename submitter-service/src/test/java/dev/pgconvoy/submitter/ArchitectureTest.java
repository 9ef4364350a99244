package dev.pgconvoy.submitter;

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

@AnalyzeClasses(packages = "dev.pgconvoy.submitter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rules_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("..submitter.model..", "..submitter.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.apache.kafka..", "io..", "jakarta..", "org.eclipse..");

    @ArchTest
    static final ArchRule rules_for_azure_know_neither_its_sdk_nor_kafka = noClasses()
            .that()
            .resideInAnyPackage("..submitter.azure.model..", "..submitter.azure.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "org.apache.kafka..", "io..", "jakarta..", "org.eclipse..");

    @ArchTest
    static final ArchRule layers_of_azure = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("..submitter.azure.model..")
            .layer("application")
            .definedBy("..submitter.azure.application..")
            .layer("messaging")
            .definedBy("..submitter.azure.messaging..")
            .layer("infrastructure")
            .definedBy("..submitter.azure.infrastructure..")
            .whereLayer("infrastructure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("messaging")
            .mayOnlyBeAccessedByLayers("infrastructure")
            .whereLayer("application")
            .mayOnlyBeAccessedByLayers("messaging", "infrastructure");

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("..submitter.model..")
            .layer("application")
            .definedBy("..submitter.application..")
            .layer("messaging")
            .definedBy("..submitter.messaging..")
            .layer("infrastructure")
            .definedBy("..submitter.infrastructure..")
            .whereLayer("infrastructure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("messaging")
            .mayOnlyBeAccessedByLayers("infrastructure")
            .whereLayer("application")
            .mayOnlyBeAccessedByLayers("messaging", "infrastructure");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("dev.pgconvoy.submitter.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_field_injection = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule one_clock = noClasses().should().callMethod(Instant.class, "now");

    @ArchTest
    static void no_package_holds_more_than_25_classes(JavaClasses classes) {
        var packages = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
