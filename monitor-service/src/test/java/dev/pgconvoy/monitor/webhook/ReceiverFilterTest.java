package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.migration.label.LabelFilter;
import dev.pgconvoy.monitor.MigrationSamples;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReceiverFilterTest {

    private static boolean fits(List<String> labels, Set<String> fleets, String id, Map<String, String> has) {
        var filter = new ReceiverFilter(
                labels.stream().map(text -> LabelFilter.parse(text, ':')).toList(), fleets);
        return filter.fits(new MigrationSamples(id).request().withLabels(new TreeMap<>(has)));
    }

    @Test
    void without_a_filter_every_migration_fits() {
        assertThat(fits(List.of(), Set.of(), "orders/move", Map.of())).isTrue();
    }

    @Test
    void all_labels_must_fit() {
        var wanted = List.of("team:payments", "stage");

        assertThat(fits(wanted, Set.of(), "orders/move", Map.of("team", "payments", "stage", "test")))
                .isTrue();
        assertThat(fits(wanted, Set.of(), "orders/move", Map.of("team", "payments")))
                .isFalse();
        assertThat(fits(wanted, Set.of(), "orders/move", Map.of("team", "shop", "stage", "test")))
                .isFalse();
    }

    @Test
    void one_of_the_fleets_must_be_its_own() {
        var fleets = Set.of("weekend", "spring");

        assertThat(fits(List.of(), fleets, "orders/weekend.orders", Map.of())).isTrue();
        assertThat(fits(List.of(), fleets, "orders/spring.orders.attempt-2", Map.of()))
                .isTrue();
        assertThat(fits(List.of(), fleets, "orders/weekend-2.orders", Map.of())).isFalse();
        assertThat(fits(List.of(), fleets, "orders/move", Map.of())).isFalse();
    }

    @Test
    void a_label_that_cannot_be_one_stops_the_monitor_with_its_place() {
        var receiver = new ConfiguredWebhooks("hook", URI.create("https://a.example/"), Path.of("/keys"))
                .of(Optional.of(List.of("no label")), Optional.empty());

        assertThatIllegalStateException()
                .isThrownBy(() -> Endpoint.of("hook", receiver))
                .withMessageContaining("pgconvoy.webhooks.endpoints.hook.labels");
    }
}
