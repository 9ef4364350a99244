package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.fleet.view.FleetPage;
import dev.pgconvoy.launcher.fleet.view.FleetReport;
import dev.pgconvoy.launcher.fleet.view.FleetReportView;
import dev.pgconvoy.launcher.view.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "report", description = "Shows what became of each server of a fleet.")
final class FleetReportCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Option(names = "--html", paramLabel = "FILE", description = "Write it there as a page.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetReportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        html.ifPresent(file -> PrivateFile.requireWritable("--html", file));
        var broker = kafka.broker(session);
        var status = fleet.chosen(RecordedFleets.read(broker));
        var report = FleetReport.of(status, RecordedStates.read(broker));
        if (json) {
            session.out().println(new String(EventJson.write(report), StandardCharsets.UTF_8));
        } else if (html.isEmpty()) {
            FleetReportView.lines(report).forEach(session.out()::println);
        }
        html.ifPresent(file -> {
            PrivateFile.write(file, FleetPage.html(report));
            session.say("the report is in " + file);
        });
        return 0;
    }
}
