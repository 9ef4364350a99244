package dev.pgconvoy.it.leaks;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// What a listener of the live events got.
public final class EventStream implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    public EventStream(URI address) {
        var _ = client.sendAsync(
                HttpRequest.newBuilder(address)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(
                        bytes -> bytes.ifPresent(some -> heard.write(some, 0, some.length))));
    }

    public byte[] heard() {
        return heard.toByteArray();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
