@NullMarked
package dev.pgconvoy.fleet.schedule;

import org.jspecify.annotations.NullMarked;
