-- A server that survived a crash of one of its sessions has lost what was not flushed or not logged, and all counts.
SELECT pg_catalog.concat('counting since ', stats_reset, ' ') FROM pg_catalog.pg_stat_bgwriter
