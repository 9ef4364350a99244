package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;

/// Processes of this machine, members of the same stack as the services.
record EmbeddedInfrastructure(Stack stack, KafkaSettings kafka) implements TestInfrastructure {

    @Override
    public String startKafka() {
        return stack.start(kafka).bootstrapServers();
    }

    @Override
    public RunningServer startPostgres(String name, int major) {
        var process = stack.start(PostgresSettings.of(name, major));
        return new RunningServer(name, major, "127.0.0.1", process.port(), process.passwordFile());
    }

    /// The stack's owner stops them with the services.
    @Override
    public void close() {}
}
