-- What a source has to do beside us: active sessions of others, and how far its slowest standby is behind in bytes and
-- in seconds, which this version does not know.
SELECT (SELECT count(*) FROM pg_catalog.pg_stat_activity AS session
        WHERE session.state = 'active' AND session.application_name NOT LIKE 'pgconvoy%'
          AND session.pid NOT IN (SELECT pid FROM pg_catalog.pg_stat_replication)),
       (SELECT max(pg_catalog.pg_xlog_location_diff(
                       CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_xlog_replay_location()
                            ELSE pg_catalog.pg_current_xlog_location() END,
                       standby.replay_location))::int8
        FROM pg_catalog.pg_stat_replication AS standby),
       NULL::float8
