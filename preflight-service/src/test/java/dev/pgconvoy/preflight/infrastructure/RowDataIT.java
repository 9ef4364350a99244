package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.preflight.PreflightRequests;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of the source that the target will refuse, as damaged catalogs, disabled triggers and other encodings leave
/// them behind.
class RowDataIT extends TwoServers {

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE DATABASE shop TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
        source.runIn("shop", """
                CREATE TABLE "Parents" (id int, part text, PRIMARY KEY (id, part));
                CREATE TABLE "Children" (
                    parent int, part text,
                    age int NOT NULL CONSTRAINT young CHECK (age < 18),
                    born date,
                    name text,
                    CONSTRAINT "Of" FOREIGN KEY (parent, part) REFERENCES "Parents");
                INSERT INTO "Parents" VALUES (1, 'a');
                INSERT INTO "Children" VALUES (1, 'a', 3, '2020-01-01', 'sound'), (NULL, 'b', 4, NULL, NULL);
                CREATE STATISTICS shares ON (1 / age), (age + 1) FROM "Children";
                GRANT SELECT ON ALL TABLES IN SCHEMA public TO mover;
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE shop");
    }

    @Test
    void sound_rows_are_no_finding() throws SQLException {
        inUtf8();

        assertThat(found(shop())).isEmpty();
    }

    @Test
    void a_check_of_the_whole_row_and_a_key_of_two_collations_are_no_finding() throws SQLException {
        inUtf8();
        source.runIn("shop", """
                CREATE TABLE whole (id int, other int, CHECK (num_nonnulls(whole.*) > 0), CHECK (whole IS NOT NULL));
                INSERT INTO whole VALUES (1, 2);
                CREATE TABLE letters (id text COLLATE "C" PRIMARY KEY);
                CREATE TABLE words (id text COLLATE "POSIX" REFERENCES letters);
                INSERT INTO letters VALUES ('a');
                INSERT INTO words VALUES ('a');
                GRANT SELECT ON whole, letters, words TO mover;
                """);

        assertThat(found(shop()))
                .extracting(RowDataIT::brief)
                .allSatisfy(found -> assertThat(found).isEqualTo("INFO PGC1530 shop"));
    }

    @Test
    void nobody_reads_rows_unless_asked() throws SQLException {
        orphan();

        assertThat(found(between().of("shop"))).isEmpty();
    }

    @Test
    void children_without_a_parent_are_counted() throws SQLException {
        orphan();

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("Rows of the source have no parent: \"Of\" of \"public\".\"Children\" (2 rows)."))
                .satisfies(finding -> assertThat(shownRows(finding)).isEqualTo(2));
    }

    @Test
    void rows_that_violate_checks_and_not_null_are_counted() throws SQLException {
        source.runIn("shop", """
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'young';
                ALTER TABLE "Children" DROP CONSTRAINT young, ALTER age DROP NOT NULL;
                INSERT INTO "Children" (age) VALUES (30), (NULL);
                ALTER TABLE "Children" ADD CONSTRAINT young CHECK (age < 18) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'young';
                UPDATE pg_attribute SET attnotnull = true WHERE attrelid = '"Children"'::regclass AND attname = 'age';
                """);

        assertThat(found(shop()))
                .extracting(Finding::message)
                .containsExactly(
                        "Rows of the source violate a check: \"young\" of \"public\".\"Children\" (1 rows).",
                        "Rows of the source have no value where one must be: \"age\" of \"public\".\"Children\" (1 rows).");
        assertThat(found(shop())).extracting(RowDataIT::brief).containsOnly("ERROR PGC1529 shop");
    }

    @Test
    void texts_that_the_encoding_does_not_have_are_told() throws SQLException {
        source.runIn("shop", "UPDATE \"Children\" SET name = E'caf\\xe9' WHERE age = 3");
        assertThat(found(shop())).isEmpty();

        inUtf8();

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(
                        finding -> assertThat(finding.message())
                                .contains(
                                        "\"name\" of \"public\".\"Children\" (A text holds bytes that its encoding does not know)"));
    }

    @Test
    void bounds_and_computed_columns_with_bytes_that_utf8_does_not_have_are_asked() throws SQLException {
        source.run("CREATE DATABASE older TEMPLATE template0 ENCODING 'WIN1252' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            source.runIn("older", """
                    CREATE TABLE parts (k text) PARTITION BY LIST (k);
                    CREATE TABLE part PARTITION OF parts FOR VALUES IN (E'\\x81', 'a');
                    INSERT INTO parts VALUES (E'\\x81');
                    CREATE FUNCTION public.marked(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
                    CREATE TABLE computed (t text, g text GENERATED ALWAYS AS (public.marked(t) || E'\\x9d') STORED);
                    GRANT SELECT ON ALL TABLES IN SCHEMA public TO mover;
                    """);

            assertThat(found(shop().of("older")))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).isEqualTo("INFO PGC1530 older"))
                    .satisfies(finding ->
                            assertThat(finding.remedy()).contains("(public.marked(t) || E'\\x9d'::text)) IS DISTINCT"));

            source.runIn("older", """
                    ALTER TABLE parts DETACH PARTITION part;
                    INSERT INTO part VALUES ('b');
                    ALTER TABLE part ADD CONSTRAINT sound CHECK (k IS NOT NULL AND k = ANY (ARRAY[E'\\x81', 'a'])) NOT VALID;
                    UPDATE pg_constraint SET convalidated = true WHERE conname = 'sound';
                    ALTER TABLE parts ATTACH PARTITION part FOR VALUES IN (E'\\x81', 'a');
                    ALTER TABLE part DROP CONSTRAINT sound;
                    """);

            assertThat(found(shop().of("older")))
                    .extracting(RowDataIT::brief)
                    .containsExactly("ERROR PGC1529 older", "INFO PGC1530 older");
        } finally {
            source.run("DROP DATABASE older");
        }
    }

    @Test
    void texts_in_arrays_and_domains_that_the_encoding_does_not_have_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE DOMAIN word AS text;
                CREATE TABLE words (many varchar(10)[], one word, fixed char(4));
                INSERT INTO words VALUES (ARRAY[E'caf\\xe9', NULL], NULL, NULL), (NULL, E'caf\\xe9', NULL),
                    (NULL, NULL, E'caf\\xe9');
                GRANT SELECT ON words TO mover;
                """);
        assertThat(found(shop())).isEmpty();

        inUtf8();

        assertThat(found(shop()))
                .anySatisfy(finding -> assertThat(finding.message())
                        .contains(
                                "texts that are not valid in the database's encoding",
                                "\"fixed\" of \"public\".\"words\"",
                                "\"many\" of \"public\".\"words\"",
                                "\"one\" of \"public\".\"words\""));
    }

