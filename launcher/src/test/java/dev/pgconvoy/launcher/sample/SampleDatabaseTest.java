package dev.pgconvoy.launcher.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleDatabaseTest {

    @Test
    void every_file_of_the_folder_is_run_and_in_its_order() throws IOException, URISyntaxException {
        var folder = Path.of(SampleDatabase.class.getResource("/sample").toURI());
        try (var files = Files.list(folder)) {
            var names = files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
            assertThat(SampleDatabase.FILES).isEqualTo(names);
        }
    }
}
