package dev.pgconvoy.report;

import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aPreflightRun;
import static dev.pgconvoy.fixture.Fixtures.aStatus;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.VerifyMode;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportPageTest {

    private static final String HOSTILE =
            "</td><script>alert(1)</script><img src=x onerror='alert(1)'>\"&amp;\u202e]]> <!-- --";

    private static Report hostileReport() {
        var database = new Report.DatabaseReport(
                HOSTILE,
                1,
                2,
                3,
                0,
                List.of(new Report.PhaseTime(HOSTILE, Duration.ofSeconds(3))),
                List.of(new Report.TableReport(HOSTILE, 2, 3, Duration.ofMillis(5), false)),
                List.of(new Report.Difference(HOSTILE, HOSTILE, HOSTILE, HOSTILE)));
        var note =
                new Finding(HOSTILE, HOSTILE, Severity.WARNING, HOSTILE, HOSTILE, HOSTILE).inTarget(HOSTILE, HOSTILE);
        return new Report(
                Fixtures.NOON,
                Fixtures.NOON.plusSeconds(9),
                HOSTILE,
                HOSTILE,
                VerifyMode.FULL,
                List.of(database),
                NotesByCode.of(List.of(note)),
                0);
    }

    /// Every element of the page is closed, so that a reader of XML takes its body as it
    /// is.
    private static Document bodyOf(String page) throws Exception {
        var body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + "</main>".length());
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    @Test
    void a_success_is_shown_with_its_numbers_durations_and_what_is_left_to_do() throws Exception {
        var page = ReportPage.html(
                aMigration().succeeded().status().withoutPasswords().withPreflight(Optional.of(aPreflightRun())));

        assertThat(bodyOf(page).getDocumentElement().getTextContent())
                .contains("Migration flex-eu-1/move-the-shop", "Succeeded", "PostgreSQL 17.11")
                .contains("copy of shop", "4.0 s", "\"public\".\"orders\"", "8,000")
                .contains("Expected were", "PGC1004")
                .contains("What is left to do", "./pgconvoy verify", "psql");
    }

    @Test
    void names_full_of_markup_are_text() throws Exception {
        var hostile = new Finding(HOSTILE, HOSTILE, Severity.ERROR, HOSTILE, HOSTILE, HOSTILE);
        var page = ReportPage.html(aMigration()
                .failed()
                .status()
                .withReport(Optional.of(hostileReport()))
                .withFindings(List.of(hostile)));

        assertThat(page).doesNotContain("<script", "<img", "\u202e");
        assertThat(bodyOf(page).getElementsByTagName("script").getLength()).isZero();
        assertThat(bodyOf(page).getElementsByTagName("td").item(0).getTextContent())
                .contains("<script>alert(1)</script>", "\\u202e");
    }

    @Test
    void nothing_is_loaded_and_nothing_runs() {
        var page = ReportPage.html(aMigration().succeeded().status());

        assertThat(page)
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .doesNotContain("src=", "href=", "url(", "@import", "http:", "https:", "onclick", "javascript:");
    }

    @Test
    void no_reference_to_a_password_is_in_it() {
        assertThat(ReportPage.html(aStatus())).doesNotContain("PGCONVOY_SOURCE_PASSWORD", "/run/secrets");
    }

    @Test
    void what_is_left_out_is_counted() {
        var notes = IntStream.range(0, 3_000)
                .mapToObj(number -> new Finding(
                        "restore", "PGC2001", Severity.WARNING, "table t" + number, "Refused.", "Grant it."))
                .toList();
        var report = Fixtures.aReport().ended(Fixtures.NOON, notes);

        assertThat(ReportPage.html(aStatus().withReport(Optional.of(report))))
                .contains("And 9 more tables.", "more notes.")
                .hasSizeLessThan(1_000_000);
    }

    @Test
    void the_same_note_stands_once() {
        var report = Fixtures.aReport();

        assertThat(ReportPage.html(aStatus().withFindings(List.of(aWarning())).withReport(Optional.of(report))))
                .containsOnlyOnce("It has 2 tables and is left out.");
    }
}
