/// DDL by pg_dump and pg_restore: the archive, its table of contents, and the pieces that run on their own.
@NullMarked
package dev.pgconvoy.worker.schema;

import org.jspecify.annotations.NullMarked;
