package dev.pgconvoy.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementError;
import com.azure.core.management.exception.ManagementException;
import com.azure.identity.CredentialUnavailableException;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AzureFailuresTest {

    private static final String SERVER = "server orders";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            408 | RequestTimeout              | SERVER_UNAVAILABLE    | true
            429 | TooManyRequests             | SERVER_UNAVAILABLE    | true
            500 | InternalServerError         | SERVER_UNAVAILABLE    | true
            502 | BadGateway                  | SERVER_UNAVAILABLE    | true
            503 | ServiceUnavailable          | SERVER_UNAVAILABLE    | true
            504 | GatewayTimeout              | SERVER_UNAVAILABLE    | true
            409 | AnotherOperationInProgress  | SERVER_UNAVAILABLE    | true
            409 | DeploymentActive            | SERVER_UNAVAILABLE    | true
            401 | InvalidAuthenticationToken  | AUTHENTICATION_FAILED | false
            403 | AuthorizationFailed         | PERMISSION_DENIED     | false
            400 | InvalidTemplate             | REQUEST_REFUSED       | false
            404 | ResourceGroupNotFound       | REQUEST_REFUSED       | false
            400 | QuotaExceeded               | RESOURCES_EXHAUSTED   | false
            409 | VCoresLimitExceeded         | RESOURCES_EXHAUSTED   | false
            """)
    void an_answer_says_whether_trying_again_can_help(int status, String code, FailureCode failure, boolean retryable) {
        var told = AzureFailures.of(refused(status, code), SERVER);

        assertThat(told.code()).isEqualTo(failure);
        assertThat(told.code().retryable()).isEqualTo(retryable);
        assertThat(told.object()).isEqualTo(SERVER);
        assertThat(told.message()).isEqualTo("Azure answers %d %s: Because.".formatted(status, code));
        assertThat(told.remedy()).isNotBlank();
    }

    @Test
    void a_missing_right_is_told_with_the_role_assignment() {
        assertThat(AzureFailures.of(refused(403, "AuthorizationFailed"), SERVER).remedy())
                .contains("Contributor")
                .contains("az role assignment create");
    }

    @Test
    void an_answer_is_found_however_it_is_wrapped() {
        var wrapped = new RuntimeException("outer", new IllegalStateException("inner", refused(403, "No")));

        assertThat(AzureFailures.of(wrapped, SERVER).code()).isEqualTo(FailureCode.PERMISSION_DENIED);
    }

    @Test
    void an_identity_that_is_not_there_is_no_lost_connection() {
        var unavailable = new RuntimeException(new CredentialUnavailableException("no managed identity"));

        assertThat(AzureFailures.of(unavailable, SERVER).code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(AzureFailures.of(new ClientAuthenticationException("wrong", response(400)), SERVER)
                        .message())
                .isEqualTo("Azure gave no token: wrong");
    }

    @Test
    void no_answer_is_a_lost_connection() {
        var failure = AzureFailures.of(new RuntimeException(new IOException("connection reset")), SERVER);

        assertThat(failure.code()).isEqualTo(FailureCode.CONNECTION_LOST);
        assertThat(failure.message()).contains("connection reset");
    }

    @Test
    void what_we_found_out_ourselves_stays_as_it_is() {
        var ours = new MigrationException(FailureCode.AUTHENTICATION_FAILED, "env:TOKEN", "Not set.", "Set it.");

        assertThat(AzureFailures.of(new RuntimeException(ours), SERVER)).isSameAs(ours.failure());
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "' 5 ', 5", "0, 0", "-3, 0", "86400, 600"})
    void a_wait_is_as_long_as_azure_says_within_bounds(String header, int seconds) {
        assertThat(AzureFailures.retryAfter(header)).contains(Duration.ofSeconds(seconds));
        assertThat(AzureFailures.retryAfter(new HttpResponseException("", response(429, header))))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void a_wait_that_is_not_said_is_none() {
        assertThat(AzureFailures.retryAfter("Wed, 21 Oct 2026 07:28:00 GMT")).isEmpty();
        assertThat(AzureFailures.retryAfter(refused(429, "TooManyRequests"))).isEmpty();
        assertThat(AzureFailures.retryAfter(new IOException())).isEmpty();
    }

    @Test
    void what_is_not_there_is_known_by_its_status() {
        assertThat(AzureFailures.isNotFound(refused(404, "ResourceNotFound"))).isTrue();
        assertThat(AzureFailures.isNotFound(refused(403, "No"))).isFalse();
        assertThat(AzureFailures.isNotFound(new IOException())).isFalse();
    }

    private static ManagementException refused(int status, String code) {
        return new ManagementException("Status code", response(status), new ManagementError(code, "Because."));
    }

    private static HttpResponse response(int status) {
        return new Answer(status, new HttpHeaders());
    }

    private static HttpResponse response(int status, String retryAfter) {
        return new Answer(status, new HttpHeaders().set(HttpHeaderName.RETRY_AFTER, retryAfter));
    }

    private static final class Answer extends HttpResponse {

        private final int status;
        private final HttpHeaders headers;

        Answer(int status, HttpHeaders headers) {
            super(new HttpRequest(HttpMethod.GET, "https://arm.example/"));
            this.status = status;
            this.headers = headers;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.empty();
        }

        @Override
        public Mono<String> getBodyAsString() {
            return Mono.empty();
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.empty();
        }
    }
}
