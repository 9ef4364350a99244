/// What the user sees: bars on a terminal, lines where there is none, JSON for machines, and the report.
@NullMarked
package dev.pgconvoy.launcher.view;

import org.jspecify.annotations.NullMarked;
