package dev.pgconvoy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(packages = "dev.pgconvoy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_model_and_its_machine_know_neither_kafka_nor_jdbc = noClasses()
            .that()
            .resideInAnyPackage("..migration..", "..lifecycle..", "..failure..", "..copy..")
            .and()
            .doNotHaveSimpleName("SqlFailures")
            .and()
            .doNotHaveSimpleName("ServerErrorText")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.sql..", "org.postgresql..", "java.net.http..");

    @ArchTest
    static final ArchRule the_machine_does_no_input_or_output = noClasses()
            .that()
            .resideInAnyPackage("..lifecycle..", "..migration..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
                    .and(not(equivalentTo(URI.class))));

    @ArchTest
    static final ArchRule packages_do_not_depend_on_each_other_in_a_circle =
            slices().matching("dev.pgconvoy.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_reads_a_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule only_events_their_transport_and_the_rights_on_it_know_kafka = noClasses()
            .that()
            .resideOutsideOfPackages("..event..", "..kafka..", "..access..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule there_is_no_framework_here = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "jakarta..",
                    "io.smallrye..",
                    "org.eclipse.microprofile..",
                    "com.azure..",
                    "dev.pgconvoy.azure..",
                    "dev.pgconvoy.arm..");

    @ArchTest
    static final ArchRule filters_and_connections_know_nothing_of_the_migration_that_has_them = noClasses()
            .that()
            .resideInAnyPackage("..migration.filter..", "..migration.connection..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.pgconvoy.migration");

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
