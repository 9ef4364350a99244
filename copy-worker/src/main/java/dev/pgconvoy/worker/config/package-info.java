/// Configuration of a worker and the objects made from it.
@NullMarked
package dev.pgconvoy.worker.config;

import org.jspecify.annotations.NullMarked;
