-- Constraints of every kind, and rows that would violate those that were never validated.
CREATE EXTENSION btree_gist;
CREATE FUNCTION is_even(n int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n % 2 = 0';

CREATE TABLE parent (
    id int CONSTRAINT parent_key PRIMARY KEY DEFERRABLE INITIALLY DEFERRED,
    code text UNIQUE,
    pair_a int, pair_b int,
    UNIQUE (pair_a, pair_b) INCLUDE (code),
    CONSTRAINT even CHECK (public.is_even(pair_a))
);
INSERT INTO parent SELECT i, 'code ' || i, i * 2, i FROM generate_series(1, 100) AS i;

CREATE TABLE child (
    id int PRIMARY KEY,
    code text CONSTRAINT to_code REFERENCES parent (code) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    pair_a int, pair_b int,
    CONSTRAINT to_pair FOREIGN KEY (pair_a, pair_b) REFERENCES parent (pair_a, pair_b) MATCH FULL DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO child SELECT i, 'code ' || i, i * 2, i FROM generate_series(1, 100) AS i;
INSERT INTO child VALUES (101, NULL, NULL, NULL);

CREATE TABLE tree (id int PRIMARY KEY, parent_id int REFERENCES tree ON DELETE CASCADE);
INSERT INTO tree VALUES (1, 1), (2, 3), (3, 2), (4, NULL), (5, 4);

CREATE TABLE hen (id int PRIMARY KEY, egg_id int);
CREATE TABLE egg (id int PRIMARY KEY, hen_id int REFERENCES hen);
ALTER TABLE hen ADD FOREIGN KEY (egg_id) REFERENCES egg;
INSERT INTO hen VALUES (1, NULL);
INSERT INTO egg VALUES (1, 1);
UPDATE hen SET egg_id = 1;

CREATE TABLE partly (a int, b int, c int, PRIMARY KEY (a, b));
CREATE TABLE set_some (id int, a int, b int DEFAULT 0, FOREIGN KEY (a, b) REFERENCES partly ON DELETE SET NULL (a));
INSERT INTO partly VALUES (1, 2, 3);
INSERT INTO set_some VALUES (1, 1, 2), (2, NULL, 9);

CREATE TABLE booking (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0));
INSERT INTO booking SELECT i, tsrange('2020-01-01', '2020-01-02') FROM generate_series(1, 20) AS i;
INSERT INTO booking SELECT 0, tsrange('2020-01-01', '2020-01-02') FROM generate_series(1, 3) AS i;
CREATE TABLE no_twins (v int, EXCLUDE USING btree (v WITH =) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO no_twins VALUES (1), (2);

-- Rows from before the constraint.
CREATE TABLE sinful (id int PRIMARY KEY, n int, parent_id int);
INSERT INTO sinful VALUES (1, -5, 12345), (2, 5, 1);
ALTER TABLE sinful ADD CONSTRAINT not_checked CHECK (n > 0) NOT VALID;
ALTER TABLE sinful ADD CONSTRAINT not_followed FOREIGN KEY (parent_id) REFERENCES tree NOT VALID;

CREATE TABLE named ("A" int CONSTRAINT "A; --" CHECK ("A" > 0), b int CONSTRAINT "b ""c""" NOT NULL);
INSERT INTO named VALUES (1, 2);
COMMENT ON CONSTRAINT "A; --" ON named IS 'a comment; --';
CREATE TABLE nothing_twice (a int, UNIQUE NULLS NOT DISTINCT (a));
INSERT INTO nothing_twice VALUES (NULL), (1);
CREATE UNIQUE INDEX made_first ON partly (c);
ALTER TABLE partly ADD CONSTRAINT from_index UNIQUE USING INDEX made_first;
