package dev.pgconvoy.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class MigrationIdHashTest {

    @Test
    void ids_whose_parts_end_with_the_same_number_fill_a_hash_table() {
        var places = new HashSet<Integer>();
        for (var number = 0; number < 1_000; number++) {
            var hash = new MigrationId("new-" + number, "weekend.s" + number).hashCode();
            places.add((hash ^ hash >>> 16) & 1_023);
        }

        assertThat(places).hasSizeGreaterThan(500);
    }

    @Test
    void equal_ids_have_the_same_hash() {
        assertThat(new MigrationId("new", "shop")).hasSameHashCodeAs(MigrationId.parse("new/shop"));
    }
}
