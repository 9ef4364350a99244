package dev.pgconvoy.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.Recordings.Exchange;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients of Azure's service really sent.
class RecordedRequestsTest {

    private static final String WITHOUT_USER = "2022-05-01-privatepreview";

    static Stream<Exchange> puts() {
        return Recordings.all().filter(exchange -> exchange.method().equals("PUT"));
    }

    static Stream<Exchange> putsWithUser() {
        return puts().filter(exchange -> !exchange.path().contains(WITHOUT_USER));
    }

    @ParameterizedTest
    @MethodSource("putsWithUser")
    void every_body_of_a_put_is_a_request(Exchange exchange) throws Exception {
        var request = RequestFormsTest.read(withId(exchange));

        var id = ResourceId.parse(exchange.resource()).orElseThrow();
        assertThat(request.id()).hasToString(id.server() + "/" + id.name());
        assertThat(request.databases()).hasSize(1);
        assertThat(request.options().overwriteDbsInTarget()).isTrue();
        assertThat(request.source().user()).isNotEmpty();
        assertThat(request.azure()).hasValueSatisfying(azure -> {
            assertThat(azure.sourceResourceId())
                    .contains(exchange.request()
                            .at("/properties/sourceDbServerResourceId")
                            .textValue());
            assertThat(azure.sourceType())
                    .isEqualTo(exchange.response().at("/properties/sourceType").textValue());
            assertThat(azure.subscriptionId()).contains(id.subscriptionId());
        });
        assertThat(request.source().sslMode())
                .isEqualTo(SslMode.parse(
                        exchange.response().at("/properties/sslMode").textValue()));
    }

    /// Azure looks the administrator of a single server up; nobody else can.
    @Test
    void a_body_of_the_first_preview_is_understood_but_for_the_user() {
        var put = puts().filter(exchange -> exchange.path().contains(WITHOUT_USER))
                .findFirst()
                .orElseThrow();

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> RequestFormsTest.read(withId(put)))
                .withMessage("$: secretParameters.sourceServerUsername is missing.");
    }

    @Test
    void recordings_hold_each_kind_of_exchange() {
        assertThat(Recordings.all().map(Exchange::method).distinct()).contains("PUT", "GET");
        assertThat(List.copyOf(Recordings.FILES))
                .allSatisfy(file -> assertThat(Recordings.of(file)).isNotEmpty());
    }

    private static ObjectNode withId(Exchange exchange) {
        var body = ((ObjectNode) exchange.request().deepCopy()).put("id", exchange.resource());
        var credentials = body.at("/properties/secretParameters/adminCredentials");
        if (credentials instanceof ObjectNode secrets) {
            secrets.put("sourceServerPassword", "env:S").put("targetServerPassword", "env:T");
        } else {
            ((ObjectNode) body.at("/properties/SecretParameters/AdminCredentials"))
                    .put("SourceServerPassword", "env:S")
                    .put("TargetServerPassword", "env:T");
        }
        return body;
    }
}
