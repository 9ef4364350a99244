CREATE TABLE sample.many_ranges (r int4multirange, n numeric);
INSERT INTO sample.many_ranges VALUES ('{[1,2),[5,9)}', 'Infinity');
CREATE FUNCTION sample.standard(n int) RETURNS int LANGUAGE sql RETURN n + 1;
