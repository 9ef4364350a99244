-- What every server since 9.6 can hold.
CREATE SCHEMA sample;
CREATE TYPE sample.mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN sample.positive AS int CHECK (VALUE > 0);
CREATE TYPE sample.pair AS (a int, b text);
CREATE TYPE sample.floats AS RANGE (subtype = float8);

CREATE TABLE sample.everything (
    id bigserial PRIMARY KEY, s smallint, i int, n numeric, n2 numeric(12, 3), f real, d double precision, m money, b boolean,
    c char(5), v varchar(20), t text, q "char", nm name, by bytea, dt date, tm time, tmz timetz, ts timestamp, tsz timestamptz, iv interval,
    u uuid, j json, jb jsonb, x xml, p point, ls lseg, bx box, pa path, po polygon, ci circle, ln line, ip inet, cd cidr, mac macaddr,
    bi bit(4), bv bit varying, tv tsvector, tq tsquery, o oid, lsn pg_lsn, r int4range, tr tstzrange, ia int[], ta text[],
    e sample.mood, ea sample.mood[], dp sample.positive, pr sample.pair, pra sample.pair[], fr sample.floats
);
INSERT INTO sample.everything
SELECT i, i % 30000, -i, i / 7.0, i / 3.0, i / 3.0, i / 9.0, i * 1.25::money, i % 2 = 0, i::text, 'v' || i, repeat('t' || i, i % 300), 'q', 'name' || i,
    decode(md5(i::text), 'hex'), date '2000-01-01' + i, time '00:00' + i * interval '1 second', '12:00+02', timestamp '2000-01-01' + i * interval '1 hour',
    timestamptz '2000-01-01 00:00+00' + i * interval '1 hour', i * interval '1 minute', md5(i::text)::uuid, '{"a" : 1}', ('{"a": ' || i || '}')::jsonb,
    '<a/>', point(i, -i), '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1>', '{1,2,3}', '10.0.0.1/8', '10.0.0.0/8',
    '08:00:2b:01:02:03', B'1010', B'1', 'a b:2', 'a & b', i, '0/1', int4range(i, i + 1), '(,)', ARRAY [i, NULL], ARRAY ['a', NULL, '"'],
    'ok', '{sad,happy}', i, ROW(i, 'x')::sample.pair, ARRAY [ROW(i, '"')::sample.pair, NULL], '[1,2)'
FROM generate_series(1, 3000) AS i;
INSERT INTO sample.everything (id) VALUES (-9223372036854775808), (9223372036854775807);
INSERT INTO sample.everything (id, n, f, d, dt, ts, by, t) VALUES
    (0, 'NaN', '-Infinity', 'NaN', '4713-01-01 BC', '-infinity', '\x00ff', E'\\N\t\n\r\\.'), (-1, 0.1000, '-0', '-0', 'infinity', 'infinity', '', '');
SELECT setval('sample.everything_id_seq', 3000);
CREATE INDEX everything_by_time ON sample.everything (ts, lower(t)) WHERE id > 5;
CREATE INDEX everything_by_json ON sample.everything USING gin (jb);
CREATE INDEX everything_by_range ON sample.everything USING gist (r);

CREATE TABLE sample."Refers ""to"" ü" (id int PRIMARY KEY, "every thing" bigint REFERENCES sample.everything ON DELETE CASCADE DEFERRABLE);
INSERT INTO sample."Refers ""to"" ü" SELECT i, i FROM generate_series(1, 500) AS i;
CREATE TABLE sample.base (id int, note text DEFAULT 'none');
CREATE TABLE sample.child (extra int) INHERITS (sample.base);
ALTER TABLE sample.base ADD COLUMN late int;
INSERT INTO sample.base VALUES (1, 'base', 2);
INSERT INTO sample.child (id, note, extra, late) SELECT i, 'child', i, -i FROM generate_series(1, 100) AS i;
CREATE UNLOGGED TABLE sample.unlogged_one AS SELECT 1 AS one;
CREATE TABLE sample.without_columns ();
INSERT INTO sample.without_columns SELECT FROM generate_series(1, 4);
CREATE TABLE sample.emptied (id int PRIMARY KEY);

CREATE FUNCTION sample.twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE FUNCTION sample.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON sample.base FOR EACH ROW EXECUTE PROCEDURE sample.refuse();
CREATE VIEW sample.shown AS SELECT id, sample.twice(id) AS double FROM sample.base WHERE note = 'base';
CREATE MATERIALIZED VIEW sample.kept AS SELECT count(*) AS number FROM sample.everything;
CREATE SEQUENCE sample.untouched START 7 INCREMENT -2 MINVALUE -100 MAXVALUE 10;
CREATE SEQUENCE sample.used;
SELECT nextval('sample.used'), nextval('sample.used');
COMMENT ON TABLE sample.everything IS 'it''s all here';
GRANT SELECT ON sample.base TO PUBLIC;
CREATE EXTENSION hstore;
CREATE TABLE sample.stored (id int, h hstore);
INSERT INTO sample.stored VALUES (1, 'a=>1, b=>NULL');
SELECT lo_from_bytea(4711, decode(repeat('0102', 700000), 'hex'));
COMMENT ON LARGE OBJECT 4711 IS 'large';
