package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "7B, 7", "64kB, 65536", "512MB, 536870912", "1 GB, 1073741824", "2TB, 2199023255552"})
    void a_size_is_written_as_postgresql_does(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "1.5GB", "1KB", "1mb", "10000000TB", "1234567890123456789"})
    void anything_else_is_no_size(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }
}
