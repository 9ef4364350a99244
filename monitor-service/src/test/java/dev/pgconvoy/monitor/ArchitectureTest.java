package dev.pgconvoy.monitor;

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
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(packages = "dev.pgconvoy.monitor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_fold_knows_no_http_and_nobody_who_shows_its_states = noClasses()
            .that()
            .resideInAPackage("..fold..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..monitor.view..", "..monitor.api..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule only_the_fold_knows_kafka_streams = noClasses()
            .that()
            .resideOutsideOfPackage("..fold..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule the_view_knows_no_http = noClasses()
            .that()
            .resideInAPackage("..monitor.view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..monitor.api..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("dev.pgconvoy.monitor.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rooms_of_azures_interface = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("endpoint")
            .definedBy("dev.pgconvoy.monitor.arm")
            .layer("deployments")
            .definedBy("..arm.deployments..")
            .layer("migrations")
            .definedBy("..arm.migrations..")
            .layer("protocol")
            .definedBy("..arm.protocol..")
            .whereLayer("endpoint")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("deployments")
            .mayOnlyBeAccessedByLayers("endpoint")
            .whereLayer("migrations")
            .mayOnlyBeAccessedByLayers("endpoint", "deployments");

    @ArchTest
    static final ArchRule the_intake_knows_nothing_of_what_is_folded = noClasses()
            .that()
            .resideInAPackage("..fold.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.pgconvoy.monitor.fold");

    @ArchTest
    static final ArchRule fields_are_not_injected = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule only_the_clock_tells_the_time = noClasses()
            .that()
            .doNotHaveSimpleName("SystemClock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static void no_room_holds_more_than_25_classes(JavaClasses classes) {
        var rooms = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(rooms)
                .isNotEmpty()
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(25));
    }
}
