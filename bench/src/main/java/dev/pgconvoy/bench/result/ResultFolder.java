package dev.pgconvoy.bench.result;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The measurements as JSON, a file for each workload, so that one can be measured anew and the page keeps the others.
public record ResultFolder(Path folder) {

    private static final ObjectWriter JSON = EventJson.MAPPER.writerWithDefaultPrettyPrinter();
    private static final String SCALE = "scale";
    private static final String COLD = "cold";
    private static final String CONSOLE = "console";

    public void save(WorkloadResult result) {
        write(result.workload(), result);
    }

    public void save(ScaleResult result) {
        write(SCALE, result);
    }

    public void save(ColdResult result) {
        write(COLD, result);
    }

    /// Makes the page anew from everything in the folder.
    ///
    /// @param order of the workloads, by name
    public void writePage(Path page, List<String> order) {
        var workloads = order.stream()
                .flatMap(name -> read(name, WorkloadResult.class).stream())
                .toList();
        var text = BenchmarksPage.text(
                folder.getFileName().toString(),
                workloads,
                read(SCALE, ScaleResult.class),
                read(COLD, ColdResult.class),
                read(CONSOLE, ConsoleLoadResult.class));
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.writeString(page, text);
        } catch (IOException e) {
            throw new BenchException("The page %s cannot be written: %s".formatted(page, e), e);
        }
    }

    private void write(String name, Object result) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(name), JSON.writeValueAsString(result) + "\n");
        } catch (IOException e) {
            throw new BenchException("The result %s cannot be written: %s".formatted(file(name), e), e);
        }
    }

    private <T> Optional<T> read(String name, Class<T> kind) {
        if (!Files.exists(file(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventJson.MAPPER.readValue(file(name).toFile(), kind));
        } catch (IOException e) {
            throw new BenchException("The result %s cannot be read: %s".formatted(file(name), e), e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
