-- How tables are kept and how the planner sees them.
CREATE TABLE stored (
    id int PRIMARY KEY, plain text, external_ text, extended_ text, main_ text, squeezed text COMPRESSION pglz, j jsonb
) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false, toast_tuple_target = 256,
        autovacuum_vacuum_scale_factor = 0.05, parallel_workers = 3, user_catalog_table = false);
ALTER TABLE stored ALTER plain SET STORAGE PLAIN, ALTER external_ SET STORAGE EXTERNAL, ALTER extended_ SET STORAGE EXTENDED,
    ALTER main_ SET STORAGE MAIN;
ALTER TABLE stored ALTER id SET STATISTICS 0, ALTER plain SET STATISTICS 1000, ALTER external_ SET (n_distinct = -0.5),
    ALTER j SET (n_distinct = 7, n_distinct_inherited = 8);
INSERT INTO stored SELECT i, 'p' || i, repeat('e' || i, 2000), repeat('x' || i, 3000), repeat('m', 500), repeat('s', 9000), '{"a": 1}'
FROM generate_series(1, 100) AS i;

CREATE STATISTICS three_kinds ON id, plain FROM stored;
CREATE STATISTICS one_kind (mcv) ON plain, main_ FROM stored;
CREATE STATISTICS expressed ON lower(plain), (id % 10) FROM stored;
CREATE STATISTICS single ON upper(main_) FROM stored;
ALTER STATISTICS three_kinds SET STATISTICS 300;
CREATE SCHEMA other;
CREATE STATISTICS other."Named; --" (ndistinct, dependencies) ON id, j FROM stored;

CREATE INDEX by_many ON stored USING btree (plain DESC NULLS LAST, id) INCLUDE (main_) WITH (fillfactor = 60, deduplicate_items = off) WHERE id > 3;
CREATE INDEX by_expression ON stored (lower(plain), (id * 2));
ALTER INDEX by_expression ALTER COLUMN 1 SET STATISTICS 250;
CREATE INDEX by_hash ON stored USING hash (plain);
CREATE INDEX by_brin ON stored USING brin (id int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX by_gin ON stored USING gin (j jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX by_spgist ON stored USING spgist (plain);
CREATE INDEX by_search ON stored USING gin (to_tsvector('english', plain));
CREATE INDEX by_pattern ON stored (plain varchar_pattern_ops);

CREATE TABLE clustered (id int, n int);
INSERT INTO clustered SELECT i, -i FROM generate_series(1, 100) AS i;
CREATE INDEX clustered_n ON clustered (n);
ALTER TABLE clustered CLUSTER ON clustered_n;
CREATE TABLE clustered_by_key (id int PRIMARY KEY);
ALTER TABLE clustered_by_key CLUSTER ON clustered_by_key_pkey;

CREATE TABLE replica_full (id int);
ALTER TABLE replica_full REPLICA IDENTITY FULL;
CREATE TABLE replica_nothing (id int PRIMARY KEY);
ALTER TABLE replica_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE replica_index (id int NOT NULL, n int NOT NULL);
CREATE UNIQUE INDEX replica_index_n ON replica_index (n);
ALTER TABLE replica_index REPLICA IDENTITY USING INDEX replica_index_n;
CREATE TABLE replica_constraint (id int NOT NULL, n int NOT NULL CONSTRAINT replica_constraint_n UNIQUE);
ALTER TABLE replica_constraint REPLICA IDENTITY USING INDEX replica_constraint_n;

-- What a failed CREATE UNIQUE INDEX CONCURRENTLY leaves behind.
CREATE TABLE half_indexed (id int);
INSERT INTO half_indexed VALUES (1), (1);
CREATE INDEX left_behind ON half_indexed (id);
UPDATE pg_index SET indisvalid = false, indisready = false, indisunique = true WHERE indexrelid = 'left_behind'::regclass;

-- An index of a partitioned table that not all partitions have: valid only below.
CREATE TABLE partly_indexed (id int) PARTITION BY RANGE (id);
CREATE TABLE partly_indexed_1 PARTITION OF partly_indexed FOR VALUES FROM (0) TO (10);
CREATE TABLE partly_indexed_2 PARTITION OF partly_indexed FOR VALUES FROM (10) TO (20);
INSERT INTO partly_indexed SELECT generate_series(0, 19);
CREATE INDEX only_above ON ONLY partly_indexed (id);
CREATE INDEX below_1 ON partly_indexed_1 (id);
ALTER INDEX only_above ATTACH PARTITION below_1;

CREATE VIEW optioned WITH (security_barrier = true, check_option = local) AS SELECT id FROM clustered WHERE id > 0;
