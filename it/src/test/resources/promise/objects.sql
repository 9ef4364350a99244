-- Objects that only superusers may make, that the target lacks, or that depend on what is not there.

-- piece: long_names
CREATE TABLE "a table whose name has exactly sixty-three bytes, which is full " ("süß ""q"" \ ' -- column" int);
INSERT INTO "a table whose name has exactly sixty-three bytes, which is full " VALUES (1);

-- piece: names_with_line_breaks
CREATE TABLE "two
lines" ("a
column" int);
INSERT INTO "two
lines" VALUES (1);

-- piece: widest_table
DO $$ BEGIN EXECUTE 'CREATE TABLE widest (' || (SELECT string_agg('c' || i || ' int', ', ') FROM generate_series(1, 1600) AS i) || ')'; END $$;
INSERT INTO widest (c1, c1600) VALUES (1, 2);

-- piece: no_columns
CREATE TABLE of_nothing ();
INSERT INTO of_nothing DEFAULT VALUES;
INSERT INTO of_nothing DEFAULT VALUES;

-- piece: many_partitions
CREATE TABLE many_parts (id int) PARTITION BY LIST (id);
DO $$ BEGIN FOR i IN 1..150 LOOP EXECUTE format('CREATE TABLE many_part_%s PARTITION OF many_parts FOR VALUES IN (%s)', i, i); END LOOP; END $$;
INSERT INTO many_parts SELECT generate_series(1, 150);

-- piece: function_in_c
CREATE FUNCTION in_c() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';

-- piece: language_of_users
CREATE FUNCTION toy_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE pltoy HANDLER toy_handler;

-- piece: library_of_a_function_is_gone
CREATE FUNCTION of_a_gone_library() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
UPDATE pg_proc SET probin = '$libdir/gone_library' WHERE proname = 'of_a_gone_library';

-- piece: event_trigger
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION on_ddl();

-- piece: event_trigger_that_raises
CREATE FUNCTION refuses_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no changes here''; END';
CREATE EVENT TRIGGER forbidding ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'CREATE INDEX', 'ALTER TABLE', 'GRANT') EXECUTE FUNCTION refuses_ddl();

-- piece: publication_of_all
CREATE PUBLICATION of_all FOR ALL TABLES;

-- piece: subscription
CREATE SUBSCRIPTION deaf CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);

-- piece: base_type
CREATE TYPE own_shell;
CREATE FUNCTION own_shell_in(cstring) RETURNS own_shell LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION own_shell_out(own_shell) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE own_shell (INPUT = own_shell_in, OUTPUT = own_shell_out, LIKE = text);
CREATE TABLE of_shells (s own_shell);
INSERT INTO of_shells VALUES ('x');

-- piece: cast_of_superusers
CREATE CAST (int AS text) WITH INOUT;

-- piece: access_method
CREATE ACCESS METHOD our_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE in_our_heap (id int) USING our_heap;
INSERT INTO in_our_heap VALUES (1);

-- piece: extension_of_an_unknown_version
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
UPDATE pg_extension SET extversion = '99.1' WHERE extname = 'fuzzystrmatch';

-- piece: extension_that_the_target_lacks
CREATE EXTENSION IF NOT EXISTS tcn;
UPDATE pg_extension SET extname = 'absent_extension' WHERE extname = 'tcn';

-- piece: older_extension
CREATE EXTENSION IF NOT EXISTS amcheck VERSION '1.2';

-- piece: extension_of_the_system_schema
CREATE EXTENSION IF NOT EXISTS tsm_system_rows SCHEMA pg_catalog;

-- piece: table_in_an_extension
CREATE EXTENSION IF NOT EXISTS tsm_system_time;
CREATE TABLE member_table (id int);
INSERT INTO member_table VALUES (1);
ALTER EXTENSION tsm_system_time ADD TABLE member_table;

-- piece: changed_member
CREATE EXTENSION IF NOT EXISTS pageinspect;
ALTER FUNCTION get_raw_page(text, int8) COST 4711;

-- piece: untrusted_extension
CREATE EXTENSION IF NOT EXISTS pg_buffercache;

-- piece: ledger_at_the_source
CREATE SCHEMA pgconvoy_ledger;

-- piece: table_of_the_information_schema
CREATE TABLE information_schema.notes_of_users (id int);
INSERT INTO information_schema.notes_of_users VALUES (1);

-- piece: collation_that_the_target_lacks
CREATE TABLE named_collation (t text COLLATE "de-x-icu");
UPDATE pg_collation SET collname = 'nn-x-gone' WHERE collname = 'de-x-icu';

-- piece: locale_that_the_target_lacks
CREATE COLLATION absent_locale (locale = 'C');
UPDATE pg_collation SET collcollate = 'nn_NN.utf8', collctype = 'nn_NN.utf8' WHERE collname = 'absent_locale';

-- piece: collation_of_another_version
CREATE COLLATION aged (provider = icu, locale = 'de');
CREATE TABLE of_an_aged_collation (t text COLLATE aged);
CREATE INDEX aged_index ON of_an_aged_collation (t);
INSERT INTO of_an_aged_collation VALUES ('ä');
UPDATE pg_collation SET collversion = '1.0' WHERE collname = 'aged';

