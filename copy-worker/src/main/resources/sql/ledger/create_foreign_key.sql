-- Foreign keys that were there before the rows, in a circle of tables: they are dropped, and made again after the rows.
-- The first of them makes the table: copies that an earlier version began have none.
CREATE TABLE IF NOT EXISTS pgconvoy_ledger.foreign_key (
    schema_name text NOT NULL,
    table_name text NOT NULL,
    other_schema text NOT NULL,
    other_name text NOT NULL,
    constraint_name text NOT NULL,
    definition text NOT NULL,
    comment text NOT NULL,
    PRIMARY KEY (schema_name, table_name, constraint_name)
);
