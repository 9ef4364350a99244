package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsefulStreamsTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static ServerEndpoint at(String host, int port) {
        return new ServerEndpoint(host, port, "mover", Optional.empty(), SslMode.DISABLE, "postgres");
    }

    private static MigrationRequest request(String source, String target, int jobs) {
        return Fixtures.aRequest()
                .from(at(source, 5432))
                .to(at(target, 5433))
                .jobs(jobs)
                .build();
    }

    @Test
    void servers_elsewhere_can_use_as_many_as_there_are_jobs() {
        assertThat(UsefulStreams.ofRows(request("192.0.2.1", "127.0.0.1", 50))).isEqualTo(50);
        assertThat(UsefulStreams.ofWideRows(request("127.0.0.1", "192.0.2.1", 50)))
                .isEqualTo(50);
    }

    @Test
    void servers_on_this_machine_share_its_processors() {
        var request = request("127.0.0.1", "127.0.0.1", 60);

        assertThat(UsefulStreams.ofRows(request)).isEqualTo(Math.clamp(PROCESSORS / 2, 1, 60));
        assertThat(UsefulStreams.ofWideRows(request)).isEqualTo(Math.clamp(PROCESSORS, 1, 60));
    }

    @Test
    void one_stream_is_always_of_use_and_never_more_than_jobs() {
        assertThat(UsefulStreams.ofRows(request("127.0.0.1", "127.0.0.1", 1))).isEqualTo(1);
    }
}
