package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({"90624, 9.6.24, 9.6", "90500, 9.5.0, 9.5", "100023, 10.23, 10", "150018, 15.18, 15", "180006, 18.6, 18"
    })
    void a_number_reads_as_people_say_it(int number, String version, String major) {
        assertThat(new ServerVersion(number)).hasToString(version);
        assertThat(new ServerVersion(number).major()).isEqualTo(major);
    }

    @ParameterizedTest
    @CsvSource({
        "150018, 150000, true",
        "150000, 150018, true",
        "160001, 150018, true",
        "150018, 160001, false",
        "90600, 90624, true",
        "90624, 90500, true",
        "90500, 90624, false",
        "100000, 90624, true",
        "90624, 100000, false",
    })
    void a_dump_fits_the_same_major_version_and_newer_ones(int of, int other, boolean fits) {
        assertThat(new ServerVersion(of).isSameOrNewerMajorThan(new ServerVersion(other)))
                .isEqualTo(fits);
    }

    @Test
    void versions_are_ordered_and_bounded_from_below() {
        assertThat(new ServerVersion(90624)).isLessThan(new ServerVersion(100000));
        assertThat(new ServerVersion(140000).isAtLeast(14)).isTrue();
        assertThat(new ServerVersion(139999).isAtLeast(14)).isFalse();
    }
}
