-- From here on every DDL command leaves a row: a copier that works in the target after creating this trigger shows itself.
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION ops.log_ddl();
COMMENT ON EVENT TRIGGER log_ddl IS 'Writes to ops.ddl_log';

CREATE VIEW ops.bad_weather AS SELECT * FROM ops.incident WHERE severity > 2;
ALTER TABLE ops.drill ALTER COLUMN held_on SET DEFAULT '-infinity';

DROP TABLE pg_temp.box;
ANALYZE;
