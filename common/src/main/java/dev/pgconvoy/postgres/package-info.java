/// How we name, reach and version PostgreSQL servers: quoted names, connection settings, libpq URIs, and the pg_dump
/// that fits.
@NullMarked
package dev.pgconvoy.postgres;

import org.jspecify.annotations.NullMarked;