-- piece: nondeterministic
CREATE COLLATION same_to_us (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE TABLE alike (t text COLLATE same_to_us UNIQUE);
INSERT INTO alike VALUES ('a'), ('b');

-- piece: tablespace
-- at source:
ALTER SYSTEM SET allow_in_place_tablespaces = on
SELECT pg_reload_conf()
SELECT pg_sleep(0.2)
CREATE TABLESPACE :role LOCATION ''
-- in database:
CREATE TABLE in_another_place (id int) TABLESPACE :role;
INSERT INTO in_another_place VALUES (1);

-- piece: search_path_in_an_index
CREATE FUNCTION bare(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION by_path(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN bare($1); END';
CREATE TABLE indexed_by_path (id int);
INSERT INTO indexed_by_path VALUES (1);
CREATE INDEX path_index ON indexed_by_path (by_path(id));

-- piece: search_path_in_a_check
CREATE SCHEMA hidden_path;
CREATE FUNCTION hidden_path.inner_check(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION by_hidden_path(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN inner_check($1); END';
SET search_path = public, hidden_path;
CREATE TABLE checked_by_path (id int CONSTRAINT path_check CHECK (by_hidden_path(id)));
INSERT INTO checked_by_path VALUES (1);

-- piece: check_that_asks_another_table
CREATE TABLE z_asked (id int);
INSERT INTO z_asked VALUES (1);
CREATE FUNCTION asks(int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM public.z_asked WHERE id = $1)';
CREATE TABLE a_asking (id int CHECK (public.asks(id)));
INSERT INTO a_asking VALUES (1);

-- piece: view_and_function_need_each_other
CREATE TABLE circle (id int PRIMARY KEY, t text);
CREATE VIEW round_one AS SELECT id, t FROM circle GROUP BY id;
CREATE FUNCTION round_two(round_one) RETURNS text LANGUAGE sql AS 'SELECT ($1).t';
CREATE OR REPLACE VIEW round_one AS SELECT id, t FROM circle GROUP BY id;

-- piece: keys_in_a_circle
CREATE TABLE hen (id int PRIMARY KEY, egg int);
CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen);
ALTER TABLE hen ADD FOREIGN KEY (egg) REFERENCES egg DEFERRABLE INITIALLY DEFERRED;
INSERT INTO hen VALUES (1, NULL);
INSERT INTO egg VALUES (1, 1);
UPDATE hen SET egg = 1;

-- piece: trigger_that_refuses
CREATE FUNCTION refuses_rows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''closed''; END';
CREATE TABLE closed_table (id int);
INSERT INTO closed_table VALUES (1);
CREATE TRIGGER closed_always BEFORE INSERT ON closed_table FOR EACH ROW EXECUTE FUNCTION refuses_rows();
ALTER TABLE closed_table ENABLE ALWAYS TRIGGER closed_always;

-- piece: rule_that_swallows
CREATE TABLE swallowed (id int);
INSERT INTO swallowed VALUES (1);
CREATE RULE swallow AS ON INSERT TO swallowed DO INSTEAD NOTHING;

-- piece: operators_that_lie
CREATE FUNCTION never(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = int, FUNCTION = never);
CREATE FUNCTION public.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT (1 / 0)::text';
CREATE TABLE public.pg_class (oid int, relname text);

-- piece: dropped_columns
CREATE TABLE dropped (a int, b text, c int DEFAULT 5);
INSERT INTO dropped VALUES (1, 'b', 2);
ALTER TABLE dropped DROP COLUMN b, ADD COLUMN d text DEFAULT 'd';

-- piece: filter_of_nothing
-- options: "filters": {"excludeTables": ["there_is_no_such_table"]}

-- piece: filter_with_need
-- options: "filters": {"excludeTables": ["public.needed_by_a_view"]}
CREATE TABLE needed_by_a_view (id int);
CREATE VIEW needing AS SELECT id FROM needed_by_a_view;

-- piece: present_on_the_target
-- at target:
CREATE DATABASE :db

-- piece: present_and_to_be_overwritten
-- options: "overwriteDbsInTarget": true
-- at target:
CREATE DATABASE :db

-- piece: mule_internal
-- encoding: MULE_INTERNAL

-- piece: inherited_differently
CREATE TABLE elder (id int, CONSTRAINT small CHECK (id < 100) NO INHERIT);
CREATE TABLE younger (own int) INHERITS (elder);
ALTER TABLE younger ALTER id SET DEFAULT 7;
INSERT INTO younger VALUES (200, 1);

-- piece: unlogged_and_empty
CREATE UNLOGGED TABLE scratch_paper (id int GENERATED ALWAYS AS IDENTITY (INCREMENT -1), t text);
INSERT INTO scratch_paper (t) VALUES ('x');

-- piece: function_body_of_what_is_gone
SET check_function_bodies = off;
CREATE FUNCTION asks_for_what_is_gone() RETURNS int LANGUAGE sql AS 'SELECT id FROM table_that_is_gone';

-- piece: identity_with_a_foreign_sequence
CREATE SEQUENCE shared_numbers;
CREATE TABLE first_user (id int DEFAULT nextval('shared_numbers'));
CREATE TABLE second_user (id int DEFAULT nextval('shared_numbers'));
ALTER SEQUENCE shared_numbers OWNED BY second_user.id;
INSERT INTO first_user DEFAULT VALUES;
