CREATE TABLE sample.computed (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO sample.computed (a) SELECT generate_series(1, 100);
CREATE COLLATION sample.no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
