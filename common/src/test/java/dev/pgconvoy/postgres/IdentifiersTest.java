package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifiersTest {

    @Test
    void a_quote_is_doubled() {
        assertThat(Identifiers.quoted("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(Identifiers.quotedList(List.of("a", "B c"))).isEqualTo("\"a\", \"B c\"");
        assertThat(new TableName("Shop", "or\"ders").quoted()).isEqualTo("\"Shop\".\"or\"\"ders\"");
    }

    @Test
    void a_literal_reads_the_same_whatever_the_server_thinks_of_backslashes() {
        assertThat(Identifiers.literal("it's")).isEqualTo("'it''s'");
        assertThat(Identifiers.literal("a\\b'c")).isEqualTo(" E'a\\\\b''c'");
    }
}
