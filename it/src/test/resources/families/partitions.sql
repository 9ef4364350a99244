-- Every way to partition, leaves that differ from their parents, and rows that other leaves hold on another server.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'ecstatic');

CREATE TABLE by_range (id int NOT NULL, at date NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE by_range_2020 PARTITION OF by_range FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE by_range_2021 PARTITION OF by_range FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')
    PARTITION BY LIST (id);
CREATE TABLE by_range_2021_one PARTITION OF by_range_2021 FOR VALUES IN (1, 2, 3);
CREATE TABLE by_range_2021_rest PARTITION OF by_range_2021 DEFAULT;
CREATE TABLE by_range_old PARTITION OF by_range FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE by_range_else PARTITION OF by_range DEFAULT;
INSERT INTO by_range SELECT i, date '2019-06-01' + i * 3, 'note ' || i FROM generate_series(1, 400) AS i;
CREATE INDEX by_range_note ON by_range (note);
CREATE INDEX by_range_2020_own ON by_range_2020 (note, id);

-- Its columns stand in another order, one was dropped, and it has more rights and a default of its own.
CREATE TABLE attached (gone int, note text DEFAULT 'attached', at date NOT NULL, id int NOT NULL);
ALTER TABLE attached DROP COLUMN gone;
ALTER TABLE attached ADD CONSTRAINT attached_pk PRIMARY KEY (id, at);
INSERT INTO attached VALUES ('first', '2030-05-05', 1), ('second', '2030-06-06', 2);
ALTER TABLE by_range ATTACH PARTITION attached FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');

CREATE TABLE by_list (kind text, amount numeric) PARTITION BY LIST (kind);
CREATE TABLE by_list_ab PARTITION OF by_list FOR VALUES IN ('a', 'b');
CREATE TABLE by_list_null PARTITION OF by_list FOR VALUES IN (NULL);
CREATE TABLE by_list_else PARTITION OF by_list DEFAULT;
INSERT INTO by_list SELECT (ARRAY ['a', 'b', 'c', NULL])[i % 4 + 1], i FROM generate_series(1, 100) AS i;

CREATE TABLE by_hash (id int, name text) PARTITION BY HASH (id, name);
CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE by_hash_2 PARTITION OF by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO by_hash SELECT i, md5(i::text) FROM generate_series(1, 300) AS i;

-- Enums are hashed by OID.
CREATE TABLE by_hashed_mood (id int, feels mood) PARTITION BY HASH (feels);
CREATE TABLE by_hashed_mood_0 PARTITION OF by_hashed_mood FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_hashed_mood_1 PARTITION OF by_hashed_mood FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_hashed_mood
SELECT i, (enum_range(NULL::mood))[i % 4 + 1] FROM generate_series(1, 200) AS i;

-- The same below a range, with leaves of another column order.
CREATE TABLE outer_range (id int, feels mood, note text) PARTITION BY RANGE (id);
CREATE TABLE outer_range_low PARTITION OF outer_range FOR VALUES FROM (MINVALUE) TO (100) PARTITION BY HASH (feels);
CREATE TABLE outer_range_low_0 PARTITION OF outer_range_low FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE outer_range_low_1 (note text, feels mood, id int);
ALTER TABLE outer_range_low ATTACH PARTITION outer_range_low_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE outer_range_high PARTITION OF outer_range FOR VALUES FROM (100) TO (MAXVALUE);
INSERT INTO outer_range SELECT i, (enum_range(NULL::mood))[i % 4 + 1], 'n' || i FROM generate_series(1, 150) AS i;

CREATE TABLE by_expression (id int, name text) PARTITION BY RANGE (lower(name), (id % 10));
CREATE TABLE by_expression_a PARTITION OF by_expression FOR VALUES FROM ('a', 0) TO ('n', 0);
CREATE TABLE by_expression_n PARTITION OF by_expression FOR VALUES FROM ('n', 0) TO (MAXVALUE, MAXVALUE);
INSERT INTO by_expression SELECT i, chr(97 + i % 26) || i FROM generate_series(1, 100) AS i;

-- A foreign key to and from partitioned tables, a parent without partitions.
CREATE TABLE refers (id int PRIMARY KEY, range_id int, at date, FOREIGN KEY (range_id, at) REFERENCES by_range);
INSERT INTO refers SELECT row_number() OVER (), id, at FROM by_range WHERE id % 50 = 0;
CREATE TABLE points (id int, refers_id int REFERENCES refers) PARTITION BY RANGE (id);
CREATE TABLE points_all PARTITION OF points FOR VALUES FROM (0) TO (1000);
INSERT INTO points SELECT i, (SELECT min(id) FROM refers) FROM generate_series(1, 10) AS i;
CREATE TABLE childless (id int) PARTITION BY RANGE (id);

-- Triggers are inherited; one leaf has it switched off.
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch AFTER INSERT ON by_list FOR EACH ROW EXECUTE FUNCTION touched();
ALTER TABLE by_list_ab DISABLE TRIGGER touch;
