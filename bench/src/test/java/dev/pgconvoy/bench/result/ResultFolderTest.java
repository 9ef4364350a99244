package dev.pgconvoy.bench.result;

import static dev.pgconvoy.bench.result.SampleRuns.expected;
import static dev.pgconvoy.bench.result.SampleRuns.result;
import static dev.pgconvoy.bench.result.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

    @Test
    void a_bar_that_was_kept_before_bars_had_a_mode_is_one_without_verification() throws IOException {
        var kept = EventJson.MAPPER.readValue("{\"peer\": \"floor\", \"ratio\": 0.5}", WorkloadResult.Bar.class);

        assertThat(kept).isEqualTo(new WorkloadResult.Bar("floor", 0.5, false));
    }

    @Test
    void the_page_shows_what_earlier_sessions_measured(@TempDir Path folder) {
        // given
        var page = folder.resolve("page.md");
        new ResultFolder(folder.resolve("page"))
                .save(result(1, 0.5, run("pgconvoy", "pgcopydb", 1, 12.5), expected(8, 20, 10)));

        // when
        new ResultFolder(folder.resolve("page")).writePage(page, List.of("many", "bulk"));

        // then
        assertThat(contentOf(page.toFile()))
                .contains("## bulk", "12.5", "CPU: one", "the checks expected 8.00 s")
                .doesNotContain("## many");
    }
}
