-- One table among many. psql -v scale=1 makes about 200 MB.
CREATE TABLE freight (id bigint NOT NULL, port integer NOT NULL, mark text NOT NULL, weight double precision NOT NULL);
INSERT INTO freight
SELECT i, i % 2000, md5(i::text) || md5((i * 3)::text), i * 0.5
FROM generate_series(1, (1800000 * :scale)::bigint) AS i;
ALTER TABLE freight ADD PRIMARY KEY (id);
