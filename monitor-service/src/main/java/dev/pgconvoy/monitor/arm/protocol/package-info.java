/// What Azure Resource Manager's interface is for every resource: calls, answers, errors, versions,
/// and the servers that it knows.
@NullMarked
package dev.pgconvoy.monitor.arm.protocol;

import org.jspecify.annotations.NullMarked;
