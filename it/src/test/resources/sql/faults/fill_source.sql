-- A small database with one of everything that is copied in its own way. :salt makes the rows of another one.
CREATE TABLE big (id bigserial PRIMARY KEY, note text NOT NULL);
INSERT INTO big (note) SELECT repeat(md5(i::text || ':salt'), 5) FROM generate_series(1, 60000) i;
CREATE INDEX ON big (note);
CREATE TABLE child (id int PRIMARY KEY, big_id bigint NOT NULL REFERENCES big, name text);
INSERT INTO child SELECT i, 1 + i % 60000, md5(i::text || ':salt') FROM generate_series(1, 30000) i;
CREATE INDEX ON child (big_id);
CREATE UNLOGGED TABLE scratch (id int PRIMARY KEY, note text);
INSERT INTO scratch SELECT i, md5(i::text || ':salt') FROM generate_series(1, 3000) i;
CREATE MATERIALIZED VIEW totals AS SELECT id % 100 AS bucket, count(*) AS rows FROM child GROUP BY 1;
CREATE SEQUENCE numbers;
CREATE TABLE live_left (id bigint PRIMARY KEY, number bigint NOT NULL);
CREATE TABLE live_right (id bigint PRIMARY KEY, number bigint NOT NULL);
INSERT INTO live_left SELECT i, nextval('numbers') FROM generate_series(1, 100) i;
INSERT INTO live_right SELECT id, number FROM live_left;
SELECT lo_from_bytea(0, convert_to('large object ' || i || ':salt', 'UTF8')) FROM generate_series(1, 3) i;
DO $$
BEGIN
    FOR i IN 1..12 LOOP
        EXECUTE format('CREATE TABLE tiny_%s (id int PRIMARY KEY, note text)', i);
        EXECUTE format('INSERT INTO tiny_%s SELECT n, md5(n || ''%s:salt'') FROM generate_series(1, 40) n', i, i);
    END LOOP;
END
$$;
ANALYZE
