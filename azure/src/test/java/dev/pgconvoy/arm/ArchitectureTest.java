package dev.pgconvoy.arm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.pgconvoy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule only_the_way_to_azure_knows_its_sdk = noClasses()
            .that()
            .resideOutsideOfPackage("..pgconvoy.azure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "com.microsoft..", "reactor..");

    @ArchTest
    static final ArchRule templates_know_neither_kafka_nor_jdbc = noClasses()
            .that()
            .resideInAPackage("..pgconvoy.arm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "java.sql..", "org.postgresql..", "java.net.http..", "dev.pgconvoy.azure..");

    @ArchTest
    static final ArchRule there_is_no_framework_here = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..");
}
