-- Tables of 1 MiB and more in every shape that splitting could get wrong.
CREATE TABLE plain (id bigserial PRIMARY KEY, note text);
INSERT INTO plain (note) SELECT repeat(md5(i::text), 5) FROM generate_series(1, 60000) i;
CREATE INDEX ON plain (note);

-- Pages without a row, pages with one, and rows at the end of the file that were at its beginning.
CREATE TABLE sparse (id int PRIMARY KEY, note text);
INSERT INTO sparse SELECT i, repeat(md5(i::text), 3) FROM generate_series(1, 80000) i;
DELETE FROM sparse WHERE id BETWEEN 20000 AND 45000 OR id % 7 <> 0;
UPDATE sparse SET note = note || '!' WHERE id < 2000;

-- Keys at both ends of their type, many at one place, and none.
CREATE TABLE extreme (key bigint, note text);
INSERT INTO extreme SELECT -9223372036854775808, repeat(md5(i::text), 4) FROM generate_series(1, 50) i;
INSERT INTO extreme SELECT 9223372036854775807, repeat(md5(i::text), 4) FROM generate_series(1, 50) i;
INSERT INTO extreme SELECT NULL, repeat(md5(i::text), 4) FROM generate_series(1, 5000) i;
INSERT INTO extreme SELECT 0, repeat(md5(i::text), 4) FROM generate_series(1, 20000) i;
INSERT INTO extreme SELECT (i - 10000) * 922337203685477, repeat(md5(i::text), 4) FROM generate_series(1, 20000) i;
CREATE INDEX ON extreme (key);
ANALYZE extreme;

-- A heap of a few pages before megabytes of TOAST.
CREATE TABLE wide (id int PRIMARY KEY, body text, picture bytea);
ALTER TABLE wide ALTER body SET STORAGE EXTERNAL, ALTER picture SET STORAGE EXTERNAL;
INSERT INTO wide
SELECT i, repeat(md5(i::text), 800), decode(repeat(md5((-i)::text), 400), 'hex') FROM generate_series(1, 300) i;

CREATE TABLE small (id int PRIMARY KEY, plain_id bigint REFERENCES plain);
INSERT INTO small SELECT i, i * 1000 FROM generate_series(1, 50) i;
CREATE TABLE nothing (id int PRIMARY KEY)
