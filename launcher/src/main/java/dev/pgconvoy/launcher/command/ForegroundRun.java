package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.command.session.InterruptHandling;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Keeps an installation up until the user has had enough, or a part of it dies.
final class ForegroundRun {

    private ForegroundRun() {}

    static void addresses(LocalInstallation installation, CommandSession session) {
        var out = session.out();
        out.println("Kafka        " + installation.bootstrapServers());
        out.println("Kafka login  --command-config " + installation.kafkaClientFile());
        out.println("REST         " + installation.rest());
        out.println("             curl -H \"Authorization: Bearer $(cat %s)\" %sapi/migrations"
                .formatted(installation.restAccess().tokenFile(), installation.rest()));
        out.println("console      %s  (the link counts once; ./pgconvoy login makes another)"
                .formatted(installation.restAccess().loginLink()));
        services(installation.services()).forEach(out::println);
        out.println("source       %s  password in %s"
                .formatted(
                        installation.source().uri("postgres"),
                        installation.source().passwordFile()));
        out.println("target       %s  password in %s"
                .formatted(
                        installation.target().uri("postgres"),
                        installation.target().passwordFile()));
        out.println("seal key     " + installation.sealKeyFile());
        out.println("logs         " + installation.logs());
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    /// @param addresses by the names of services
    static List<String> services(Map<String, URI> addresses) {
        return addresses.entrySet().stream()
                .map(service -> "%1$-18s %2$sq/health  %2$sq/metrics".formatted(service.getKey(), service.getValue()))
                .toList();
    }

    static void untilInterrupted(LocalInstallation installation, CommandSession session) {
        var interrupts = InterruptHandling.caught();
        CompletableFuture.anyOf(interrupts.first(), installation.firstLoss()).join();
        if (!interrupts.asked()) {
            installation.requireComplete();
        }
        session.say("stopping");
    }
}
