/// Which databases, schemas and tables a migration includes and excludes: patterns of names and the rules that
/// combine them.
@NullMarked
package dev.pgconvoy.migration.filter;

import org.jspecify.annotations.NullMarked;
