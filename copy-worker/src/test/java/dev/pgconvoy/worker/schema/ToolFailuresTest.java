package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SNAPSHOT_LOST   | pg_dump: error: query failed: ERROR:  invalid snapshot identifier: "00000004-1"; Query was: SET TRANSACTION SNAPSHOT '00000004-1'
            SNAPSHOT_LOST   | pg_dump: error: query failed: FEHLER:  Snapshot »00000004-1« existiert nicht; Query was: SET TRANSACTION SNAPSHOT '00000004-1'
            SNAPSHOT_LOST   | pg_dump: error: query failed: ERROR:  relation "public.stage" does not exist; Query was: LOCK TABLE "public"."stage" IN ACCESS SHARE MODE
            SNAPSHOT_LOST   | pg_dump: error: query failed: ERROR:  cache lookup failed for index 16401; Query was: EXECUTE getIndexes
            SNAPSHOT_LOST   | pg_dump: error: query failed: FEHLER:  could not open relation with OID 16401; Query was: SELECT pg_get_viewdef(16401)
            TOOL_UNUSABLE   | pg_dump: error: query failed: ERROR:  permission denied for table stage; Query was: LOCK TABLE "public"."stage" IN ACCESS SHARE MODE
            CONNECTION_LOST | pg_dump: error: connection to server at "127.0.0.1", port 5432 failed: Connection refused
            CONNECTION_LOST | pg_dump: error: query failed: server closed the connection unexpectedly
            CONNECTION_LOST | pg_dump: error: query failed: FATAL:  terminating connection due to administrator command
            CONTENTION      | pg_dump: error: query failed: ERROR:  canceling statement due to conflict with recovery
            AUTHENTICATION_FAILED | pg_dump: error: connection to server at "db" (10.0.0.7), port 5432 failed: authentication method requirement "!password" failed: server requested a cleartext password
            TOOL_UNUSABLE   | pg_dump: error: connection to server at "db" (10.0.0.7), port 5432 failed: channel binding required but not supported by server's authentication request
            TOOL_UNUSABLE   | pg_dump: error: connection to server at "db" (10.0.0.7), port 5432 failed: channel binding is required, but server did not offer an authentication method that supports channel binding
            TOOL_UNUSABLE   | pg_dump: error: invalid connection option "channel_binding"
            DATA_REFUSED    | pg_dump: error: query failed: ERROR:  character with byte sequence 0x81 in encoding "WIN1252" has no equivalent in encoding "UTF8"
            DATA_REFUSED    | pg_dump: error: query failed: ERROR:  invalid byte sequence for encoding "UTF8": 0xe4 0x20 0x5c
            REQUEST_REFUSED | pg_dump: error: connection to server at "db" (10.0.0.7), port 6432 failed: FATAL:  unsupported startup parameter: options
            TOOL_UNUSABLE   | pg_dump: error: aborting because of server version mismatch
            """)
    void what_pg_dump_said_decides(FailureCode code, String said) {
        assertThat(ToolFailures.codeOf(said)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pg_dump: error: authentication method requirement "!password" failed | verify-full
            pg_dump: error: channel binding required, but SSL not in use         | client 16 or newer
            pg_dump: error: unsupported startup parameter: options               | Name the server itself
            pg_dump: error: connection to server lost                            | Nothing to do
            pg_dump: error: aborting because of server version mismatch          | Correct what pg_dump says
            """)
    void what_to_do_follows_from_it(String said, String remedy) {
        assertThat(ToolFailures.remedyOf("pg_dump", said)).contains(remedy);
    }

    @Test
    void what_the_program_says_is_shown_without_the_servers_details_and_the_statement() {
        var said = """
                pg_dump: error: query failed: ERROR:  permission denied for table stage
                DETAIL:  Failing row contains (a-planted-value).
                CONTEXT:  PL/pgSQL function f(text) line 1
                pg_dump: detail: Query was: LOCK TABLE "public"."a-planted-value"
                pg_dump: error: query was: SELECT 'a-planted-value',
                  'a-planted-value'
                """;

        assertThat(ToolFailures.shown("pg_dump", said))
                .isEqualTo("pg_dump: error: query failed: ERROR:  permission denied for table stage");
        assertThat(ToolFailures.shown("pg_dump", "a-planted-value")).doesNotContain("a-planted-value");
        assertThat(ToolFailures.shown("pg_dump", "/usr/bin/pg_dump: error while loading shared libraries"))
                .contains("shared libraries");
        assertThat(ToolFailures.shown("pg_dump", "connection to server at \"x\" failed: refused"))
                .contains("refused");
    }
}
