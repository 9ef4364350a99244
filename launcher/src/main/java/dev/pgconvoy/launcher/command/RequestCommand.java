package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.Publisher;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "request", description = "Requests a migration of a running installation and prints its id.")
final class RequestCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final MigrationFlags flags = new MigrationFlags();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    @Mixin
    private final SealKeyFlag sealKey = new SealKeyFlag();

    @Option(names = "--json", description = "Print the id as a JSON object.")
    private boolean json;

    RequestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var request = flags.draft()
                .request(
                        session.passwords(),
                        () -> sealKey.key(session),
                        session.clock().instant());
        var broker = kafka.broker(session);
        MigrationRun.requireNew(broker, request.id());
        try (var publisher = new Publisher(broker, session.clock()::instant)) {
            publisher.request(request);
        }
        session.out().println(json ? "{\"id\":\"%s\"}".formatted(request.id()) : request.id());
        return 0;
    }
}