    @Test
    void values_that_are_none_of_their_type_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE TYPE fading AS ENUM ('here', 'gone');
                CREATE TABLE odd (j json, x xml, d date, t timestamp, z timestamptz, e fading);
                CREATE CAST (bytea AS json) WITHOUT FUNCTION;
                CREATE CAST (bytea AS xml) WITHOUT FUNCTION;
                CREATE CAST (int8 AS timestamp) WITHOUT FUNCTION;
                CREATE CAST (int8 AS timestamptz) WITHOUT FUNCTION;
                CREATE CAST (int4 AS date) WITHOUT FUNCTION;
                INSERT INTO odd VALUES ('{not json'::bytea::json, '<a'::bytea::xml, 2147483600::date,
                    9223372036854775800::int8::timestamp, 9223372036854775800::int8::timestamptz, 'gone');
                DROP CAST (bytea AS json);
                DROP CAST (bytea AS xml);
                DROP CAST (int8 AS timestamp);
                DROP CAST (int8 AS timestamptz);
                DROP CAST (int4 AS date);
                DELETE FROM pg_enum WHERE enumlabel = 'gone' AND enumtypid = 'fading'::regtype;
                GRANT SELECT ON odd TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("values that cannot be read, or that their type does not allow")
                        .contains(List.of("d", "e", "j", "t", "x", "z").stream()
                                .map("\"%s\" of \"public\".\"odd\""::formatted)
                                .toList()));
    }

    @Test
    void values_that_are_longer_than_their_type_are_counted() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE long (v varchar(40), c char(40), n numeric(10, 1), s varchar(3));
                INSERT INTO long VALUES ('much too long', 'much too long', 12345.6, 'abc'), ('abc   ', 'abc', 1.5, 'a'),
                    (NULL, NULL, 'NaN', NULL), (NULL, NULL, -1000, NULL), (NULL, NULL, -999.9, NULL);
                UPDATE pg_attribute SET atttypmod = 4 + 3 WHERE attrelid = 'long'::regclass AND attname IN ('v', 'c');
                UPDATE pg_attribute SET atttypmod = ((4 << 16) | 1) + 4 WHERE attrelid = 'long'::regclass AND attname = 'n';
                GRANT SELECT ON long TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains(
                                "\"c\" of \"public\".\"long\" (1 rows)",
                                "\"v\" of \"public\".\"long\" (1 rows)",
                                "\"n\" of \"public\".\"long\" (2 rows)")
                        .doesNotContain("\"s\""));
    }

    @Test
    void sound_values_of_all_these_types_are_no_finding() throws SQLException {
        inUtf8();
        source.runIn("shop", """
                CREATE TYPE mood AS ENUM ('well');
                CREATE TABLE sound (j json, x xml, d date, t timestamp, z timestamptz, e mood, v varchar(3), c char(3),
                    n numeric(4, 1), m text[], w varchar(2)[]);
                INSERT INTO sound VALUES
                    ('{"a": "\\u0000", "a": 1}', '<?xml version="1.0"?><a/>', '5874897-12-31', '294276-12-31 23:59:59.999999',
                     '4713-01-01 BC', 'well', 'añb   '::varchar(3), 'ab', 999.9, ARRAY['ü', NULL], '{}'),
                    (' 1 ', 'text only', 'infinity', '-infinity', 'infinity', NULL, '', '', 'NaN', NULL, ARRAY[['a'], ['b']]),
                    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
                GRANT SELECT ON sound TO mover;
                """);

        assertThat(found(shop())).isEmpty();
    }

    @Test
    void rows_outside_of_their_partition_are_counted() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE parted (id int) PARTITION BY RANGE (id);
                CREATE TABLE low (id int);
                INSERT INTO low VALUES (5), (50);
                ALTER TABLE low ADD CONSTRAINT looks_low CHECK (id IS NOT NULL AND id >= 0 AND id < 10) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'looks_low';
                ALTER TABLE parted ATTACH PARTITION low FOR VALUES FROM (0) TO (10);
                ALTER TABLE low DROP CONSTRAINT looks_low;
                CREATE TABLE others PARTITION OF parted DEFAULT;
                INSERT INTO parted VALUES (11), (NULL);
                CREATE TABLE hashed (id int) PARTITION BY HASH (id);
                CREATE TABLE hashed_all PARTITION OF hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0);
                INSERT INTO hashed VALUES (1), (NULL);
                GRANT SELECT ON low, others, hashed_all TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(
                        finding -> assertThat(finding.message())
                                .isEqualTo(
                                        "Rows of the source are not within the bounds of their partition: \"public\".\"low\" (1 rows)."))
                .satisfies(finding -> assertThat(shownRows(finding)).isEqualTo(1));
    }

    @Test
    void computed_columns_of_users_code_are_told_and_not_computed() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.drifts(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
                CREATE TABLE computed (id int, g int GENERATED ALWAYS AS (public.drifts(id)) STORED,
                    sound int GENERATED ALWAYS AS (id + 1) STORED);
                GRANT SELECT ON computed TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("INFO PGC1530 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("\"g\" of \"public\".\"computed\" (it calls code of users)")
                        .doesNotContain("\"sound\""));
    }

    @Test
    void expressions_of_statistics_that_fail_are_a_warning() throws SQLException {
        source.runIn("shop", "UPDATE \"Children\" SET age = 0 WHERE age = 3");

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1529 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("\"shares\" of \"public\".\"Children\" (An expression divides by zero)"));
    }

    @Test
    void keys_that_stand_twice_past_a_damaged_index_are_counted() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE twice (id int, part text, note text, UNIQUE (id, part));
                CREATE UNIQUE INDEX partial ON twice (note) WHERE id > 0;
                UPDATE pg_index SET indisready = false WHERE indrelid = 'twice'::regclass;
                INSERT INTO twice VALUES (1, 'a', 'x'), (1, 'a', 'y'), (2, NULL, 'y'), (2, NULL, 'z'), (-1, 'b', 'z');
                UPDATE pg_index SET indisready = true WHERE indrelid = 'twice'::regclass;
                GRANT SELECT ON twice TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(
                        finding -> assertThat(finding.message())
                                .isEqualTo(
                                        "Rows of the source have keys that stand twice past a unique index: \"partial\" of \"public\".\"twice\" (1 rows), \"twice_id_part_key\" of \"public\".\"twice\" (1 rows)."))
                .satisfies(finding -> assertThat(shownRows(finding)).isEqualTo(1));
    }

    @Test
    void rows_that_exclude_each_other_past_a_damaged_index_are_counted() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE booked (room int4range, during int4range, off boolean,
                    CONSTRAINT once EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT off));
                INSERT INTO booked VALUES ('[1,2)', '[1,5)', false), ('[2,3)', '[1,5)', false), ('[1,2)', '[1,5)', true);
                GRANT SELECT ON booked TO mover;
                """);
        assertThat(found(shop())).isEmpty();

        source.runIn("shop", """
                UPDATE pg_index SET indisready = false WHERE indexrelid = 'once'::regclass;
                INSERT INTO booked VALUES ('[1,2)', '[4,6)', false), (NULL, '[4,6)', false);
                UPDATE pg_index SET indisready = true WHERE indexrelid = 'once'::regclass;
                """);
        assertThat(found(shop())).singleElement().satisfies(finding -> {
            assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop");
            assertThat(shownRows(finding)).isEqualTo(1);
            assertThat(finding.message())
                    .isEqualTo(
                            "Rows of the source exclude each other past the index of an exclusion constraint: \"once\" of \"public\".\"booked\" (1 rows).");
        });
    }

    @Test
    void a_sequence_beyond_its_own_bounds_is_told() throws SQLException {
        source.runIn("shop", """
                CREATE SEQUENCE "Overrun";
                SELECT setval('"Overrun"', 100);
                CREATE SEQUENCE sound MAXVALUE 3;
                SELECT setval('sound', 3);
                GRANT SELECT ON "Overrun", sound TO mover;
                """);
        assertThat(found(shop())).isEmpty();

        source.runIn("shop", "UPDATE pg_sequence SET seqmax = 10 WHERE seqrelid = '\"Overrun\"'::regclass");
        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("\"last_value\" of \"public\".\"Overrun\" (1 rows)")
                        .doesNotContain("sound"));
    }

    @Test
    void expressions_of_indexes_that_fail_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE divided (id int);
                CREATE INDEX by_division ON divided ((10 / id)) WHERE id < 5;
                CREATE INDEX by_sound_division ON divided ((10 / id)) WHERE id > 5;
                UPDATE pg_index SET indisready = false WHERE indrelid = 'divided'::regclass;
                INSERT INTO divided VALUES (0), (7);
                UPDATE pg_index SET indisready = true WHERE indrelid = 'divided'::regclass;
                GRANT SELECT ON divided TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("\"by_division\" of \"public\".\"divided\" (An expression divides by zero)"));
    }

    @Test
    void values_that_their_domain_does_not_allow_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE DOMAIN small AS int CHECK (VALUE > 0);
                CREATE DOMAIN later AS int;
                CREATE TABLE of_domains (n small, m later);
                INSERT INTO of_domains VALUES (1000, 1000);
                ALTER DOMAIN small ADD CONSTRAINT is_small CHECK (VALUE < 10) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'is_small';
                ALTER DOMAIN later ADD CONSTRAINT not_yet CHECK (VALUE < 10) NOT VALID;
                GRANT SELECT ON of_domains TO mover;
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR PGC1529 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("violate a check of their domain: \"n\" of \"public\".\"of_domains\" ("));
    }

    @Test
    void code_of_users_is_not_run() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.trap(a int) RETURNS boolean LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''sprung''; END';
                ALTER TABLE "Parents" ADD CONSTRAINT trapped CHECK (public.trap(id)) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'trapped';
                """);

        assertThat(found(shop()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("INFO PGC1530 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("\"trapped\" of \"public\".\"Parents\" (it calls code of users)")
                        .doesNotContain("sprung"));
    }

    private static void orphan() throws SQLException {
        source.runIn("shop", """
                ALTER TABLE "Children" DISABLE TRIGGER ALL;
                INSERT INTO "Children" VALUES (7, 'a', 1), (1, 'z', 1), (8, NULL, 1);
                ALTER TABLE "Children" ENABLE TRIGGER ALL;
                """);
    }

    private static void inUtf8() throws SQLException {
        source.run("UPDATE pg_database SET encoding = pg_char_to_encoding('UTF8') WHERE datname = 'shop'");
    }

    private static long shownRows(Finding finding) {
        var sql = finding.remedy();
        var statement = sql.substring(sql.indexOf("SELECT"), sql.indexOf("LIMIT 100;"));
        try (var session = source.connect("shop");
                var query = session.createStatement();
                var rows = query.executeQuery(statement)) {
            var count = 0L;
            while (rows.next()) {
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static PreflightRequests shop() {
        return between().of("shop").checking(new CheckOptions(false, true));
    }

    private List<Finding> found(PreflightRequests request) {
        var findings = examineServers.examine(request.build()).findings();
        assertThat(findings).extracting(Finding::code).doesNotContain("PGC1000");
        return findings.stream()
                .filter(finding -> finding.check().equals("row-data"))
                .toList();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
