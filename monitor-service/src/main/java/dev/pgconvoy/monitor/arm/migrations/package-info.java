/// Migrations as Azure's interface has them: their address, what a client may ask for, and how they are shown.
@NullMarked
package dev.pgconvoy.monitor.arm.migrations;

import org.jspecify.annotations.NullMarked;
