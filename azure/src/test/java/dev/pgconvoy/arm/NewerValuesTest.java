package dev.pgconvoy.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.ExpandableStringEnum;
import com.azure.resourcemanager.postgresqlflexibleserver.models.SourceType;
import com.azure.resourcemanager.postgresqlflexibleserver.models.SslMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Azure's SDK knows of the service, the template of today allows.
class NewerValuesTest {

    @Test
    void the_source_types_are_those_of_the_sdk() {
        assertThat(allowed(MigrationTemplate.SOURCE_TYPE))
                .containsExactlyInAnyOrderElementsOf(SourceType.values().stream()
                        .map(ExpandableStringEnum::toString)
                        .toList());
    }

    @Test
    void the_ssl_modes_are_those_of_the_sdk() {
        assertThat(allowed(MigrationTemplate.SSL_MODE))
                .containsExactlyInAnyOrderElementsOf(SslMode.values().stream()
                        .map(ExpandableStringEnum::toString)
                        .toList());
    }

    private static List<String> allowed(String parameter) {
        return MigrationTemplate.TODAY.parameters().get(parameter).allowedValues();
    }
}
