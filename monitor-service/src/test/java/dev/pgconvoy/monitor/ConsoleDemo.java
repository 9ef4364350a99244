package dev.pgconvoy.monitor;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.util.Map;
import org.awaitility.Awaitility;

/// Runs the packaged monitor with a sample fleet until it is stopped: for looking at the console and for its pictures.
final class ConsoleDemo {

    private ConsoleDemo() {}

    public static void main(String[] arguments) throws Exception {
        var port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8089;
        try (var broker = new EmbeddedBroker();
                var monitor = new MonitorProcess(broker.bootstrapServers(), port, Map.of());
                var fleet = new SampleFleet(broker.bootstrapServers())) {
            Awaitility.await().atMost(java.time.Duration.ofMinutes(2)).until(monitor::isReady);
            Runtime.getRuntime().addShutdownHook(new Thread(monitor::close));
            fleet.begin();
            Thread.sleep(3_000);
            fleet.giveOutWork();
            System.out.println("http://127.0.0.1:" + port + "/");
            while (true) {
                fleet.tick();
                Thread.sleep(1_000);
            }
        }
    }
}
