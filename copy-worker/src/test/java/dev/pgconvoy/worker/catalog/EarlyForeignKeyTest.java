package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.TableName;
import org.junit.jupiter.api.Test;

class EarlyForeignKeyTest {

    @Test
    void a_key_is_not_validated_when_its_definition_ends_so() {
        var key = key("FOREIGN KEY (a) REFERENCES b(id) NOT VALID");

        assertThat(key.isValidated()).isFalse();
        assertThat(key.addNotValid()).isEqualTo(key.add()).endsWith("REFERENCES b(id) NOT VALID");
    }

    @Test
    void a_column_may_be_called_so() {
        var key = key("FOREIGN KEY (\"is NOT VALID\") REFERENCES b(id)");

        assertThat(key.isValidated()).isTrue();
        assertThat(key.addNotValid()).endsWith("REFERENCES b(id) NOT VALID");
    }

    private static EarlyForeignKey key(String definition) {
        return new EarlyForeignKey(
                new TableName("public", "a"), new TableName("public", "b"), "to_b", definition, "", true);
    }
}
