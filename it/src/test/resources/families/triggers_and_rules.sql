-- None of them may fire on the copy; each must be there afterwards as it was, switched on, off, always or for replicas.
CREATE TABLE told (at timestamptz DEFAULT now(), what text);
CREATE TABLE item (id int PRIMARY KEY, name text, price numeric);
INSERT INTO item SELECT i, 'item ' || i, i FROM generate_series(1, 200) AS i;

CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.told (what) VALUES (TG_NAME || ' ' || TG_OP);
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no more rows for %', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER on_row AFTER INSERT OR UPDATE OF name, price ON item FOR EACH ROW WHEN (NEW.price > 5) EXECUTE FUNCTION tell();
CREATE TRIGGER on_statement BEFORE DELETE ON item FOR EACH STATEMENT EXECUTE FUNCTION tell();
CREATE TRIGGER with_tables AFTER UPDATE ON item REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION tell();
CREATE TRIGGER on_truncate BEFORE TRUNCATE ON item EXECUTE FUNCTION refuse();
CREATE TRIGGER always BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE item ENABLE ALWAYS TRIGGER always;
CREATE TRIGGER for_replica BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE item ENABLE REPLICA TRIGGER for_replica;
CREATE TRIGGER switched_off BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION refuse('an argument', 'o''clock');
ALTER TABLE item DISABLE TRIGGER switched_off;
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell();
COMMENT ON TRIGGER later ON item IS 'at the end of the transaction';

CREATE VIEW cheap AS SELECT id, name FROM item WHERE price < 10;
CREATE TRIGGER instead INSTEAD OF INSERT ON cheap FOR EACH ROW EXECUTE FUNCTION tell();
CREATE VIEW shown AS SELECT id, name, price FROM item;
CREATE RULE shown_insert AS ON INSERT TO shown DO INSTEAD INSERT INTO item VALUES (NEW.id, NEW.name, NEW.price);
CREATE RULE shown_delete AS ON DELETE TO shown WHERE OLD.id > 5 DO INSTEAD NOTHING;
CREATE VIEW checked AS SELECT id FROM item WHERE id > 3 WITH CASCADED CHECK OPTION;
CREATE VIEW barrier WITH (security_barrier, security_invoker) AS SELECT name FROM item;
CREATE RECURSIVE VIEW counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 10;

CREATE TABLE ruled (id int, note text);
INSERT INTO ruled VALUES (1, 'before the rules');
CREATE RULE ruled_insert AS ON INSERT TO ruled DO INSTEAD NOTHING;
CREATE RULE ruled_update AS ON UPDATE TO ruled DO ALSO (INSERT INTO told (what) VALUES (NEW.note); NOTIFY ruled);
ALTER TABLE ruled DISABLE RULE ruled_update;
COMMENT ON RULE ruled_insert ON ruled IS 'full';

-- They fire on the DDL of others; this one refuses all of it.
CREATE FUNCTION no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('application_name') LIKE 'pgconvoy%' THEN
        RAISE EXCEPTION 'no % here', tg_tag;
    END IF;
END
$$;
CREATE EVENT TRIGGER no_ddl_start ON ddl_command_start EXECUTE FUNCTION no_ddl();
CREATE EVENT TRIGGER no_tables ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION no_ddl();
CREATE EVENT TRIGGER no_drop ON sql_drop EXECUTE FUNCTION no_ddl();
CREATE EVENT TRIGGER no_rewrite ON table_rewrite EXECUTE FUNCTION no_ddl();
ALTER EVENT TRIGGER no_drop DISABLE;
ALTER EVENT TRIGGER no_tables ENABLE ALWAYS;
ALTER EVENT TRIGGER no_rewrite ENABLE REPLICA;
COMMENT ON EVENT TRIGGER no_drop IS 'sleeps';
