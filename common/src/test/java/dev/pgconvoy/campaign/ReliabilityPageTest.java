package dev.pgconvoy.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReliabilityPageTest {

    @TempDir
    private Path folder;

    @Test
    void a_measurement_replaces_its_own_section_only() throws IOException {
        var page = folder.resolve("page.md");
        ReliabilityPage.replace(page, List.of("## Soak\n\nflat\n"));
        ReliabilityPage.replace(page, List.of("## Faults × phases\n\n| a |\n", "## Recovery\n\nsoon\n"));

        ReliabilityPage.replace(page, List.of("## Recovery\n\nsooner\n"));

        assertThat(Files.readString(page))
                .startsWith("# Reliability\n")
                .endsWith("""

                        ## Faults × phases

                        | a |

                        ## Recovery

                        sooner

                        ## Soak

                        flat
                        """)
                .doesNotContain("soon\n");
    }
}
