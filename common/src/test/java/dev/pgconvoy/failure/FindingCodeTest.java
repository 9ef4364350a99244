package dev.pgconvoy.failure;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The list of codes is whole: none stands for two things, none is of no use, none is written beside it.
class FindingCodeTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern OURS = Pattern.compile("PGC\\d{4}");
    private static final Pattern USE = Pattern.compile("\\bFindingCode\\.([A-Z_]+)\\b");

    private static final Pattern ABSENCE = Pattern.compile("doesNotContain\\w*\\([^)]*\\)");

    private static final String AZURE_ANSWERS =
            "Azure alone answers so; tests of the preflight service make its answers up";
    private static final String AZURE_WORKS =
            "Azure's service alone says so; its recorded answers are read by tests of the monitor";

    /// Codes of which no test on real servers speaks, with the reason.
    private static final Map<FindingCode, String> WITHOUT_SERVERS = Map.ofEntries(
            entry(FindingCode.SOURCE_WRITTEN, "DatabaseRunTest counts on what SourceWritesIT reads from real servers"),
            entry(FindingCode.TEMPLATE_VIOLATED, "read from the request alone: RequestForAzureTest"),
            entry(FindingCode.NOT_DONE_BY_AZURE, "read from the request alone: RequestForAzureTest"),
            entry(FindingCode.SCOPE_NOT_ALLOWED, "read from the request and the settings alone: ExamineTargetTest"),
            entry(FindingCode.SERVER_NOT_READY, AZURE_ANSWERS),
            entry(FindingCode.FEW_STORAGE, AZURE_ANSWERS),
            entry(FindingCode.MIGRATION_NAME_USED, AZURE_ANSWERS),
            entry(FindingCode.AZURE_SAID, AZURE_WORKS),
            entry(FindingCode.AZURE_WAITS, AZURE_WORKS),
            entry(FindingCode.STATUS_SHORTENED, "made of the events alone: EventSizeLimiterTest"));

    @Test
    void no_code_and_no_title_stands_for_two_things() {
        assertThat(FindingCode.values()).extracting(FindingCode::code).doesNotHaveDuplicates();
        assertThat(FindingCode.values()).extracting(FindingCode::title).doesNotHaveDuplicates();
    }

    @Test
    void every_code_is_used() {
        var used = sources("main")
                .flatMap(source -> found(USE, source).map(use -> use.group(1)))
                .collect(toSet());

        assertThat(FindingCode.values()).extracting(FindingCode::name).allMatch(used::contains);
    }

    @Test
    void nobody_writes_a_code_beside_the_list() {
        assertThat(sources("main").filter(source -> !source.endsWith("FindingCode.java")))
                .allSatisfy(source ->
                        assertThat(found(OURS, source).map(MatchResult::group)).isEmpty());
    }

    @Test
    void pages_name_no_code_that_is_not_in_the_list() {
        var known = Arrays.stream(FindingCode.values()).map(FindingCode::code).collect(toSet());

        assertThat(pages().flatMap(page -> found(OURS, page).map(MatchResult::group)))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    /// A code counts where an integration test expects it, not where one
    /// expects its absence.
    @Test
    void every_code_is_expected_by_a_test_on_real_servers_or_it_is_said_why_by_none() {
        var expected = sources("test")
                .filter(file -> file.toString().endsWith("IT.java"))
                .map(FindingCodeTest::text)
                .map(text -> ABSENCE.matcher(text).replaceAll(""))
                .collect(joining("\n"));
        var missing = Arrays.stream(FindingCode.values())
                .filter(code -> !Pattern.compile("\\b(%s|%s)\\b".formatted(code.name(), code.code()))
                        .matcher(expected)
                        .find())
                .toList();

        assertThat(missing).containsExactlyInAnyOrderElementsOf(WITHOUT_SERVERS.keySet());
    }

    @ParameterizedTest
    @EnumSource
    void a_code_says_what_it_means_and_what_to_do(FindingCode code) {
        assertThat(code.code()).matches("PGC\\d{4}|603\\d{3}");
        assertThat(code.title()).isNotBlank().doesNotEndWith(".");
        assertThat(code.meaning()).endsWith(".");
        assertThat(code.remedy().orElse("Nothing.")).endsWith(".");
        assertThat(code.remedy().isPresent() || code.severities().equals(List.of(Severity.INFO)))
                .isTrue();
        assertThat(code.severities()).isNotEmpty().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @ParameterizedTest
    @EnumSource
    void a_code_leads_to_a_place_that_is_there(FindingCode code) {
        code.link().map(link -> link.split("#")).ifPresent(place -> {
            assertThat(DOCS.resolve(place[0])).exists();
            assertThat(anchors(DOCS.resolve(place[0]))).contains(place.length > 1 ? place[1] : "");
        });
    }

    /// As Markdown's readers make them of headings.
    private static Set<String> anchors(Path page) {
        var headings = text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'));
        return Stream.concat(Stream.of(""), headings).collect(toSet());
    }

    private static Stream<MatchResult> found(Pattern pattern, Path file) {
        return pattern.matcher(text(file)).results();
    }

    private static Stream<Path> sources(String kind) {
        return children(ROOT)
                .map(module -> module.resolve(Path.of("src", kind, "java")))
                .filter(Files::isDirectory)
                .flatMap(FindingCodeTest::files)
                .filter(file -> file.toString().endsWith(".java"));
    }

    private static Stream<Path> pages() {
        return Stream.concat(files(DOCS), children(ROOT))
                .filter(file -> file.toString().endsWith(".md"));
    }

    private static Stream<Path> children(Path folder) {
        try (var all = Files.list(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path root) {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
