-- Rows, sequences and definitions that are not as the catalog says: they got there before it said so, or past it.

-- piece: violated_key
CREATE TABLE parent_home (id int PRIMARY KEY);
CREATE TABLE parent_child (id int PRIMARY KEY, home int CONSTRAINT lives_in REFERENCES parent_home);
INSERT INTO parent_home VALUES (1), (2);
INSERT INTO parent_child VALUES (1, 1), (2, 2);
SET session_replication_role = replica;
DELETE FROM parent_home WHERE id = 2;
RESET session_replication_role;

-- piece: disabled_triggers
CREATE TABLE idle_parent (id int PRIMARY KEY);
CREATE TABLE idle_child (id int REFERENCES idle_parent);
ALTER TABLE idle_child DISABLE TRIGGER ALL;
INSERT INTO idle_child VALUES (7);

-- piece: disabled_triggers_and_sound_rows
CREATE TABLE sound_parent (id int PRIMARY KEY);
CREATE TABLE sound_child (id int REFERENCES sound_parent);
ALTER TABLE sound_child DISABLE TRIGGER ALL;

-- piece: violated_check
CREATE TABLE checked_rows (id int, CONSTRAINT still_small CHECK (id < 10) NOT VALID);
INSERT INTO checked_rows VALUES (1);
ALTER TABLE checked_rows DROP CONSTRAINT still_small;
INSERT INTO checked_rows VALUES (100);
ALTER TABLE checked_rows ADD CONSTRAINT still_small CHECK (id < 10) NOT VALID;
UPDATE pg_constraint SET convalidated = true WHERE conname = 'still_small';

-- piece: check_of_time
CREATE TABLE timed (id int, until timestamptz CONSTRAINT not_over CHECK (until > '2000-01-01' OR until > now()));
INSERT INTO timed VALUES (1, '2020-01-01');

-- piece: check_that_time_broke
CREATE TABLE overdue (id int, until timestamptz);
INSERT INTO overdue VALUES (1, now() - interval '1 day');
ALTER TABLE overdue ADD CONSTRAINT in_time CHECK (until > now()) NOT VALID;
UPDATE pg_constraint SET convalidated = true WHERE conname = 'in_time';

