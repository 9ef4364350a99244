-- Checks of tables, of partitions, of those who inherit and of a domain ask a function that becomes stricter afterwards;
-- others are kept by all rows, and one asks another table, which may come later.
CREATE FUNCTION even(n int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';

CREATE TABLE plain (
    id int PRIMARY KEY,
    n int CONSTRAINT even CHECK (public.even(n)),
    CONSTRAINT "small, not large" CHECK (id < 1000)
);
COMMENT ON CONSTRAINT even ON plain IS 'n''s parity';
COMMENT ON CONSTRAINT "small, not large" ON plain IS 'its size';
INSERT INTO plain SELECT i, i FROM generate_series(1, 100) i;

CREATE TABLE tree (
    id int,
    n int CONSTRAINT even CHECK (public.even(n)),
    CONSTRAINT positive CHECK (id > 0)
) PARTITION BY RANGE (id);
CREATE TABLE tree_low PARTITION OF tree FOR VALUES FROM (0) TO (50);
CREATE TABLE tree_high PARTITION OF tree (CONSTRAINT own CHECK (n > 1)) FOR VALUES FROM (50) TO (100);
INSERT INTO tree SELECT i, i FROM generate_series(20, 99) i;

CREATE TABLE parent (id int CONSTRAINT positive CHECK (id > 0), CONSTRAINT here CHECK (id < 10) NO INHERIT);
CREATE TABLE child (more text, CONSTRAINT positive CHECK (id > 0), CONSTRAINT longer CHECK (length(more) > 1))
    INHERITS (parent);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (20, 'twenty');

CREATE DOMAIN amount AS int CONSTRAINT """even"" of domains" CHECK (public.even(VALUE)) CONSTRAINT positive CHECK (VALUE > 0);
COMMENT ON CONSTRAINT positive ON DOMAIN amount IS 'no debts';
CREATE TABLE account (value amount, other amount);
INSERT INTO account SELECT i, i + 1 FROM generate_series(1, 20) i;
CREATE DOMAIN word AS text CHECK (length(VALUE) > 1);
CREATE TABLE words (all_of_them word[]);
INSERT INTO words VALUES ('{one,two}');

CREATE TABLE z_known (id int PRIMARY KEY);
INSERT INTO z_known VALUES (1), (2);
CREATE FUNCTION is_known(n int) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.z_known WHERE id = n)';
CREATE TABLE asking (n int CHECK (public.is_known(n)));
INSERT INTO asking VALUES (1), (2);

CREATE OR REPLACE FUNCTION even(n int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT n % 2 = 0';
