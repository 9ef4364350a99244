/// What operations are given: alert rules, dashboards, and the pages that explain them.
@NullMarked
package dev.pgconvoy.operation;

import org.jspecify.annotations.NullMarked;