-- piece: check_that_became_stricter
CREATE FUNCTION becomes_strict(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE once_allowed (id int CONSTRAINT strict CHECK (public.becomes_strict(id)));
INSERT INTO once_allowed VALUES (3);
CREATE OR REPLACE FUNCTION becomes_strict(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';

-- piece: violated_domain
CREATE DOMAIN small_number AS int;
CREATE TABLE of_domains (n small_number);
INSERT INTO of_domains VALUES (1), (1000);
ALTER DOMAIN small_number ADD CONSTRAINT is_small CHECK (VALUE < 10) NOT VALID;
UPDATE pg_constraint SET convalidated = true WHERE conname = 'is_small';

-- piece: not_valid_as_declared
CREATE TABLE declared (id int);
INSERT INTO declared VALUES (100);
ALTER TABLE declared ADD CONSTRAINT later CHECK (id < 10) NOT VALID;
CREATE TABLE declared_parent (id int PRIMARY KEY);
ALTER TABLE declared ADD CONSTRAINT later_key FOREIGN KEY (id) REFERENCES declared_parent NOT VALID;

-- piece: null_where_none_may_be
CREATE TABLE with_null (id int, must text);
INSERT INTO with_null VALUES (1, NULL);
UPDATE pg_attribute SET attnotnull = true WHERE attrelid = 'with_null'::regclass AND attname = 'must';

-- piece: duplicate_in_unique_index
CREATE TABLE twice (id int);
CREATE UNIQUE INDEX only_once ON twice (id);
UPDATE pg_index SET indisready = false, indisvalid = false WHERE indexrelid = 'only_once'::regclass;
INSERT INTO twice VALUES (1), (1);
UPDATE pg_index SET indisready = true, indisvalid = true WHERE indexrelid = 'only_once'::regclass;

-- piece: duplicate_primary_key
CREATE TABLE twice_primary (id int NOT NULL, t text);
INSERT INTO twice_primary VALUES (1, 'a');
ALTER TABLE twice_primary ADD CONSTRAINT primary_once PRIMARY KEY (id);
UPDATE pg_index SET indisready = false WHERE indexrelid = 'primary_once'::regclass;
INSERT INTO twice_primary VALUES (1, 'b');
UPDATE pg_index SET indisready = true WHERE indexrelid = 'primary_once'::regclass;

-- piece: violated_exclusion
CREATE TABLE booked (during int4range, CONSTRAINT once EXCLUDE USING gist (during WITH &&));
UPDATE pg_index SET indisready = false WHERE indexrelid = 'once'::regclass;
INSERT INTO booked VALUES ('[1,5)'), ('[2,6)');
UPDATE pg_index SET indisready = true WHERE indexrelid = 'once'::regclass;

-- piece: index_expression_that_raises
CREATE FUNCTION halves(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE halved (id int);
CREATE INDEX by_half ON halved (public.halves(id));
INSERT INTO halved VALUES (0);
CREATE OR REPLACE FUNCTION halves(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1 / $1';

-- piece: builtin_index_expression_that_raises
CREATE TABLE divided (id int);
INSERT INTO divided VALUES (1);
CREATE INDEX by_division ON divided ((10 / id));
UPDATE pg_index SET indisready = false WHERE indexrelid = 'by_division'::regclass;
INSERT INTO divided VALUES (0);
UPDATE pg_index SET indisready = true WHERE indexrelid = 'by_division'::regclass;

-- piece: statistics_that_raise
CREATE TABLE counted (id int);
CREATE STATISTICS by_quotient ON (100 / id) FROM counted;
INSERT INTO counted VALUES (0), (1);

-- piece: row_outside_of_its_partition
CREATE TABLE parted_rows (id int) PARTITION BY RANGE (id);
CREATE TABLE parted_low (id int);
INSERT INTO parted_low VALUES (50);
ALTER TABLE parted_low ADD CONSTRAINT looks_low CHECK (id IS NOT NULL AND id >= 0 AND id < 10) NOT VALID;
UPDATE pg_constraint SET convalidated = true WHERE conname = 'looks_low';
ALTER TABLE parted_rows ATTACH PARTITION parted_low FOR VALUES FROM (0) TO (10);
ALTER TABLE parted_low DROP CONSTRAINT looks_low;

-- piece: text_that_is_no_text
-- encoding: UTF8
CREATE TABLE no_text (id int, t text);
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
INSERT INTO no_text VALUES (1, '\x41ff42'::bytea::text);
DROP CAST (bytea AS text);

-- piece: text_with_a_null_byte
CREATE TABLE null_byte (id int, t text);
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
INSERT INTO null_byte VALUES (1, '\x410042'::bytea::text);
DROP CAST (bytea AS text);

-- piece: varchar_that_is_no_text
-- encoding: UTF8
CREATE TABLE no_varchar (id int, v varchar(10)[]);
CREATE CAST (bytea AS varchar) WITHOUT FUNCTION;
INSERT INTO no_varchar VALUES (1, ARRAY['\xff'::bytea::varchar]);
DROP CAST (bytea AS varchar);

-- piece: characters_that_win1252_does_not_know
-- encoding: WIN1252
CREATE TABLE no_win1252 (id int, t text);
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
INSERT INTO no_win1252 VALUES (1, '\x8181'::bytea::text);
DROP CAST (bytea AS text);

-- piece: json_that_is_no_json
CREATE TABLE no_json (id int, j json);
CREATE CAST (bytea AS json) WITHOUT FUNCTION;
INSERT INTO no_json VALUES (1, '{not json'::bytea::json);
DROP CAST (bytea AS json);

-- piece: xml_that_is_no_xml
CREATE TABLE no_xml (id int, x xml);
CREATE CAST (bytea AS xml) WITHOUT FUNCTION;
INSERT INTO no_xml VALUES (1, '<a'::bytea::xml);
DROP CAST (bytea AS xml);

-- piece: time_out_of_range
CREATE TABLE no_time (id int, t timestamp);
CREATE CAST (int8 AS timestamp) WITHOUT FUNCTION;
INSERT INTO no_time VALUES (1, 9223372036854775800::int8::timestamp);
DROP CAST (int8 AS timestamp);

-- piece: enum_value_that_is_gone
CREATE TYPE fading AS ENUM ('here', 'gone');
CREATE TABLE faded (id int, f fading);
INSERT INTO faded VALUES (1, 'here'), (2, 'gone');
DELETE FROM pg_enum WHERE enumlabel = 'gone' AND enumtypid = 'fading'::regtype;

-- piece: toast_that_is_gone
CREATE TABLE torn (id int, t text);
ALTER TABLE torn ALTER t SET STORAGE EXTERNAL;
INSERT INTO torn VALUES (1, repeat('x', 20000)), (2, 'short');
DO $$ DECLARE toast regclass; BEGIN
  SELECT reltoastrelid INTO toast FROM pg_class WHERE oid = 'torn'::regclass;
  UPDATE pg_class SET relkind = 'r' WHERE oid = toast;
  EXECUTE format('DELETE FROM %s WHERE chunk_seq > 2', toast);
  UPDATE pg_class SET relkind = 't' WHERE oid = toast;
END $$;

-- piece: longer_than_its_type
CREATE TABLE shortened (id int, v text);
INSERT INTO shortened VALUES (1, 'much too long');
ALTER TABLE shortened ALTER v TYPE varchar(40);
UPDATE pg_attribute SET atttypmod = 4 + 3 WHERE attrelid = 'shortened'::regclass AND attname = 'v';

-- piece: number_wider_than_its_type
CREATE TABLE narrowed (id int, n numeric(10, 2));
INSERT INTO narrowed VALUES (1, 12345.67);
UPDATE pg_attribute SET atttypmod = ((4 << 16) | 1) + 4 WHERE attrelid = 'narrowed'::regclass AND attname = 'n';

-- piece: sequence_beyond_its_end
CREATE SEQUENCE overrun;
SELECT setval('overrun', 100);
UPDATE pg_sequence SET seqmax = 10 WHERE seqrelid = 'overrun'::regclass;

-- piece: sequence_at_its_end
CREATE SEQUENCE exhausted MAXVALUE 3 NO CYCLE;
SELECT nextval('exhausted'), nextval('exhausted'), nextval('exhausted');

-- piece: generated_column_that_drifted
CREATE FUNCTION drifts(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE drifted (id int, g int GENERATED ALWAYS AS (public.drifts(id)) STORED);
INSERT INTO drifted VALUES (1);
CREATE OR REPLACE FUNCTION drifts(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';

-- piece: generated_column_that_raises
CREATE FUNCTION raises_later(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE raised (id int, g int GENERATED ALWAYS AS (public.raises_later(id)) STORED);
INSERT INTO raised VALUES (0);
CREATE OR REPLACE FUNCTION raises_later(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1 / $1';

-- piece: materialized_view_that_raises
CREATE TABLE quotients (id int);
INSERT INTO quotients VALUES (1);
CREATE MATERIALIZED VIEW quotient AS SELECT 10 / id AS q FROM quotients;
INSERT INTO quotients VALUES (0);

-- piece: materialized_view_of_a_gone_file
CREATE EXTENSION IF NOT EXISTS file_fdw;
CREATE SERVER gone_files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE gone_file (line text) SERVER gone_files OPTIONS (filename 'PG_VERSION', format 'text');
CREATE MATERIALIZED VIEW of_a_gone_file AS SELECT * FROM gone_file;
ALTER FOREIGN TABLE gone_file OPTIONS (SET filename 'nowhere');

-- piece: materialized_view_that_is_empty
CREATE MATERIALIZED VIEW not_filled AS SELECT 1 / 0 AS never WITH NO DATA;

-- piece: invalid_index
CREATE TABLE half_built (id int);
CREATE INDEX half_built_index ON half_built (id);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built_index'::regclass;

-- piece: invalid_unique_index_with_duplicates
CREATE TABLE half_unique (id int);
CREATE UNIQUE INDEX half_unique_index ON half_unique (id);
UPDATE pg_index SET indisready = false, indisvalid = false WHERE indexrelid = 'half_unique_index'::regclass;
INSERT INTO half_unique VALUES (1), (1);

-- piece: detach_that_was_interrupted
CREATE TABLE sold (id int) PARTITION BY RANGE (id);
CREATE TABLE sold_low PARTITION OF sold FOR VALUES FROM (1) TO (9);
INSERT INTO sold VALUES (1);
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'sold_low'::regclass;

-- piece: open_transaction
CREATE TABLE unsettled (id int);
-- meanwhile at source:
BEGIN; INSERT INTO unsettled VALUES (1);
