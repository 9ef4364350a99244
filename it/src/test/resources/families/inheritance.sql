-- A child's columns get another order when a dump is restored: whoever copies by position mixes them up.
CREATE TABLE vehicle (id int PRIMARY KEY, wheels int);
CREATE TABLE car (doors int, seats int) INHERITS (vehicle);
ALTER TABLE vehicle ADD COLUMN maker int;
ALTER TABLE vehicle ADD COLUMN year int DEFAULT 1999;
INSERT INTO vehicle VALUES (1, 2, 3, 4);
INSERT INTO car (id, wheels, doors, seats, maker, year) SELECT i, 100 + i, 200 + i, 300 + i, 400 + i, 500 + i
FROM generate_series(1, 100) AS i;

CREATE TABLE boat (length int, id int NOT NULL, year int, wheels int, maker int);
ALTER TABLE boat INHERIT vehicle;
INSERT INTO boat VALUES (1, 2, 3, 4, 5);

CREATE TABLE amphibian (depth int) INHERITS (car, boat);
INSERT INTO amphibian (id, wheels, doors, seats, maker, year, length, depth) VALUES (1, 2, 3, 4, 5, 6, 7, 8);
ALTER TABLE amphibian ALTER COLUMN year SET DEFAULT 2001;
ALTER TABLE amphibian DROP COLUMN depth;

CREATE TABLE checked (n int CONSTRAINT positive CHECK (n > 0), CONSTRAINT own CHECK (n < 1000) NO INHERIT);
CREATE TABLE checked_child (CONSTRAINT more CHECK (n < 50)) INHERITS (checked);
INSERT INTO checked VALUES (999);
INSERT INTO checked_child VALUES (1), (49);

CREATE TYPE address AS (street text, number int);
CREATE TABLE lives_at OF address (number WITH OPTIONS NOT NULL DEFAULT 7);
INSERT INTO lives_at VALUES ('Rope Walk', 12), (NULL, 0);
