/// Pages of HTML that need nothing else: no script, no image, nothing from elsewhere. Names
/// from outside may hold anything; each text is escaped.
@NullMarked
package dev.pgconvoy.html;

import org.jspecify.annotations.NullMarked;
