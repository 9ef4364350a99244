/// Those who move the database: pgconvoy through its running services, and the tools that people use today.
@NullMarked
package dev.pgconvoy.bench.contender;

import org.jspecify.annotations.NullMarked;
