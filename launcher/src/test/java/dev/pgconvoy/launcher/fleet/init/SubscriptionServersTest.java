package dev.pgconvoy.launcher.fleet.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AzureServer;
import dev.pgconvoy.azure.AzureServer.Kind;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import dev.pgconvoy.postgres.PostgresUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionServersTest {

    private static final PostgresUri TARGET = PostgresUri.parse("postgres://mover@new.example.org:5432");

    @TempDir
    Path folder;

    private static AzureServer server(Kind kind, String name, String user, Optional<String> host, String region) {
        return new AzureServer(
                kind,
                name,
                host,
                Optional.of(user),
                Optional.of("12.6"),
                Optional.of("Standard_D4s_v3"),
                Optional.of(512L << 30),
                region,
                Optional.of("Ready"));
    }

    @Test
    void they_become_a_fleet_file_that_tells_versions_and_sizes() throws Exception {
        var found = SubscriptionServers.of(
                List.of(
                        server(
                                Kind.SINGLE,
                                "archive",
                                "cloudsa@archive",
                                Optional.of("archive.example.org"),
                                "North Europe"),
                        server(Kind.FLEXIBLE, "shop", "cloudsa", Optional.of("shop.example.org"), "eastus"),
                        server(Kind.FLEXIBLE, "not-made-yet", "cloudsa", Optional.empty(), "eastus")),
                TARGET);

        var text = FleetText.of("weekend", found.servers(), found.remarks());

        assertThat(text)
                .contains(
                        "    # PostgreSQL 12.6, Single Server, Standard_D4s_v3, 550 GB of storage, Ready\n    - name: archive\n",
                        "        user: \"cloudsa@archive\"\n        sslMode: require\n",
                        "    # PostgreSQL 12.6, Flexible Server, Standard_D4s_v3, 550 GB of storage, Ready\n    - name: shop\n",
                        "      labels: {region: northeurope}\n",
                        "      labels: {region: eastus}\n")
                .doesNotContain("not-made-yet");
        var file = Files.writeString(folder.resolve("weekend.yaml"), text);
        assertThat(FleetFile.read(file).fleet().spec().servers()).hasSize(2);
    }

    @Test
    void a_region_that_no_label_can_say_is_left_out() {
        var found = SubscriptionServers.of(
                List.of(
                        server(Kind.FLEXIBLE, "shop", "cloudsa", Optional.of("shop.example.org"), " "),
                        server(Kind.FLEXIBLE, "crm", "cloudsa", Optional.of("crm.example.org"), "Région 1")),
                TARGET);

        assertThat(found.servers())
                .extracting(ListedServer::labels)
                .allSatisfy(labels -> assertThat(labels).isEmpty());
    }
}
