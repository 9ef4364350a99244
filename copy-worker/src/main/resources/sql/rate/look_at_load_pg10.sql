-- What a source has to do beside us: active sessions of others, and how far its slowest standby is behind in bytes and
-- in seconds.
SELECT (SELECT count(*) FROM pg_catalog.pg_stat_activity AS session
        WHERE session.state = 'active' AND session.backend_type = 'client backend'
          AND session.application_name NOT LIKE 'pgconvoy%'),
       (SELECT max(pg_catalog.pg_wal_lsn_diff(
                       CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                            ELSE pg_catalog.pg_current_wal_lsn() END,
                       standby.replay_lsn))::int8
        FROM pg_catalog.pg_stat_replication AS standby),
       (SELECT pg_catalog.date_part('epoch', max(standby.replay_lag))
        FROM pg_catalog.pg_stat_replication AS standby)
