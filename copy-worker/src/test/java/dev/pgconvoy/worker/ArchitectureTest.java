package dev.pgconvoy.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
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
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "dev.pgconvoy.worker";

    private static final int MOST_CLASSES = 25;
    private static final double LARGEST_SHARE = 0.2;

    /// Which room uses which, from the ground up. A new arrow is a decision: it belongs in this table.
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("wire", Set.of()),
            Map.entry("catalog", Set.of()),
            Map.entry("schema", Set.of()),
            Map.entry("lease", Set.of()),
            Map.entry("snapshot", Set.of()),
            Map.entry("waiting", Set.of()),
            Map.entry("rate", Set.of()),
            Map.entry("keeper", Set.of("snapshot")),
            Map.entry("lead", Set.of("lease")),
            Map.entry("ledger", Set.of("catalog", "lead")),
            Map.entry("roles", Set.of("schema")),
            Map.entry("rights", Set.of("roles", "schema")),
            Map.entry("plan", Set.of("catalog", "schema")),
            Map.entry("report", Set.of("ledger", "plan")),
            Map.entry("dispatch", Set.of("plan", "snapshot")),
            Map.entry("pause", Set.of("dispatch")),
            Map.entry("target", Set.of("lead", "ledger", "plan", "report", "roles", "schema", "wire")),
            Map.entry(
                    "verify",
                    Set.of(
                            "catalog",
                            "ledger",
                            "plan",
                            "report",
                            "rights",
                            "roles",
                            "schema",
                            "snapshot",
                            "target",
                            "wire")),
            Map.entry("copier", Set.of("catalog", "lead", "lease", "ledger", "rate", "snapshot", "wire")),
            Map.entry(
                    "conductor",
                    Set.of(
                            "catalog",
                            "dispatch",
                            "keeper",
                            "lead",
                            "lease",
                            "ledger",
                            "pause",
                            "plan",
                            "rate",
                            "report",
                            "roles",
                            "schema",
                            "snapshot",
                            "target",
                            "verify")),
            Map.entry(
                    "servers",
                    Set.of(
                            "catalog",
                            "conductor",
                            "lead",
                            "ledger",
                            "plan",
                            "report",
                            "rights",
                            "roles",
                            "schema",
                            "snapshot",
                            "target",
                            "verify",
                            "waiting",
                            "wire")),
            Map.entry(
                    "config",
                    Set.of(
                            "conductor",
                            "copier",
                            "dispatch",
                            "keeper",
                            "lease",
                            "pause",
                            "rate",
                            "schema",
                            "servers",
                            "snapshot"))));

    @ArchTest
    static void each_room_uses_the_rooms_of_the_table_and_no_others(JavaClasses classes) {
        var found = new TreeMap<String, Set<String>>();
        for (var from : classes) {
            if (!isShared(from)) {
                var arrows = found.computeIfAbsent(room(from), _ -> new TreeSet<>());
                from.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(to -> to.getPackageName().startsWith(ROOT) && !isShared(to))
                        .map(ArchitectureTest::room)
                        .filter(to -> !to.equals(room(from)))
                        .forEach(arrows::add);
            }
        }

        assertThat(found).isEqualTo(ARROWS);
    }

    /// What stands beside the rooms.
    private static boolean isShared(JavaClass some) {
        return some.getPackageName().equals(ROOT);
    }

    private static String room(JavaClass some) {
        return some.getPackageName().substring(ROOT.length() + 1);
    }

    @ArchTest
    static void no_room_is_too_large(JavaClasses classes) {
        var files = classes.stream()
                .filter(some -> some.isTopLevelClass() && !some.getSimpleName().equals("package-info"))
                .toList();
        var sizes = files.stream().collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));

        assertThat(sizes.values())
                .as("classes of each room: %s", sizes)
                .allMatch(size -> size <= MOST_CLASSES && size <= LARGEST_SHARE * files.size());
    }

    @ArchTest
    static final ArchRule the_rooms_depend_in_one_direction =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule a_plan_needs_no_server_and_no_topic = noClasses()
            .that()
            .resideInAPackage("..plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.postgresql..", "org.apache.kafka..", "java.nio.file..");

    @ArchTest
    static final ArchRule only_the_clock_reads_the_clock =
            noClasses().that().doNotHaveSimpleName("WallClock").should().callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule no_field_injection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
