-- Large objects: nine in ten of 4 KB, the others of 40 KB, incompressible. psql -v scale=1 makes 20,000.
CREATE TABLE scan (id integer PRIMARY KEY, page oid NOT NULL);
CREATE TEMPORARY TABLE block AS
SELECT b, string_agg(sha512(int8send(b * 100000 + i)), ''::bytea ORDER BY i) AS bytes
FROM generate_series(0, 255) AS b, generate_series(1, 64) AS i
GROUP BY b;
CREATE TEMPORARY TABLE page AS
SELECT string_agg(bytes, ''::bytea ORDER BY b) AS bytes FROM block;
INSERT INTO scan
SELECT i, lo_from_bytea(0, int8send(i) || substr(page.bytes, 1 + (i * 977) % 900000, CASE WHEN i % 10 = 0 THEN 40000 ELSE 4000 END))
FROM generate_series(1, (20000 * :scale)::integer) AS i, page;
