package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.embedded.ServiceSet;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.FreePorts;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.secret.AllowedReferences;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever sets `QUARKUS_CONFIG_LOCATIONS` for a stack sets it for all its services.
///
/// Runs before the others: its services end well and leave archives of their classes, with
/// which those of the others start faster.
@Tag("first")
class SharedSettingsIT {

    @TempDir
    Path folder;

    @Test
    void all_services_start_with_a_file_of_settings_that_is_meant_for_some_of_them() throws IOException {
        // given
        var https = FreePorts.take(0, "https");
        var file = Files.writeString(folder.resolve("shared.properties"), """
                pgconvoy.arm.servers.orders-flex.host=127.0.0.1
                pgconvoy.topics.retention=2d
                pgconvoy.worker.copier-slots=2
                quarkus.tls.key-store.p12.path=%s
                quarkus.tls.key-store.p12.password=%s
                quarkus.http.ssl-port=%d
                """.formatted(
                        SelfSigned.in(folder.resolve("tls")).store(), SelfSigned.PASSWORD, https));
        var data = StackFolder.open(folder.resolve("data"));
        LocalInstallation.sealKey(data);
        try (var stack = Stack.in(data, StackDistribution.current())) {
            var kafka = stack.start(KafkaSettings.slim());
            var sealKey = LocalInstallation.sealKeyFileIn(data.root());
            var services = ServiceSet.on(kafka, sealKey, AllowedReferences.exactly(List.of()), 0).stream()
                    .map(service -> service.with("quarkus.config.locations", file.toString()))
                    .toList();

            // when
            stack.startAll(services);

            // then
            assertThat(services)
                    .allMatch(service -> stack.service(service.name()).isAlive());
            try (var monitor = new Socket("127.0.0.1", https)) {
                assertThat(monitor.isConnected()).isTrue();
            }
        }
    }
}
