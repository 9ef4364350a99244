package dev.pgconvoy.launcher;

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

@AnalyzeClasses(packages = "dev.pgconvoy.launcher", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MOST_CLASSES = 25;

    @ArchTest
    static final ArchRule the_rooms_depend_in_one_direction =
            slices().matching("dev.pgconvoy.launcher.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule a_process_knows_nothing_of_the_stack_that_it_belongs_to = noClasses()
            .that()
            .resideInAPackage("..stack.process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.pgconvoy.launcher.stack",
                    "..stack.folder..",
                    "..stack.settings..",
                    "..launcher.command..",
                    "..launcher.embedded..");

    @ArchTest
    static final ArchRule the_stack_knows_no_command_line = noClasses()
            .that()
            .resideInAnyPackage("..launcher.stack..", "..launcher.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..launcher.command..", "..launcher.view..", "picocli..");

    @ArchTest
    static void no_room_is_too_large(JavaClasses classes) {
        var rooms = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(rooms)
                .isNotEmpty()
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(MOST_CLASSES));
    }
}
