-- A table of 1,000 partitions, ten of which have 60 of their own, and a table that refers to it.
SELECT (1000 * :scale)::integer AS partitions \gset
BEGIN;
CREATE TABLE event (id bigint, day integer, note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
SELECT format(
    'CREATE TABLE event_%1$s PARTITION OF event FOR VALUES FROM (%1$s) TO (%2$s)%3$s',
    p, p + 1, CASE WHEN p <= 10 THEN ' PARTITION BY HASH (id)' ELSE '' END)
FROM generate_series(1, :partitions) AS p \gexec
SELECT format(
    'CREATE TABLE event_%1$s_%2$s PARTITION OF event_%1$s FOR VALUES WITH (MODULUS 60, REMAINDER %2$s)', p, r)
FROM generate_series(1, least(10, :partitions)) AS p, generate_series(0, 59) AS r \gexec
INSERT INTO event SELECT i, 1 + i % :partitions, md5(i::text) FROM generate_series(1, 20000) AS i;
CREATE TABLE mention (id bigint PRIMARY KEY, event_id bigint, event_day integer, FOREIGN KEY (event_id, event_day) REFERENCES event);
INSERT INTO mention SELECT i, i, 1 + i % :partitions FROM generate_series(1, 20000) AS i;
COMMIT;
