package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.monitor.PublishedStatuses;
import org.junit.jupiter.api.Test;

class HappeningTest {

    @Test
    void what_is_hindered_by_another_object_is_another_notification() {
        assertThat(id("table a", "held by pid 1")).isEqualTo(id("table a", "held by pid 1"));
        assertThat(id("table b", "held by pid 1")).isNotEqualTo(id("table a", "held by pid 1"));
        assertThat(id("table a", "held by pid 2")).isNotEqualTo(id("table a", "held by pid 1"));
    }

    private static String id(String object, String message) {
        var obstacle = Finding.warning("lock", FindingCode.LOCK_WAITED_FOR, object, message, "Wait.");
        var happening = Happening.of(new SubstateChanged(PublishedStatuses.hindered("hindered/move", obstacle)));
        return happening.orElseThrow().webhookId("hook");
    }
}
