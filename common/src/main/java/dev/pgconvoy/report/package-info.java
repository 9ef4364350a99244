/// What became of a migration, for people: one page of HTML, and what is left to do after a
/// success.
@NullMarked
package dev.pgconvoy.report;

import org.jspecify.annotations.NullMarked;
