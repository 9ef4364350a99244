-- Not of a standby: there it changes late, with the next restart point, although nothing else has changed.
SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'standby '
            ELSE pg_catalog.concat('timeline ', timeline_id, ' ')
       END
FROM pg_catalog.pg_control_checkpoint()
