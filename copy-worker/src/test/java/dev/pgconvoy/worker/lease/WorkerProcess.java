package dev.pgconvoy.worker.lease;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A worker in a JVM of its own that can be killed. Its work never ends; it writes down how often the record was handed
/// out.
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private WorkerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static WorkerProcess start(Path folder, EmbeddedBroker broker, LeasePool.Settings settings) throws IOException {
        var output = Files.createTempFile(folder, "worker", ".out");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                broker.bootstrapServers(),
                settings.group(),
                settings.topic(),
                Integer.toString(settings.slots()),
                Integer.toString(settings.asking()),
                Long.toString(settings.lock().toSeconds()));
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new WorkerProcess(process, output);
    }

    public static void main(String... arguments) throws InterruptedException {
        var settings = new LeasePool.Settings(
                arguments[1],
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Duration.ofSeconds(Long.parseLong(arguments[5])));
        LeasePool.start(
                Map.of("bootstrap.servers", arguments[0]), settings, RecentWork.justNow(), () -> (leased, _) -> {
                    System.out.println(leased.deliveryCount().orElse((short) 0));
                    new CountDownLatch(1).await();
                    return LeasedWork.Disposition.RELEASE;
                });
        new CountDownLatch(1).await();
    }

    /// One for each time that this process took a record.
    List<Integer> deliveryCounts() throws IOException {
        return Files.readAllLines(output).stream().map(Integer::valueOf).toList();
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
