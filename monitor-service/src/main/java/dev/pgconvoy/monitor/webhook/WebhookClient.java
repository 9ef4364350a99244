package dev.pgconvoy.monitor.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts to receivers. It follows no redirect, and reads no more of an answer than its head.
final class WebhookClient implements AutoCloseable {

    private static final int GONE = 410;
    /// Tries for connections; a receiver has one at a time.
    private static final int MOST_WAITING = 100;
    private static final int PORT_OF_HTTPS = 443;
    private static final int PORT_OF_HTTP = 80;

    private final HttpClient http;
    private final ReceiverAddress addresses;
    private final Duration timeout;
    private final InstantSource clock;

    WebhookClient(
            Vertx vertx, ReceiverAddress addresses, Optional<Path> caFile, Duration timeout, InstantSource clock) {
        var options = new HttpClientOptions()
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        caFile.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.http = vertx.createHttpClient(options);
        this.addresses = addresses;
        this.timeout = timeout;
        this.clock = clock;
    }

    ReceiverAnswer post(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
        try {
            return post(http.request(to(url, headers)), body);
        } catch (UnknownHostException _) {
            return notTaken(url.getHost() + " is not known to the name service");
        } catch (RefusedAddressException e) {
            return notTaken(String.valueOf(e.getMessage()));
        } catch (TimeoutException _) {
            return late();
        } catch (ExecutionException e) {
            return e.getCause() instanceof TimeoutException ? late() : notTaken(String.valueOf(e.getCause()));
        }
    }

    /// Whatever comes of it, its connection is closed then: a receiver that says nothing must not keep it.
    private ReceiverAnswer post(Future<HttpClientRequest> connected, byte[] body)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return connected
                    .compose(request -> request.send(Buffer.buffer(body)))
                    .map(this::answer)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            connected.onSuccess(HttpClientRequest::reset);
        }
    }

    /// The name is for the certificate and the header `Host`; the address is the one that was checked.
    private RequestOptions to(URI url, Map<String, String> headers)
            throws UnknownHostException, RefusedAddressException {
        var isTls = url.getScheme().equals("https");
        var port = url.getPort() != -1 ? url.getPort() : isTls ? PORT_OF_HTTPS : PORT_OF_HTTP;
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setTimeout(timeout.toMillis()) // of the wait for a connection, and of silence on it
                .setServer(SocketAddress.inetSocketAddress(
                        port, addresses.find(url).getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(isTls)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        headers.forEach(options::putHeader);
        return options;
    }

    private ReceiverAnswer answer(HttpClientResponse response) {
        response.exceptionHandler(_ -> {}); // hears of the reset
        response.request().reset();
        var status = response.statusCode();
        if (status / 100 == 2) {
            return new ReceiverAnswer.Taken(status);
        }
        return status == GONE
                ? new ReceiverAnswer.Gone()
                : new ReceiverAnswer.NotTaken("HTTP " + status, retryAfter(response.getHeader("Retry-After")));
    }

    private Optional<Duration> retryAfter(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    header.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(header))
                            : Duration.between(clock.instant(), date(header)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Instant date(String header) {
        return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private ReceiverAnswer late() {
        return notTaken("no answer within " + timeout.toMillis() + " ms");
    }

    private static ReceiverAnswer notTaken(String reason) {
        return new ReceiverAnswer.NotTaken(reason, Optional.empty());
    }

    @Override
    public void close() {
        http.close();
    }
}
