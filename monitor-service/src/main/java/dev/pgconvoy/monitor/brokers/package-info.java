/// What the brokers say of our topics and groups: how much waits, how much could not be read.
@NullMarked
package dev.pgconvoy.monitor.brokers;

import org.jspecify.annotations.NullMarked;
