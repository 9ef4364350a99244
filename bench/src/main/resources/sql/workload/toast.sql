-- Few rows of much that cannot be compressed. psql -v scale=1 makes about 1 GB of TOAST under 300 kB of heap.
CREATE TABLE document (id integer NOT NULL, name text NOT NULL, body bytea NOT NULL);
CREATE TEMPORARY TABLE block AS
SELECT b, string_agg(sha512(int8send(b * 100000 + i)), ''::bytea ORDER BY i) AS bytes
FROM generate_series(0, 63) AS b, generate_series(1, 512) AS i
GROUP BY b;
CREATE TEMPORARY TABLE page AS
SELECT string_agg(bytes, ''::bytea ORDER BY b) AS bytes FROM block;
-- Between 1 kB and 500 kB, from another place each.
INSERT INTO document
SELECT i, 'document ' || i, int8send(i) || substr(page.bytes, 1 + (i * 9973) % 1500000, 1000 + (i * 7919) % 500000)
FROM generate_series(1, (4000 * :scale)::integer) AS i, page;
ALTER TABLE document ADD PRIMARY KEY (id);
