/// What the console shows, made of what is known: small rows of migrations and tables, filtered, sorted and cut on the
/// server, and what needs a person.
@NullMarked
package dev.pgconvoy.monitor.console;

import org.jspecify.annotations.NullMarked;
