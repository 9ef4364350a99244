package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptHeadTest {

    private static final String OBJECTS = """

            --
            -- Name: tricky(); Type: FUNCTION; Schema: public; Owner: -
            --

            CREATE FUNCTION "public"."tricky"() RETURNS text LANGUAGE sql AS $$
            SELECT '
            \\restrict Key1
            SET transaction_timeout = 0;
            \\unrestrict Key1
            --
            -- Name: not an object
            ' $$;
            """;

    @Test
    void a_newer_client_s_frame_and_timeouts_are_removed_and_nothing_else_is() {
        var script = """
                --
                -- PostgreSQL database dump
                --

                \\restrict Key1

                SET statement_timeout = 0;
                SET transaction_timeout = 0;
                SET check_function_bodies = false;
                %s
                --
                -- PostgreSQL database dump complete
                --

                \\unrestrict Key1

                """.formatted(OBJECTS);

        assertThat(ScriptHead.cleared(script))
                .contains("SET check_function_bodies = false;")
                .contains(OBJECTS)
                .doesNotContain("\nSET statement_timeout")
                .containsOnlyOnce("\\restrict Key1")
                .containsOnlyOnce("\\unrestrict Key1")
                .containsOnlyOnce("SET transaction_timeout = 0;");
    }

    @Test
    void the_script_of_an_older_client_has_no_frame() {
        var script = "SET statement_timeout = 0;\nSET row_security = off;\n" + OBJECTS;

        assertThat(ScriptHead.cleared(script)).isEqualTo("\nSET row_security = off;\n" + OBJECTS);
    }

    @Test
    void a_script_without_objects_stays_as_it_is() {
        assertThat(ScriptHead.cleared("-- nothing\n")).isEqualTo("-- nothing\n");
    }
}
