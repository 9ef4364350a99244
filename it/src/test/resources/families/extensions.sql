-- Types, operators and index methods of extensions; none of their own objects is copied twice.
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE EXTENSION pg_trgm WITH SCHEMA ext VERSION '1.6';
CREATE EXTENSION btree_gist;
CREATE EXTENSION btree_gin;
CREATE EXTENSION bloom;
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;
CREATE EXTENSION seg;
CREATE EXTENSION intarray;
CREATE EXTENSION isn;
CREATE EXTENSION lo;
CREATE EXTENSION unaccent;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION tablefunc;
CREATE EXTENSION dict_int;
COMMENT ON EXTENSION hstore IS 'our words on it';

CREATE TABLE things (
    id int PRIMARY KEY, h ext.hstore, c citext, l ltree, k cube, s seg, b isbn13, i int[], hs ext.hstore[], lq lquery
);
INSERT INTO things SELECT i, ext.hstore('k' || i, CASE i % 3 WHEN 0 THEN NULL ELSE 'v"' || i END), 'Case' || i, ('a.b.c' || i)::ltree,
    cube(ARRAY [i, i + 0.5]), (i || '..' || i + 1)::seg, '978-0-393-04002-9', ARRAY [i, i + 1],
    ARRAY [ext.hstore('x', 'y'), NULL], 'a.*{1,2}'::lquery
FROM generate_series(1, 300) AS i;
CREATE INDEX ON things USING gin (h);
CREATE INDEX ON things USING gist (h);
CREATE UNIQUE INDEX ON things (c);
CREATE INDEX ON things USING gist (l);
CREATE INDEX ON things USING gin ((c::text) ext.gin_trgm_ops);
CREATE INDEX ON things USING gist ((c::text) ext.gist_trgm_ops (siglen = 32));
CREATE INDEX ON things USING gist (k);
CREATE INDEX ON things USING gin (i gin__int_ops);
CREATE INDEX ON things USING bloom (id) WITH (length = 80, col1 = 2);
CREATE INDEX ON things USING gin (id);
CREATE TABLE with_default (id uuid DEFAULT uuid_generate_v4(), h ext.hstore DEFAULT 'a=>1'::ext.hstore);
INSERT INTO with_default VALUES ('00000000-0000-0000-0000-000000000001');
CREATE TABLE holds_blob (id int, picture lo);
INSERT INTO holds_blob VALUES (1, lo_from_bytea(0, 'a picture'));
CREATE TRIGGER manage BEFORE UPDATE OR DELETE ON holds_blob FOR EACH ROW EXECUTE FUNCTION lo_manage(picture);
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR word WITH unaccent, simple;
CREATE VIEW of_ext AS SELECT id, h OPERATOR(ext.->) 'k1' AS one FROM things;
GRANT EXECUTE ON FUNCTION digest(text, text) TO fam_reader;
REVOKE EXECUTE ON FUNCTION gen_salt(text) FROM PUBLIC;
