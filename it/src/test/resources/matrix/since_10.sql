CREATE TABLE sample.ranged (id int NOT NULL, note text) PARTITION BY RANGE (id);
CREATE TABLE sample.ranged_1 PARTITION OF sample.ranged FOR VALUES FROM (1) TO (100);
CREATE TABLE sample.ranged_2 PARTITION OF sample.ranged FOR VALUES FROM (100) TO (200) PARTITION BY LIST (note);
CREATE TABLE sample.ranged_2_a PARTITION OF sample.ranged_2 FOR VALUES IN ('a');
INSERT INTO sample.ranged SELECT i, 'a' FROM generate_series(1, 199) AS i;
CREATE TABLE sample.identified (id int GENERATED ALWAYS AS IDENTITY, note text);
INSERT INTO sample.identified (note) VALUES ('one'), ('two');
CREATE STATISTICS sample.of_everything ON s, i FROM sample.everything;
CREATE PUBLICATION everything FOR TABLE sample.everything;
