-- Every base type with its extremes, and what can be made of them.
SET TimeZone = 'UTC';
CREATE TABLE numbers (id int, s smallint, i int, b bigint, n numeric, np numeric(10, 3), f real, d double precision, m money, o oid);
INSERT INTO numbers VALUES
    (1, -32768, -2147483648, -9223372036854775808, 'NaN', -9999999.999, 'NaN', 'NaN', '-92233720368547758.08', 0),
    (2, 32767, 2147483647, 9223372036854775807, 'Infinity', 9999999.999, 'Infinity', '-Infinity', '92233720368547758.07', 4294967295),
    (3, 0, 0, 0, '-Infinity', 0.000, '-0', '-0', 0, 1),
    (4, NULL, NULL, NULL, 1e-1000, NULL, 1.17549435e-38, 2.2250738585072014e-308, NULL, NULL),
    (5, 1, 1, 1, ('1' || repeat('0', 5000) || '.' || repeat('7', 5000))::numeric, 1.100, 3.4028235e38, 1.7976931348623157e308, 1, 1),
    (6, 1, 1, 1, 0.1000, 1, 0.1, 0.1, 1, 1),
    (7, 1, 1, 1, 100000000000000000000, 1, 1e-45, 5e-324, 1, 1);

CREATE TABLE times (id int, d date, t time, tz timetz, ts timestamp, tstz timestamptz, i interval, im interval year to month, t0 time(0), ts3 timestamp(3));
INSERT INTO times VALUES
    (1, '4713-01-01 BC', '00:00', '00:00+15:59', '4713-01-01 00:00 BC', '4713-01-01 00:00+00 BC', '-178000000 years', '-1 year', '00:00', '2000-01-01'),
    (2, '5874897-12-31', '24:00', '24:00-15:59', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', '178000000 years', '1 mon', '23:59:59', '2000-01-01 00:00:00.123'),
    (3, 'infinity', '12:34:56.789012', '12:34:56.789012+05:30', 'infinity', '-infinity', '1 mon -1 day 00:00:00.000001', '0', NULL, 'infinity'),
    (4, '-infinity', NULL, NULL, '-infinity', 'infinity', '-1 mon 1 day -00:00:01', NULL, NULL, '-infinity'),
    (5, '0001-01-01', '00:00:00.000001', '00:00:00+00:00:01', '0001-12-31 23:59:59 BC', '1900-01-01 00:00+00', 'PT36H', NULL, NULL, NULL);

CREATE TABLE texts (id int, t text, v varchar(5), c char(5), q "char", n name, by bytea, x xml, j json, jb jsonb, jp jsonpath, b bit(5), vb bit varying(9), u uuid);
INSERT INTO texts VALUES
    (1, E'\u0001\u00e4\u4e2d\U0001F600', 'ä', 'a', 'x', 'a name', '\x00ff5c27220a0d', '<a b="c">d</a>', '{"b" : 1, "a":[1, 2 ], "b": 2}', '{"b": 1, "a": [1.10, null, "\u00e4"]}', '$.a[*] ? (@ > 1)', B'10101', B'1', '00000000-0000-0000-0000-000000000000'),
    (2, '', '', '', '', '', '', '', '""', '""', '$', B'00000', B'', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, repeat('x', 1000000), 'trail', 'tr   ', '~', repeat('n', 63)::name, decode(repeat('00ff', 500000), 'hex'), 'no root', '1e400', '1e400', 'strict $.**', B'11111', B'101010101', NULL);
INSERT INTO texts (id, x) VALUES (5, '<?xml version="1.0"?><doc>ä</doc>');

CREATE TABLE shapes (id int, p point, l line, s lseg, b box, pa path, po polygon, c circle, ip inet, ci cidr, m macaddr, m8 macaddr8);
INSERT INTO shapes VALUES
    (1, '(0.1,-0)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1>', '192.168.0.1/24', '10/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05'),
    (2, '(NaN,Infinity)', '{0,1,0}', '[(NaN,0),(0,0)]', '(Infinity,0),(0,0)', '((0,0),(1,1))', '((0,0))', '<(1e300,0),0>', '::1', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', NULL),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '::ffff:1.2.3.4/128', '0.0.0.0/0', NULL, NULL);

CREATE TABLE searches (id int, v tsvector, q tsquery, snap pg_snapshot, tid tid, xid xid, xid8 xid8, cid cid, lsn pg_lsn, txs txid_snapshot, i2v int2vector, ov oidvector);
INSERT INTO searches VALUES
    (1, 'a:1A,2 ''b c'':3 d', 'a & !(b | c <2> d) & ''e f'':*A', '10:20:10,14,15', '(1,2)', '3', '4', '5', '16/B374D848', '10:20:11', '1 2 3', '4 5'),
    (2, '', '', '1:1:', '(4294967295,65535)', '4294967295', '18446744073709551615', '0', '0/0', '1:1:', '', '');

-- These are OIDs inside, and others on the target.
CREATE FUNCTION pointed_at(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE pointers (id int, c regclass, t regtype, p regprocedure, pr regproc, o regoperator, ns regnamespace, r regrole, cfg regconfig, dict regdictionary, col regcollation, acl aclitem[]);
INSERT INTO pointers VALUES
    (1, 'numbers', 'numbers', 'pointed_at(int)', 'pointed_at', '+(int,int)', 'public', 'fam_owner', 'english', 'simple', '"C"', '{fam_owner=arwd/postgres,=r/postgres}'),
    (2, 'pg_class', 'int[]', 'lower(text)', 'now', NULL, 'pg_catalog', 'postgres', 'simple', NULL, NULL, '{}');

CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TYPE mood ADD VALUE 'ok' AFTER 'sad';
ALTER TYPE mood ADD VALUE 'Dead; --' BEFORE 'sad';
COMMIT;
CREATE TYPE empty_enum AS ENUM ();
CREATE DOMAIN positive AS int DEFAULT 1 NOT NULL CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE DOMAIN more_positive AS positive CHECK (VALUE > 10);
CREATE DOMAIN two_ints AS int[] CHECK (array_length(VALUE, 1) = 2);
CREATE DOMAIN unproven AS text;
CREATE TYPE inner_pair AS (x int, y text);
CREATE TYPE "Outer; --" AS (a inner_pair, b inner_pair[], c positive, "D d" numeric(5, 2));
CREATE DOMAIN checked_pair AS inner_pair CHECK ((VALUE).x > 0);
CREATE TYPE nothing AS ();
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = many_floats);
CREATE FUNCTION inet_diff(inet, inet) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8';
CREATE TYPE inet_range AS RANGE (subtype = inet, subtype_diff = inet_diff);

CREATE TABLE unproven_holder (id int, u unproven);
INSERT INTO unproven_holder VALUES (1, 'bad');
ALTER DOMAIN unproven ADD CONSTRAINT later CHECK (VALUE <> 'bad') NOT VALID;

CREATE TABLE made (id int, p positive, mp more_positive, ti two_ints, ip inner_pair, o "Outer; --", cp checked_pair, fr float_range, mf many_floats, ir inet_range, r numbers);
INSERT INTO made VALUES
    (1, 1, 11, '{1,2}', '(1,"a,b")', ROW(ROW(1, NULL), ARRAY [ROW(1, 'x')::inner_pair, NULL], 5, 1.5), '(1,)', '[-Infinity,1.5)', '{[1,2),(3,4]}', '[10.0.0.1,10.0.0.9]', (SELECT whole FROM numbers AS whole WHERE id = 1)),
    (2, 2, 12, NULL, '(,)', NULL, NULL, 'empty', '{}', '(,)', NULL);
CREATE TABLE ranges (id int, i4 int4range, i8 int8range, nr numrange, tr tsrange, tz tstzrange, dr daterange, mi int4multirange, md datemultirange);
INSERT INTO ranges VALUES
    (1, '[1,5)', '(,9223372036854775807)', '[0.1,NaN]', '[-infinity,infinity]', '["2020-01-01 00:00+00",)', '[4713-01-01 BC,infinity)', '{[1,3),[5,)}', '{}'),
    (2, 'empty', '(,)', 'empty', '(,)', 'empty', 'empty', '{(,)}', '{[2020-01-01,2020-01-02)}');

CREATE TABLE lists (id int, i int[], t text[], m mood[], c inner_pair[], d positive[], n numeric[], by bytea[], ts timestamptz[], r int4range[], b box[], e empty_enum[], ch "char"[], ch2 char(3)[]);
INSERT INTO lists VALUES
    (1, '{1,NULL,3}', '{a,NULL,"NULL","",",","\"","\\"}', '{sad,ok,happy,NULL,"Dead; --"}', ARRAY [ROW(1, '"')::inner_pair, NULL], '{1,2}', '{NaN,Infinity,1.10}', ARRAY ['\x00'::bytea, ''], '{infinity,"2020-01-01 00:00+00"}', '{"[1,2)",empty}', '{(1,1),(0,0);(2,2),(1,1)}', NULL, '{a,b}', '{a,bc}'),
    (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    (3, '[-2:0][5:6]={{1,2},{3,4},{5,6}}', '[0:1]={a,b}', '{{sad},{ok}}', NULL, NULL, '{{1,2},{3,4}}', NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- Text only: no binary form, or one that holds numbers of this server.
CREATE TYPE label;
CREATE FUNCTION label_in(cstring) RETURNS label LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE label (INPUT = label_in, OUTPUT = label_out, INTERNALLENGTH = VARIABLE, LIKE = text, CATEGORY = 'S', DELIMITER = ';', DEFAULT = 'none');
CREATE TABLE labels (id int, l label, ls label[], d double precision, m money);
INSERT INTO labels VALUES (1, E'tab\t', '{a;"b;c"}', 0.1::float8 + 0.2::float8, '1234.56'), (2, DEFAULT, NULL, 'NaN', '-0.01');
CREATE TYPE shell_only;
CREATE CAST (label AS text) WITHOUT FUNCTION AS ASSIGNMENT;
