/// What the checks of a migration found, for people: on the terminal, as a page, and as scripts of the remedies.
@NullMarked
package dev.pgconvoy.launcher.validation;

import org.jspecify.annotations.NullMarked;
