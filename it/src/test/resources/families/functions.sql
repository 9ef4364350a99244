-- Everything that computes.
CREATE TABLE t (id int PRIMARY KEY, v int);
INSERT INTO t SELECT i, i * i FROM generate_series(1, 50) AS i;

CREATE FUNCTION body(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE BEGIN ATOMIC SELECT a + b; END;
CREATE FUNCTION reads_t() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT sum(v) FROM t);
CREATE FUNCTION rows_of_t(OUT id int, OUT v int) RETURNS SETOF record LANGUAGE sql ROWS 50 COST 7 LEAKPROOF AS 'SELECT * FROM public.t';
CREATE FUNCTION as_table(n int) RETURNS TABLE (a int, "B b" text) LANGUAGE plpgsql STRICT SECURITY DEFINER
    SET search_path = public, pg_temp SET work_mem = '8MB' SET "custom.setting" = 'a, b' AS $f$
BEGIN
    RETURN QUERY SELECT i, $x$it's$x$::text FROM generate_series(1, n) AS i; -- a comment with $$
END
$f$;
CREATE FUNCTION "Odd; Name"(VARIADIC "A a" anyarray DEFAULT '{}'::int[]) RETURNS anyelement LANGUAGE sql AS 'SELECT $1[1]';
CREATE PROCEDURE does(INOUT a int, b text DEFAULT 'it''s') LANGUAGE plpgsql AS 'BEGIN a := a + length(b); END';
CREATE PROCEDURE does_too(a int) BEGIN ATOMIC UPDATE t SET v = a WHERE id = 1; DELETE FROM t WHERE id = -1; END;
CREATE FUNCTION late(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION late(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT no_such FROM nowhere); END';
CREATE FUNCTION windowed() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION helps(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE FUNCTION supported(int, int) RETURNS SETOF int LANGUAGE internal STRICT SUPPORT helps AS 'generate_series_int4';

CREATE AGGREGATE product(int) (SFUNC = int4mul, STYPE = int, INITCOND = '1', PARALLEL = safe);
CREATE FUNCTION final(int[]) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1[1]';
CREATE AGGREGATE first_of(int) (SFUNC = array_append, STYPE = int[], FINALFUNC = final, FINALFUNC_MODIFY = read_only,
    COMBINEFUNC = array_cat, MSFUNC = array_append, MINVFUNC = array_remove, MSTYPE = int[], MFINALFUNC = final, SORTOP = <);
CREATE AGGREGATE percentile_own(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, HYPOTHETICAL = false);

CREATE TYPE complex AS (r float8, i float8);
CREATE FUNCTION complex_eq(complex, complex) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.r = $2.r AND $1.i = $2.i';
CREATE FUNCTION complex_ne(complex, complex) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT public.complex_eq($1, $2)';
CREATE FUNCTION complex_cmp(complex, complex) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.btfloat8cmp($1.r, $2.r)';
CREATE FUNCTION complex_lt(complex, complex) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.r < $2.r';
CREATE FUNCTION negate(complex) RETURNS complex LANGUAGE sql IMMUTABLE AS 'SELECT ROW(-$1.r, -$1.i)::public.complex';
CREATE OPERATOR == (FUNCTION = complex_eq, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = ==, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR !== (FUNCTION = complex_ne, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = !==, NEGATOR = ==);
CREATE OPERATOR <<< (FUNCTION = complex_lt, LEFTARG = complex, RIGHTARG = complex);
CREATE OPERATOR ~~~ (FUNCTION = negate, RIGHTARG = complex);
CREATE OPERATOR FAMILY complex_family USING btree;
CREATE OPERATOR CLASS complex_ops FOR TYPE complex USING btree FAMILY complex_family AS
    OPERATOR 1 <<<, OPERATOR 3 ==, FUNCTION 1 complex_cmp(complex, complex);
CREATE TABLE plane (c complex);
INSERT INTO plane SELECT ROW(i, -i)::complex FROM generate_series(1, 40) AS i;
CREATE INDEX plane_order ON plane USING btree (c complex_ops);

CREATE FUNCTION to_int(complex) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.r::int';
CREATE CAST (complex AS int) WITH FUNCTION to_int(complex) AS ASSIGNMENT;
CREATE CAST (complex AS text) WITH INOUT AS IMPLICIT;
CREATE CONVERSION own_conversion FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

CREATE TEXT SEARCH TEMPLATE own_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY own_dictionary (TEMPLATE = own_template, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH PARSER own_parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION own_configuration (PARSER = own_parser);
ALTER TEXT SEARCH CONFIGURATION own_configuration ADD MAPPING FOR asciiword, word WITH own_dictionary, english_stem;
CREATE TABLE searched (id int, body text, found tsvector GENERATED ALWAYS AS (to_tsvector('own_configuration', body)) STORED);
INSERT INTO searched (id, body) VALUES (1, 'The quick brown foxes'), (2, NULL);
CREATE INDEX ON searched USING gin (found);

CREATE FUNCTION our_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION our_inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION our_validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE our_language HANDLER our_handler INLINE our_inline VALIDATOR our_validator;
CREATE FUNCTION in_our_language() RETURNS int LANGUAGE our_language AS 'BEGIN RETURN 5; END';
CREATE TRUSTED LANGUAGE trusted_language HANDLER our_handler;
COMMENT ON LANGUAGE our_language IS 'ours';
CREATE VIEW uses_them AS SELECT body(1), product(v), reads_t() FROM t;
CREATE TABLE uses_body (id int, n int DEFAULT body(1), CHECK (body(n, 1) > 0));
INSERT INTO uses_body VALUES (1);
CREATE INDEX ON uses_body (body(n, 3));
CREATE FUNCTION transformed(hidden int) RETURNS int LANGUAGE sql AS 'SELECT hidden';
CREATE VIEW circular AS SELECT 1 AS a;
CREATE FUNCTION of_circular() RETURNS SETOF circular LANGUAGE sql AS 'SELECT 2';
CREATE OR REPLACE VIEW circular AS SELECT a FROM of_circular();
